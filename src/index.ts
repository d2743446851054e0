/** Wires the real adapters together and runs. The only file that does anything on import. */
import { cancelOnSignals } from './cancel/signals.js'

// First of all, and before anything is loaded that takes time: a signal may come at any moment.
const cancelled = cancelOnSignals(process)

const [{ createGitHubHost }, { createWorkspaceFiles }, { createSystemClock }, { run }] =
  await Promise.all([
    import('./github/host.js'),
    import('./inputs/workspace-files.js'),
    import('./ports/system-clock.js'),
    import('./run.js'),
  ])
const host = createGitHubHost()

await run({
  host,
  files: createWorkspaceFiles(host.workspace),
  clock: createSystemClock(),
  cancelled,
  openAzure: async (settings, signal) => {
    const { connect } = await import('./connect.js')
    return await connect(settings, host, signal)
  },
})

// Everything that has to be told is written. A request or a pause that was given up would keep the process alive
// past the five seconds that a cancelled step has, so it ends here, as soon as the log is out.
process.stdout.write('', () => process.exit())
