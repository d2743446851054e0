import { identity, registry } from './identity.js'
import { closedMap } from '../closed-map.js'
import {
  choice,
  flag,
  integer,
  list,
  optional,
  pairs,
  required,
  secret,
  text,
} from './vocabulary.js'

export const startTask = closedMap({
  commandLine: optional('command to run; it starts no shell unless it names one', text),
  containerSettings: optional(
    'run it in a container',
    closedMap({
      containerHostBatchBindMounts: optional(
        'folders of the node to mount in the container',
        list(
          closedMap({
            isReadOnly: optional('read only', flag),
            source: optional(
              'which folder',
              choice('Shared', 'Startup', 'VfsMounts', 'Task', 'JobPrep', 'Applications'),
            ),
          }),
        ),
        { since: '2024-07-01' },
      ),
      containerRunOptions: optional('options of the container', text),
      imageName: required('image of the container', text),
      registry: optional('where the image is', registry),
      workingDirectory: optional(
        'working folder',
        choice('TaskWorkingDirectory', 'ContainerImageDefault'),
      ),
    }),
  ),
  environmentSettings: optional(
    'environment variables',
    pairs(closedMap({ name: required('name', text), value: optional('value', secret) })),
  ),
  maxTaskRetryCount: optional('number of retries; -1: no limit', integer),
  resourceFiles: optional(
    'files to download to the node',
    list(
      closedMap({
        autoStorageContainerName: optional("container in the account's own storage", text),
        blobPrefix: optional('only blobs with this prefix', text),
        fileMode: optional('mode of the file on Linux, octal', text),
        filePath: optional('where to put it', text),
        httpUrl: optional('URL of one file', secret),
        identityReference: identity,
        storageContainerUrl: optional('URL of a container', secret),
      }),
    ),
  ),
  userIdentity: optional(
    'user that runs it',
    closedMap({
      autoUser: optional(
        'user that Batch creates',
        closedMap({
          elevationLevel: optional('administrator or not', choice('NonAdmin', 'Admin')),
          scope: optional('one for the pool or one for each task', choice('Task', 'Pool')),
        }),
      ),
      userName: optional('name of one of userAccounts', text),
    }),
  ),
  waitForSuccess: optional('run no task until it has succeeded; default: true', flag),
})
