import type { Annotation, Log } from '../ports/host.js'
import type { Severity } from '../shared/finding.js'
import { logLine } from './escape.js'
import { keepEnds } from './limits.js'

/**
 * GitHub's staff said so of the runner's commands, in no document that was found.
 *
 * @unverified github/annotations GitHub shows ten annotations of each severity from a step and drops the others.
 */
const annotationsPerSeverity = 10

interface Held {
  readonly annotation: Annotation
  readonly details: readonly string[]
}

interface Tally {
  shown: number
  /** The one for which there is room only if none comes after it. */
  last: Held | undefined
  /** Told in the log only, by file. */
  readonly unreported: Map<string, number>
}

export interface LimitedLog {
  readonly log: Log
  /** Says what the limit has kept back, once for each severity; what comes later passes through. */
  readonly flush: () => void
}

/** A log whose annotations all come through: what is beyond the limit is a line, and in the end counted in one. */
export function limitAnnotations(log: Log): LimitedLog {
  const tallies: Record<Severity, Tally> = {
    error: { shown: 0, last: undefined, unreported: new Map() },
    warning: { shown: 0, last: undefined, unreported: new Map() },
    notice: { shown: 0, last: undefined, unreported: new Map() },
  }
  const toLog = (tally: Tally, { annotation, details }: Held): void => {
    const { severity, message, file = '' } = annotation
    tally.unreported.set(file, (tally.unreported.get(file) ?? 0) + 1)
    log.info(`${severity}: ${message}`)
    for (const line of details) log.info(line)
  }
  let isFlushed = false
  const annotate: Log['annotate'] = (given, details = []) => {
    const annotation = { ...given, message: keepEnds(given.message) }
    if (isFlushed) {
      log.annotate(annotation, details)
      return
    }
    const tally = tallies[annotation.severity]
    if (tally.shown < annotationsPerSeverity - 1) {
      tally.shown += 1
      log.annotate(annotation, details)
    } else if (tally.unreported.size === 0 && tally.last === undefined) {
      tally.last = { annotation, details }
    } else {
      if (tally.last !== undefined) toLog(tally, tally.last)
      tally.last = undefined
      toLog(tally, { annotation, details })
    }
  }
  const flush = (): void => {
    if (isFlushed) return
    for (const severity of ['error', 'warning', 'notice'] as const) {
      const { last, unreported } = tallies[severity]
      if (last !== undefined) log.annotate(last.annotation, last.details)
      if (unreported.size > 0)
        log.annotate({ severity, message: countUntold(severity, unreported) })
    }
    isFlushed = true
  }
  return { log: { ...log, annotate }, flush }
}

const mostFiles = 5

/** `12 more errors, in a.yml (9), b.yml (2) and the inputs (1): the summary of this run lists every one` */
function countUntold(severity: Severity, unreported: ReadonlyMap<string, number>): string {
  const count = [...unreported.values()].reduce((sum, its) => sum + its, 0)
  const files = [...unreported]
    .sort(([, a], [, b]) => b - a)
    .map(([file, its]) => `${file === '' ? 'no file' : file} (${String(its)})`)
  const left = files.length - mostFiles
  const places = [
    ...files.slice(0, mostFiles),
    ...(left > 0 ? [`${String(left)} more ${left === 1 ? 'file' : 'files'}`] : []),
  ]
  const where =
    places.length > 1
      ? `${places.slice(0, -1).join(', ')} and ${places.at(-1) ?? ''}`
      : (places[0] ?? '')
  return logLine(
    `${String(count)} more ${severity}s, in ${where}: the summary of this run lists every one`,
  )
}
