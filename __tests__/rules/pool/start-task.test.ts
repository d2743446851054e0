import { accounts, pool, startTask, vmAnd, windows } from '../../support/pool-yaml.js'
import { expect, test } from '@jest/globals'
import { lostWords } from '../../../src/rules/kit/command-line.js'
import { testRules } from '../../support/rule-cases.js'

testRules({
  'pool/start-task-has-a-command': {
    passes: [startTask('commandLine: a'), startTask(''), startTask('waitForSuccess: null')],
    fails: [
      [
        startTask('waitForSuccess: true'),
        'error at startTask.commandLine: the start task has waitForSuccess, but no commandLine',
      ],
      [
        startTask('commandLine: " "'),
        'error at startTask.commandLine: the start task has an empty commandLine',
      ],
    ],
  },
  'pool/start-task-words': {
    passes: [
      startTask(`commandLine: "/bin/bash -c 'chmod +x tool && ./setup.sh'"`),
      startTask(`commandLine: "sudo -E bash -c 'a && b'"`),
      startTask(`commandLine: "bash -c 'echo $0 $1' one two"`),
      startTask('commandLine: cmd /c echo a && echo b'),
      startTask('commandLine: powershell -Command "a; b" && c'),
      startTask('commandLine: ./install.sh --all'),
      startTask('commandLine: python3 setup.py --fast'),
      vmAnd(windows, `startTask: { commandLine: "cmd /c it's" }`),
      vmAnd(windows, 'startTask: { commandLine: cmd.exe /s /c a.exe && b.exe > log.txt }'),
      vmAnd(windows, 'startTask: { commandLine: powershell -Command a; b && c }'),
      vmAnd(windows, 'startTask: { commandLine: powershell -File setup.ps1 -Fast }'),
      vmAnd(windows, 'startTask: { commandLine: python setup.py --fast }'),
      vmAnd(windows, 'startTask: { commandLine: setup.exe /quiet }'),
    ],
    fails: [
      [
        vmAnd(windows, 'startTask: { commandLine: powershell -File setup.ps1 && more.exe }'),
        "warning at startTask.commandLine: of the start task's command line, powershell gets '&& more.exe' as arguments, and runs none of it",
      ],
      [
        vmAnd(windows, 'startTask: { commandLine: python.exe setup.py > log.txt }'),
        "warning at startTask.commandLine: of the start task's command line, python.exe gets '> log.txt' as arguments, and runs none of it",
      ],
      [
        vmAnd(windows, 'startTask: { commandLine: cmd setup.bat }'),
        "warning at startTask.commandLine: of the start task's command line, cmd gets 'setup.bat' as arguments, and runs none of it",
      ],
      [
        vmAnd(windows, `startTask: { commandLine: 'cmd /c "a b' }`),
        'warning at startTask.commandLine: the quote " of the start task\'s command line does not close: the node reads the rest of the line as one word',
      ],
      [
        startTask(`commandLine: "/bin/bash -c 'chmod +x tool' && ./setup.sh"`),
        "warning at startTask.commandLine: of the start task's command line, /bin/bash -c runs 'chmod +x tool' alone: '&& ./setup.sh' is not part of it",
      ],
      [
        startTask('commandLine: bash -c echo hello'),
        "warning at startTask.commandLine: of the start task's command line, bash -c runs 'echo' alone: 'hello' is not part of it",
      ],
      [
        startTask('commandLine: bash setup.sh && ./more.sh'),
        "warning at startTask.commandLine: of the start task's command line, bash gets '&& ./more.sh' as arguments, and runs none of it",
      ],
      [
        startTask(`commandLine: "/bin/sh -c 'echo a"`),
        "warning at startTask.commandLine: the quote ' of the start task's command line does not close: the node reads the rest of the line as one word",
      ],
    ],
  },
  'pool/start-task-shell': {
    passes: [
      startTask(`commandLine: "/bin/sh -c 'a && b | c > d'"`),
      startTask('commandLine: cmd /c echo %AZ_BATCH_NODE_ID%'),
      startTask('commandLine: powershell.exe -Command "a; b"'),
      startTask('commandLine: ./install.sh --all'),
      startTask(`commandLine: "sudo -E /bin/bash -e -lc 'a && b'"`),
      startTask(`commandLine: "timeout 600 sh -c 'a; b'"`),
    ],
    fails: [
      [
        startTask('commandLine: sudo run && echo bash -x'),
        'warning at startTask.commandLine: the command line of the start task uses &&, but Batch starts no shell that would understand it',
      ],
      [
        startTask('commandLine: apt-get update && apt-get install -y jq'),
        'warning at startTask.commandLine: the command line of the start task uses &&, but Batch starts no shell that would understand it',
      ],
      [
        startTask('commandLine: ./run.sh $AZ_BATCH_NODE_ID'),
        'warning at startTask.commandLine: the command line of the start task uses $VARIABLE, but Batch starts no shell that would understand it',
      ],
    ],
  },
  'pool/start-task-retries': {
    passes: [
      startTask('maxTaskRetryCount: 0'),
      startTask('maxTaskRetryCount: 3'),
      startTask('maxTaskRetryCount: -1, waitForSuccess: false'),
    ],
    fails: [
      [
        startTask('maxTaskRetryCount: -1'),
        'warning at startTask.maxTaskRetryCount: maxTaskRetryCount is -1: a node whose start task always fails keeps starting, and is paid for',
      ],
      [
        startTask('maxTaskRetryCount: -2'),
        'error at startTask.maxTaskRetryCount: maxTaskRetryCount is -2, which Batch has no meaning for',
      ],
    ],
  },
  'pool/start-task-user': {
    passes: [
      startTask('userIdentity: { autoUser: {} }'),
      pool(`${accounts('name: admin')}, startTask: { userIdentity: { userName: admin } }`),
    ],
    fails: [
      [
        startTask('userIdentity: { autoUser: {}, userName: a }'),
        'error at startTask.userIdentity.userName: userName and autoUser exclude each other',
      ],
      [
        startTask('userIdentity: { userName: admin }'),
        "warning at startTask.userIdentity.userName: the start task runs as 'admin', and the pool has no user account of that name",
      ],
    ],
  },
  'pool/resource-files': {
    passes: [
      startTask('resourceFiles: [{ httpUrl: https://a/b, filePath: b }]'),
      startTask('resourceFiles: [{ storageContainerUrl: https://a/b, blobPrefix: c }]'),
      startTask('resourceFiles: [{ autoStorageContainerName: a }]'),
    ],
    fails: [
      [
        startTask('resourceFiles: [{ filePath: b }]'),
        'error at startTask.resourceFiles[0]: a resource file has no source',
      ],
      [
        startTask('resourceFiles: [{ httpUrl: "https://a/b?sig=secret" }]'),
        "error at startTask.resourceFiles[0]: the resource file 'https://a/b?…' has no filePath",
      ],
      [
        startTask('resourceFiles: [{ httpUrl: https://a/b, storageContainerUrl: https://a }]'),
        'error at startTask.resourceFiles[0].storageContainerUrl: httpUrl and storageContainerUrl exclude each other',
      ],
      [
        startTask('resourceFiles: [{ httpUrl: https://a/b, filePath: b, blobPrefix: c }]'),
        'error at startTask.resourceFiles[0].blobPrefix: blobPrefix chooses among the files of a container, and httpUrl is one file',
      ],
    ],
  },
})

test.each([
  ["/bin/bash -c 'chmod +x tool' && ./setup.sh", "/bin/bash -c 'chmod +x tool && ./setup.sh'"],
  ['sudo sh -c "it\\"s" ; ls', "sudo sh -c 'it\"s ; ls'"],
  ["sh -c 'a' 'b' && c", `sh -c "a 'b' && c"`],
  ['bash setup.sh | tee log', "/bin/sh -c 'bash setup.sh | tee log'"],
])('%s is written again as it was meant', (line, rewritten) => {
  expect(lostWords(line)?.rewritten).toBe(rewritten)
})
