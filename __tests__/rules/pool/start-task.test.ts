import {
  accounts,
  pool,
  startTask,
  vmAnd,
  windows as windowsAgent,
} from '../../support/pool-yaml.js'
import { describe, expect, test } from '@jest/globals'
import { lostWords } from '../../../src/rules/kit/command-line.js'
import { poolConfig, vm } from '../../support/pool-facts.js'
import { testRules } from '../../support/rule-cases.js'
import { offlineRule } from '../../support/rules.js'

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
      startTask('commandLine: "python3 setup.py\\n  all\\n--fast\\n"'),
      startTask(`commandLine: "/bin/bash -c 'set -e\\n\\ncd /opt\\n./setup.sh'\\n"`),
      vmAnd(windowsAgent, `startTask: { commandLine: "cmd /c it's" }`),
      vmAnd(windowsAgent, 'startTask: { commandLine: cmd.exe /s /c a.exe && b.exe > log.txt }'),
      vmAnd(windowsAgent, 'startTask: { commandLine: powershell -Command a; b && c }'),
      vmAnd(windowsAgent, 'startTask: { commandLine: powershell -File setup.ps1 -Fast }'),
      vmAnd(windowsAgent, 'startTask: { commandLine: python setup.py --fast }'),
      vmAnd(windowsAgent, 'startTask: { commandLine: setup.exe /quiet }'),
    ],
    fails: [
      [
        vmAnd(windowsAgent, 'startTask: { commandLine: powershell -File setup.ps1 && more.exe }'),
        "warning at startTask.commandLine: of the start task's command line, powershell gets '&& more.exe' as arguments, and runs none of it",
      ],
      [
        vmAnd(windowsAgent, 'startTask: { commandLine: python.exe setup.py > log.txt }'),
        "warning at startTask.commandLine: of the start task's command line, python.exe gets '> log.txt' as arguments, and runs none of it",
      ],
      [
        vmAnd(windowsAgent, 'startTask: { commandLine: cmd setup.bat }'),
        "warning at startTask.commandLine: of the start task's command line, cmd gets 'setup.bat' as arguments, and runs none of it",
      ],
      [
        vmAnd(windowsAgent, `startTask: { commandLine: 'cmd /c "a b' }`),
        'warning at startTask.commandLine: the quote " of the start task\'s command line does not close: the node reads the rest of the line as one word',
      ],
      [
        startTask(`commandLine: "/bin/bash -c 'chmod +x tool' && ./setup.sh"`),
        "warning at startTask.commandLine: of the start task's command line, /bin/bash -c runs 'chmod +x tool' alone: '&& ./setup.sh' is not part of it",
      ],
      [
        startTask(`commandLine: "/bin/sh -c ls && pwd\\n"`),
        "warning at startTask.commandLine: of the start task's command line, /bin/sh -c runs 'ls' alone: '&& pwd' is not part of it",
      ],
      [
        startTask(`commandLine: "bash setup.sh\\n./more.sh\\n"`),
        "warning at startTask.commandLine: of the start task's command line, bash gets './more.sh' as arguments, and runs none of it",
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
      startTask('commandLine: "./install.sh\\n  --all\\n--fast\\n"'),
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

const linux = 'batch.node.ubuntu 24.04'
const windows = 'batch.node.windows amd64'
const linesFound = (line: string, agent?: string): readonly string[] => {
  const config = poolConfig({
    ...vm(agent === undefined ? {} : { nodeAgentSkuId: agent }),
    startTask: { commandLine: line },
  })
  return ['pool/start-task-words', 'pool/start-task-shell'].flatMap((id) =>
    offlineRule(id)
      .check(config)
      .map(({ message, help }) => `${message}; ${help}`),
  )
}

describe('what a node makes of a command line', () => {
  test.each([
    [
      linux,
      'sh setup.sh; echo done',
      /sh gets 'echo done' as arguments.*write \/bin\/sh -c 'sh setup/,
    ],
    [linux, 'echo `hostname`', /uses `…`/],
    [linux, 'echo "$(date)"', /uses \$\(…\)/],
    [linux, './serve & ./wait', /uses &/],
    [linux, 'apt-get update\napt-get -y upgrade', /uses a line break.*write \/bin\/sh -c '…'$/],
    [linux, '/bin/sh -c ls && pwd\n', /write \/bin\/sh -c 'ls && pwd'$/],
    [linux, '/bin/sh -c a && b\nc', /runs 'a' alone: a part of it is not part of it/],
    [linux, './read < list.txt', /uses a redirection/],
    [linux, 'cd /opt', /the shell's own cd/],
    [linux, 'A=1 ./run', /the shell's own A=1/],
    [linux, '/bin/bash -c', /has nothing to run/],
    [linux, "/bin/bash -c ''", /has nothing to run/],
    [linux, '/bin/sh -c "echo it\'s fine"', /quote ' within the script/],
    [linux, 'cmd /c dir', /starts cmd, which nodes that run Linux do not have/],
    [linux, 'powershell.exe -File a.ps1', /starts powershell\.exe/],
    [windows, '/bin/bash -c "a"', /starts \/bin\/bash, which nodes that run Windows/],
    [windows, "cmd /c 'a && b'", /knows no single quotes.*write cmd \/c "a && b"/],
    [windows, 'copy a b', /the shell's own copy/],
    [windows, 'msiexec /i x.msi /qn & exit 0', /uses &/],
  ])('%s: %s', (agent, line, found) => {
    expect(linesFound(line, agent)).toEqual([expect.stringMatching(found)])
  })

  test.each([
    [linux, `./tool --filter 'a && b | c' "x; y"`],
    [linux, `./tool '$HOME' '$(date)'`],
    [linux, 'wget https://x/y?a=1&b=2'],
    [linux, '/bin/sh -c "echo it\\\'s fine"'],
    [linux, `/bin/bash -c "# don't mind"`],
    [linux, `/bin/bash -c 'echo "$(echo "it'"'"'s")"'`],
    [linux, 'bash setup.sh "a; b"'],
    [linux, 'pwsh -File a.ps1'],
    [linux, 'mkdir /opt/x'],
    [windows, 'cmd /c "a && b"'],
    [windows, 'cmd.exe /c set && dir'],
    [windows, 'powershell -Command "$x = 1; echo $x"'],
    [windows, 'setup.exe /s "a & b"'],
    [undefined, 'cd.exe'],
  ])('%s: %s is left alone', (agent, line) => {
    expect(linesFound(line, agent)).toEqual([])
  })
})
