import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { createWorkspaceFiles } from '../inputs/workspace-files.js'
import { createSystemClock } from '../ports/system-clock.js'
import type { JournalFile } from '../ports/host.js'
import type { RunEnvironment } from '../run/run-environment.js'
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
      journalOf: (configs) => journalIn(folder, configs),
    },
  }
}

/** The journal of the runs of these configs in this folder: the next one takes up what the last one left. */
function journalIn(folder: string, configs: readonly string[]): JournalFile {
  const key = [userInfo().username, folder, ...[...configs].sort()].join('\n')
  const name = createHash('sha256').update(key).digest('hex').slice(0, 20)
  const path = join(tmpdir(), `image-to-pool-${name}.json`)
  return {
    append: (line) => {
      appendFileSync(path, line, { mode: 0o600 })
    },
    read: () => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
    remove: () => {
      rmSync(path, { force: true })
    },
  }
}
