#!/usr/bin/env bash
# A process that was killed (by the kernel when memory is short, by `timeout -s KILL`) has no exit code of its own. getExecOutput with
# ignoreReturnCode then resolves with exitCode null, although its type is number: `exitCode > 0` is false, and the signal is told
# nowhere. A shell in between gives 137.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages @actions/exec@3.0.0

cat >run.mjs <<'NODE'
import { getExecOutput } from '@actions/exec'
const killItself = 'kill -KILL $$'
const commands = {
  'ends with 3': ['bash', ['-c', 'exit 3']],
  'is killed': ['bash', ['-c', killItself]],
  'is killed below a shell': ['bash', ['-c', `bash -c '${killItself}'; exit $?`]],
}
for (const [what, [tool, args]] of Object.entries(commands)) {
  const output = await getExecOutput(tool, args, { ignoreReturnCode: true, silent: true })
  const error = await getExecOutput(tool, args, { silent: true }).catch((thrown) => thrown.message.replace(/^.*failed with/, ''))
  console.log(`${what}: exitCode ${output.exitCode}, above 0: ${output.exitCode > 0}; without ignoreReturnCode:${error}`)
}
NODE

still 'what getExecOutput says of a process that:' 'ends with 3: exitCode 3, above 0: true; without ignoreReturnCode: exit code 3
is killed: exitCode null, above 0: false; without ignoreReturnCode: exit code null
is killed below a shell: exitCode 137, above 0: true; without ignoreReturnCode: exit code 137' "$(timeout 60 node run.mjs)"
