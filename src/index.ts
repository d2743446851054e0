/** Wires the real adapters together and runs. The only file that does anything on import. */
import { cancelOnSignals } from './cancel/signals.js'
import type { RunEnvironment } from './run/run-environment.js'

/** Set by dist/cli.js, which is this bundle started from a command line. */
if (Reflect.get(globalThis, 'isImageToPoolCli') === true) await runCommandLine()
else await runAction()

async function runCommandLine(): Promise<void> {
  const { runCli } = await import('./cli/run-cli.js')
  const { hasColours } = await import('./cli/terminal.js')
  process.exitCode = await runCli(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    folder: process.cwd(),
    env: process.env,
    hasColours: hasColours(process.stderr.isTTY, process.env),
    now: Date.now,
  })
}

async function runAction(): Promise<void> {
  // First of all, and before anything that takes time: a signal may come at any moment. What every run without Azure
  // needs is in this file of the bundle (`eager`) and takes its time only when it is asked for: each file more is
  // looked up, read and linked on its own.
  const cancelled = cancelOnSignals(process)

  const [{ createGitHubHost }, { createWorkspaceFiles }, { createSystemClock }, { run }] =
    await Promise.all([
      import(/* webpackMode: "eager" */ './github/host.js'),
      import(/* webpackMode: "eager" */ './inputs/workspace-files.js'),
      import(/* webpackMode: "eager" */ './ports/system-clock.js'),
      import(/* webpackMode: "eager" */ './run.js'),
    ])
  const host = createGitHubHost()
  const runEnvironment: RunEnvironment = {
    host,
    files: createWorkspaceFiles(host.workspace),
    clock: createSystemClock(),
    cancelled,
    openAzure: async (runOptions, signal, reported) => {
      const { connect } = await import('./connect.js')
      return await connect(runOptions, reported, signal)
    },
  }

  // When the job ends, the runner starts this file once more, with what its first run has saved. Mostly that one has seen
  // to everything and left no journal.
  if (host.state('isPost') !== 'true') {
    host.saveState('isPost', 'true')
    await run(runEnvironment)
  } else if (host.journal?.read() !== undefined) {
    const { runPost } = await import('./run/run-post.js')
    await runPost(runEnvironment)
  }

  // Everything that has to be told is written. A request or a pause that was given up would keep the process alive
  // past the five seconds that a cancelled step has, so it ends here, as soon as the log is out.
  process.stdout.write('', () => process.exit())
}
