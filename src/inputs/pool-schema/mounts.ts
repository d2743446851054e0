import { identity } from './identity.js'
import { closedMap } from '../closed-map.js'
import { optional, required, secret, text } from './vocabulary.js'

export const mount = closedMap({
  azureBlobFileSystemConfiguration: optional(
    'a blob container, mounted with blobfuse',
    closedMap({
      accountKey: optional('key of the storage account', secret),
      accountName: required('storage account', text),
      blobfuseOptions: optional('options of the mount command', text),
      containerName: required('container', text),
      identityReference: identity,
      relativeMountPath: required('where to mount, below the mounts folder', text),
      sasKey: optional('SAS token', secret),
    }),
  ),
  azureFileShareConfiguration: optional(
    'an Azure Files share',
    closedMap({
      accountKey: required('key of the storage account', secret),
      accountName: required('storage account', text),
      azureFileUrl: required('URL of the share', text),
      mountOptions: optional('options of the mount command', text),
      relativeMountPath: required('where to mount, below the mounts folder', text),
    }),
  ),
  cifsMountConfiguration: optional(
    'a CIFS share',
    closedMap({
      mountOptions: optional('options of the mount command', text),
      password: required('password', secret),
      relativeMountPath: required('where to mount, below the mounts folder', text),
      source: required('what to mount', text),
      userName: optional('user', text, {
        since: '2022-10-01',
        instead: 'username',
        needed: 'always',
      }),
      username: optional('user; replaced by userName', text, {
        until: '2022-10-01',
        instead: 'userName',
        needed: 'always',
      }),
    }),
  ),
  nfsMountConfiguration: optional(
    'an NFS share',
    closedMap({
      mountOptions: optional('options of the mount command', text),
      relativeMountPath: required('where to mount, below the mounts folder', text),
      source: required('what to mount', text),
    }),
  ),
})
