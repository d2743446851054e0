import type { Journal } from '../apply/undo/journal.js'
import type { LoadedConfig, RunOptions } from '../inputs/config.js'
import type { Azure } from '../ports/azure.js'
import type { Clock } from '../ports/clock.js'
import type { Host } from '../ports/host.js'
import { initialRunState, type ConfigResult } from '../outcome/result.js'
import type { Finding } from '../shared/finding.js'

/** One config to be worked on, and what it takes. */
export interface ConfigJob {
  readonly loaded: LoadedConfig
  /** What the offline rules found; nothing that stops it. */
  readonly findings: readonly Finding[]
  /** What they found that the account may know better; told once it was asked, or could not be. */
  readonly open: readonly Finding[]
  readonly runOptions: RunOptions
  readonly host: Host
  readonly clock: Clock
  readonly azure: Azure
  /** The same, reading nothing twice: for looking before anything is written. */
  readonly reader: Azure
  readonly signal: AbortSignal
  /** Aborted on cancellation only, not at the deadline: for what is done after that. */
  readonly cancelled: AbortSignal
  /** Ms since the epoch. */
  readonly deadline: number
  readonly journal: Journal
  /** An audit: what differs from Azure is asked for, and nothing that only carrying it out would need. */
  readonly isOnlyCompared?: true
  /** No other config runs: the log can have groups. */
  readonly isAlone: boolean
}

/** What has become of a config so far. */
export type State = { -readonly [K in keyof ConfigResult]: ConfigResult[K] }

/** Before anything is known; failed until it is shown that it did not. */
export function newState({
  loaded: { file },
  findings,
}: Pick<ConfigJob, 'loaded' | 'findings'>): State {
  return {
    file,
    outcome: 'failed',
    findings,
    plan: undefined,
    made: initialRunState,
    events: [],
    problem: undefined,
    still: [],
  }
}
