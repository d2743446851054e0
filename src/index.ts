/** Wires the real adapters together and runs. The only file that does anything on import. */
import { cancelOnSignals } from './cancel/signals.js'
import { createGitHubHost } from './github/host.js'
import { createWorkspaceFiles } from './inputs/workspace-files.js'
import { createSystemClock } from './ports/system-clock.js'
import { run } from './run.js'

const host = createGitHubHost()
const cancelled = cancelOnSignals(process)

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

// A request, a pause or a library that did not hear of the abort would keep the process alive past the five
// seconds that a cancelled step has; everything that has to be told has been written by now.
if (cancelled.aborted) process.exit()
