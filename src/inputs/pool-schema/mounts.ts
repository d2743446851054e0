import { identity } from './identity.js'
import { closedMap } from '../closed-map.js'
import { need, say, text } from './vocabulary.js'

export const mount = closedMap({
  azureBlobFileSystemConfiguration: say(
    'a blob container, mounted with blobfuse',
    closedMap({
      accountKey: say('key of the storage account', text),
      accountName: need('storage account', text),
      blobfuseOptions: say('options of the mount command', text),
      containerName: need('container', text),
      identityReference: identity,
      relativeMountPath: need('where to mount, below the mounts folder', text),
      sasKey: say('SAS token', text),
    }),
  ),
  azureFileShareConfiguration: say(
    'an Azure Files share',
    closedMap({
      accountKey: need('key of the storage account', text),
      accountName: need('storage account', text),
      azureFileUrl: need('URL of the share', text),
      mountOptions: say('options of the mount command', text),
      relativeMountPath: need('where to mount, below the mounts folder', text),
    }),
  ),
  cifsMountConfiguration: say(
    'a CIFS share',
    closedMap({
      mountOptions: say('options of the mount command', text),
      password: need('password', text),
      relativeMountPath: need('where to mount, below the mounts folder', text),
      source: need('what to mount', text),
      userName: say('user', text, {
        since: '2022-10-01',
        instead: 'username',
        needed: 'always',
      }),
      username: say('user; replaced by userName', text, {
        until: '2022-10-01',
        instead: 'userName',
        needed: 'always',
      }),
    }),
  ),
  nfsMountConfiguration: say(
    'an NFS share',
    closedMap({
      mountOptions: say('options of the mount command', text),
      relativeMountPath: need('where to mount, below the mounts folder', text),
      source: need('what to mount', text),
    }),
  ),
})
