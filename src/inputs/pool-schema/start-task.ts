import { identity, registry } from './identity.js'
import { closedMap } from '../closed-map.js'
import { choice, flag, integer, list, need, say, text } from './vocabulary.js'

export const startTask = closedMap({
  commandLine: say('what to run; not in a shell unless it names one', text),
  containerSettings: say(
    'run it in a container',
    closedMap({
      containerHostBatchBindMounts: say(
        'folders of the node to show in the container',
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
  maxTaskRetryCount: say('how often to try again; -1: without end', integer),
  resourceFiles: say(
    'files to bring to the node',
    list(
      closedMap({
        autoStorageContainerName: say("container in the account's own storage", text),
        blobPrefix: say('only blobs that begin so', text),
        fileMode: say('mode of the file on Linux, octal', text),
        filePath: say('where to put it', text),
        httpUrl: say('URL of one file', text),
        identityReference: identity,
        storageContainerUrl: say('URL of a container', text),
      }),
    ),
  ),
  userIdentity: say(
    'who runs it',
    closedMap({
      autoUser: say(
        'a user that Batch makes',
        closedMap({
          elevationLevel: say('administrator or not', choice('NonAdmin', 'Admin')),
          scope: say('one for the pool or one for each task', choice('Task', 'Pool')),
        }),
      ),
      userName: say('one of userAccounts', text),
    }),
  ),
  waitForSuccess: say('no task before it has succeeded; absent: true', flag),
})
