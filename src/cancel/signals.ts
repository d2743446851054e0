import { Cancelled } from '../shared/errors.js'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * A signal that is aborted with `Cancelled` when the process is asked to stop. The runner sends SIGINT, then
 * SIGTERM 7.5 s later, then kills after 2.5 s more (actions/runner, ProcessInvoker.cs); the second request to stop
 * ends the process at once, with the status a shell gives one that was killed.
 */
export function cancelOnSignals(proc: Pick<NodeJS.Process, 'on' | 'exit'>): AbortSignal {
  const controller = new AbortController()
  for (const name of signals) {
    proc.on(name, () => {
      if (controller.signal.aborted) proc.exit(name === 'SIGINT' ? 130 : 143)
      controller.abort(new Cancelled(`cancelled by ${name}`))
    })
  }
  return controller.signal
}
