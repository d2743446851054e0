import type { RunReport } from '../outcome/result.js'
import { isGood, overallOutcome } from '../outcome/result.js'
import type { RunEnvironment } from '../run/run-environment.js'
import { withAzAccount } from './az-profile.js'
import { inputFlags } from './input-flags.js'
import { readInputs } from './read-inputs.js'
import type { Mode } from './run-commands.js'
import { createTerminalHost } from './terminal-host.js'
import type { Terminal } from './terminal.js'

/** `validate`, `plan`, `apply`, `cleanup` and `audit`: the action's own run, on a terminal. */
export async function runMode(
  mode: Mode,
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const given = readInputs(args, inputFlags, { json: 'switch', verbose: 'switch' })
  const env = mode === 'validate' ? terminal.env : await withAzAccount(terminal, given.flags)
  const { host } = createTerminalHost({ ...terminal, env }, mode, given)
  const { files, clock, cancelled, openAzure } = terminal.machine
  const environment: RunEnvironment = { host, files, clock, cancelled, openAzure }
  // A run of these configs that was killed has left what it was about to make.
  if (host.journal?.read() !== undefined) await finishEarlierRun(environment)
  const { run } = await import(/* webpackMode: "eager" */ '../run.js')
  const report = await run(environment)
  // No post step follows here: what is left to undo after a Ctrl-C is undone now.
  if (host.journal?.read() !== undefined) await finishEarlierRun(environment)
  if (given.flags.get('json') === 'true') await printReport(terminal, report)
  return isGood(overallOutcome(report)) ? 0 : 1
}

/** A second Ctrl-C ends the process, and leaves the rest to the next run. */
async function finishEarlierRun(environment: RunEnvironment): Promise<void> {
  const { runPost } = await import('../run/run-post.js')
  await runPost({ ...environment, cancelled: new AbortController().signal })
}

async function printReport({ out }: Terminal, report: RunReport): Promise<void> {
  const { toReportFile } = await import('../report/report-file.js')
  out(toReportFile(report, {}))
}
