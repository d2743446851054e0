/** Wires the real adapters together and runs. The only file that does anything on import. */
import { cancelOnSignals } from './cancel/signals.js'
import type { RunEnvironment } from './run/run-environment.js'

/** Set by dist/cli.js, which is this bundle started from a command line. */
if (Reflect.get(globalThis, 'isImageToPoolCli') === true) await runCommandLine()
else await runAction()

async function runCommandLine(): Promise<void> {
  const cancelled = cancelOnSignals(process)
  const [{ runCli }, { nodeTerminal }, { writeWorkspaceFile }] = await Promise.all([
    import('./cli/run-cli.js'),
    import('./cli/node-terminal.js'),
    import('./github/workspace-output.js'),
  ])
  const terminal = nodeTerminal({
    proc: process,
    cancelled,
    openAzure,
    writeFile: writeWorkspaceFile,
  })
  process.exitCode = await runCli(process.argv.slice(2), terminal)
  endProcess()
}

async function runAction(): Promise<void> {
  // First of all, and before anything that takes time: a signal may come at any moment. What every run without Azure
  // needs is in this file of the bundle (`eager`) and takes its time only when it is asked for: each file more is
  // looked up, read and linked on its own.
  const cancelled = cancelOnSignals(process)

  const [
    { createGitHubHost, isPostStep },
    { createWorkspaceFiles },
    { createSystemClock },
    { run },
  ] = await Promise.all([
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
    openAzure,
  }

  // When the job ends, the runner starts this file once more, with what its first run has saved. Mostly that one has seen
  // to everything and left no journal.
  if (!isPostStep()) {
    try {
      host.saveState('isPost', 'true')
      host.saveState('hasBegun', 'true')
    } catch (error) {
      warn(`there will be no post step to finish this run: ${describe(error)}`)
    }
    await run(runEnvironment)
  } else if (hasJournal()) {
    const { runPost } = await import('./run/run-post.js')
    await runPost(runEnvironment)
  }

  function hasJournal(): boolean {
    try {
      return host.journal?.read() !== undefined
    } catch (error) {
      warn(`${describe(error)}: nothing is done after the run`)
      return false
    }
  }

  function warn(message: string): void {
    host.log.annotate({ severity: 'warning', message: message.replace(/\s+/g, ' ') })
  }

  function describe(error: unknown): string {
    return error instanceof Error ? error.message : String(error)
  }

  endProcess()
}

async function openAzure(
  ...[runOptions, signal, reported]: Parameters<RunEnvironment['openAzure']>
): ReturnType<RunEnvironment['openAzure']> {
  const { connect, settleNoProxy } = await import('./connect.js')
  settleNoProxy(process.env)
  return await connect(runOptions, reported, signal)
}

/**
 * Everything that has to be told is written. A request or a pause that was given up would keep the process alive past
 * the five seconds that a cancelled step has, so it ends here, as soon as all is out.
 */
function endProcess(): void {
  process.stderr.write('', () => process.stdout.write('', () => process.exit()))
}
