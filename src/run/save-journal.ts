import type { RunOptions } from '../inputs/config.js'
import type { Host } from '../ports/host.js'
import { logLine } from '../report/escape.js'

/** Where the journal is kept: nowhere without a post step to read it, or without an Azure that outlives us. */
export function saveJournal(
  host: Host,
  { environment }: RunOptions,
): (line: string | undefined) => void {
  const { journal, log } = host
  if (journal === undefined || environment === 'simulator') return () => undefined
  let isReported = false
  return (line) => {
    try {
      if (line === undefined) journal.remove()
      else journal.append(line)
    } catch (error) {
      if (isReported) return
      isReported = true
      const why = error instanceof Error ? error.message : String(error)
      const message = `what this run makes cannot be noted for the post step: ${why}`
      log.annotate({ severity: 'warning', message: logLine(message) })
    }
  }
}
