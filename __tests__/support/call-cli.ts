import { connect } from '../../src/connect.js'
import { runCli } from '../../src/cli/run-cli.js'
import type { Terminal } from '../../src/cli/terminal.js'
import { writeWorkspaceFile } from '../../src/github/workspace-output.js'
import { createWorkspaceFiles } from '../../src/inputs/workspace-files.js'
import type { JournalFile } from '../../src/ports/host.js'
import type { OpenedAzure } from '../../src/run/run-environment.js'
import { createSystemClock } from '../../src/ports/system-clock.js'

/** What a call of the command line printed, and its exit status. */
export interface CliResult {
  readonly status: number
  readonly out: string
  readonly err: string
}

interface Place {
  readonly folder: string
  readonly now?: number
  readonly env?: Terminal['env']
  readonly hasColours?: boolean
  /** In the place of the Azure that the flags name. */
  readonly world?: OpenedAzure
}

/** Calls the command line in a folder, with pipes for a terminal. */
export async function callCli(place: Place, args: readonly string[]): Promise<CliResult> {
  const { folder, now = Date.parse('2026-11-18T10:30:00Z'), env = {}, hasColours = false } = place
  const told = { out: '', err: '' }
  const status = await runCli(args, {
    out: (text) => (told.out += text),
    err: (text) => (told.err += text),
    folder,
    env,
    hasColours,
    now: () => now,
    machine: {
      hasColouredResults: hasColours,
      files: createWorkspaceFiles(folder),
      clock: createSystemClock(),
      cancelled: new AbortController().signal,
      openAzure: async (options, signal, host) =>
        place.world ?? (await connect(options, host, signal)),
      writeFile: async (path, text, keep) => {
        await writeWorkspaceFile(folder, path, { text, keep })
      },
      journalOf: memoryJournal,
    },
  })
  return { status, ...told }
}

function memoryJournal(): JournalFile {
  let text: string | undefined
  return {
    append: (line) => {
      text = (text ?? '') + line
    },
    read: () => text,
    remove: () => {
      text = undefined
    },
  }
}
