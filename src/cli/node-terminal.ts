import { tmpdir } from 'node:os'
import { createWorkspaceFiles } from '../inputs/workspace-files.js'
import { createSystemClock } from '../ports/system-clock.js'
import type { RunEnvironment } from '../run/run-environment.js'
import { journalIn } from './journal-file.js'
import { hasColours, type Terminal } from './terminal.js'

interface Process {
  readonly proc: NodeJS.Process
  readonly cancelled: AbortSignal
  readonly openAzure: RunEnvironment['openAzure']
  readonly writeFile: (
    folder: string,
    path: string,
    output: { readonly text: string; readonly keep: readonly string[] },
  ) => Promise<void>
}

/** The terminal of this process. */
export function nodeTerminal({ proc, cancelled, openAzure, writeFile }: Process): Terminal {
  const { env, stdout, stderr } = proc
  const folder = proc.cwd()
  return {
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    folder,
    env,
    hasColours: hasColours(stderr.isTTY, env),
    now: Date.now,
    machine: {
      hasColouredResults: hasColours(stdout.isTTY, env),
      writeFile: async (path, text, keep) => {
        await writeFile(folder, path, { text, keep })
      },
      files: createWorkspaceFiles(folder),
      clock: createSystemClock(),
      cancelled,
      openAzure,
      journalOf: (configs) => journalIn(tmpdir(), { folder, configs }),
    },
  }
}
