import type { RunOptions } from '../inputs/config.js'
import type { InputSource } from '../inputs/source.js'
import type { Span } from '../model/events.js'
import type { Azure } from '../ports/azure.js'
import type { Clock } from '../ports/clock.js'
import type { Host } from '../ports/host.js'

export interface OpenedAzure {
  readonly azure: Azure
  /** The time it lives in: the machine's, or the embedded simulator's, which runs faster. */
  readonly clock: Clock
  /** When requests waited because of Azure's limits; grows. */
  readonly pauses?: readonly Span[]
  /** For inputs that name none: the embedded simulator's. */
  readonly subscriptionId?: string
}

/** What differs between a runner, a shell and a test. */
export interface RunEnvironment {
  readonly host: Host
  readonly files: InputSource['files']
  readonly clock: Clock
  /** Aborted with `Cancelled` when the run is asked to stop. */
  readonly cancelled: AbortSignal
  /** Loads the SDKs, or the simulator; not called for a run that needs no Azure. `told`: whose log hears of requests. */
  readonly openAzure: (
    runOptions: RunOptions,
    signal: AbortSignal,
    reported: Host,
  ) => Promise<OpenedAzure>
}

/** What the inputs are read from. */
export function inputSource({ host, files }: Pick<RunEnvironment, 'host' | 'files'>): InputSource {
  return { input: host.input, env: (name) => host.env[name], files }
}
