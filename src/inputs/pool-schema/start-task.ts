import { identity, registry } from './identity.js'
import { closedMap } from '../closed-map.js'
import { choice, flag, integer, list, need, say, text } from './vocabulary.js'

export const startTask = closedMap({
  commandLine: say('command to run; it starts no shell unless it names one', text),
  containerSettings: say(
    'run it in a container',
    closedMap({
      containerHostBatchBindMounts: say(
        'folders of the node to mount in the container',
        list(
          closedMap({
            isReadOnly: say('read only', flag),
            source: say(
              'which folder',
              choice('Shared', 'Startup', 'VfsMounts', 'Task', 'JobPrep', 'Applications'),
            ),
          }),
        ),
        { since: '2024-07-01' },
      ),
      containerRunOptions: say('options of the container', text),
      imageName: need('image of the container', text),
      registry: say('where the image is', registry),
      workingDirectory: say(
        'working folder',
        choice('TaskWorkingDirectory', 'ContainerImageDefault'),
      ),
    }),
  ),
  environmentSettings: say(
    'environment variables',
    list(closedMap({ name: need('name', text), value: say('value', text) })),
  ),
  maxTaskRetryCount: say('number of retries; -1: no limit', integer),
  resourceFiles: say(
    'files to download to the node',
    list(
      closedMap({
        autoStorageContainerName: say("container in the account's own storage", text),
        blobPrefix: say('only blobs with this prefix', text),
        fileMode: say('mode of the file on Linux, octal', text),
        filePath: say('where to put it', text),
        httpUrl: say('URL of one file', text),
        identityReference: identity,
        storageContainerUrl: say('URL of a container', text),
      }),
    ),
  ),
  userIdentity: say(
    'user that runs it',
    closedMap({
      autoUser: say(
        'user that Batch creates',
        closedMap({
          elevationLevel: say('administrator or not', choice('NonAdmin', 'Admin')),
          scope: say('one for the pool or one for each task', choice('Task', 'Pool')),
        }),
      ),
      userName: say('name of one of userAccounts', text),
    }),
  ),
  waitForSuccess: say('run no task until it has succeeded; default: true', flag),
})
