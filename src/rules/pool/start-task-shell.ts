import { poolPath, poolValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const path = ['startTask', 'commandLine'] as const
/** Programs that read the rest of the line as a shell does. */
const shell =
  /^\s*["']?([\w./\\:-]*[/\\])?(sh|bash|dash|zsh|cmd|powershell|pwsh|python3?|perl|env)(\.exe)?\b/i
/** One that another program starts: `sudo`, `timeout 600`, `nice`. */
const laterShell = /\s([\w./-]*\/)?(sh|bash|dash|zsh)\s+(-\S+\s+)*-\w*c\s/
const features = [
  ['&&', /&&/],
  ['||', /\|\|/],
  ['a pipe', /[^|]\|[^|]/],
  ['a redirection', /(^|\s)\d?>>?\s*\S/],
  ['$VARIABLE', /\$\{?[A-Za-z_]/],
  ['%VARIABLE%', /%[A-Za-z_]+%/],
  [';', /;\s*\S/],
] as const

export const startTaskShell: OfflineRule = {
  id: 'pool/start-task-shell',
  title: 'a command line that uses a shell starts one',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-compute-node-environment-variables#command-line-expansion-of-environment-variables',
  needs: 'config',
  check: (config) => {
    const line = poolValue(config, ...path)
    if (typeof line !== 'string' || shell.test(line) || laterShell.test(line)) return []
    const used = features.find(([, pattern]) => pattern.test(line))
    if (used === undefined) return []
    return [
      {
        at: poolPath(...path),
        message: `the command line of the start task uses ${used[0]}, but Batch starts no shell that would understand it`,
        help: "write /bin/sh -c '…' on Linux, cmd /c … on Windows",
      },
    ]
  },
}
