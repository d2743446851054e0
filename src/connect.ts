import { resolve } from 'node:path'
import type { AzureOptions } from './azure/open-azure.js'
export { settleNoProxy } from './azure/no-proxy.js'
import type { RunOptions } from './inputs/config.js'
import type { Span } from './model/events.js'
import type { Azure } from './ports/azure.js'
import type { Clock } from './ports/clock.js'
import type { Host } from './ports/host.js'
import { createSystemClock } from './ports/system-clock.js'
import { formatElapsed } from './report/elapsed.js'
import { logLine } from './report/escape.js'
import type { OpenedAzure } from './run/run-environment.js'
import { UserError } from './shared/errors.js'
import { version } from './shared/version.js'

/** Opens the Azure that `environment` names: the real one of a cloud, or the simulator embedded in the action. */
export async function connect(
  runOptions: RunOptions,
  host: Host,
  signal: AbortSignal,
): Promise<OpenedAzure> {
  const { environment, credential, tenantId, clientId } = runOptions
  const embedded = environment === 'simulator' ? await openSimulator(runOptions, host) : undefined
  const clock = embedded === undefined ? createSystemClock() : embedded.clock
  const { pauses, onPause } = notePauses(clock)
  const { openAzure } = await import('./azure/open-azure.js')
  const azure = await openAzure({
    environment,
    credential,
    isTerminal: host.isTerminal,
    tenantId,
    clientId,
    version,
    signal,
    env: host.env,
    requestIdToken: host.getIdToken,
    hideSecrets: host.hideSecrets,
    log: (line) => {
      host.log.debug(logLine(line))
    },
    onThrottled: (waitMs, what) => {
      host.log.info(
        logLine(`Azure asks to wait ${formatElapsed(waitMs)} before trying again: ${what}`),
      )
    },
    onPaced: (waitMs, what) => {
      const most = formatElapsed(waitMs)
      host.log.info(
        logLine(`close to Azure's limit on ${what}: they are queued, the last for about ${most}`),
      )
    },
    onPause,
    ...embedded?.options,
  })
  if (embedded === undefined) return { azure, clock, pauses }
  // No portal shows what only exists in this process.
  const { subscriptionId } = embedded
  return { azure: withoutPortal(azure), clock, pauses, subscriptionId }
}

function withoutPortal(azure: Azure): Azure {
  const copy: { -readonly [K in keyof Azure]: Azure[K] } = { ...azure }
  delete copy.portalUrl
  return copy
}

/** Keeps when requests had to wait; those that waited at one time are one pause. */
function notePauses(clock: Clock) {
  const pauses: Span[] = []
  const onPause = () => {
    const since = clock.now()
    return () => {
      const until = clock.now()
      if (until === since) return
      const last = pauses.at(-1)
      if (last === undefined || last.until < since) pauses.push({ since, until })
      else pauses.splice(-1, 1, { since: Math.min(last.since, since), until })
    }
  }
  return { pauses, onPause }
}

interface Embedded {
  readonly clock: Clock
  readonly subscriptionId: string
  readonly options: Partial<AzureOptions>
}

/** The embedded Azure keeps nothing, asks for no sign-in and lives in its own, faster time. */
async function openSimulator(
  { scenario }: RunOptions,
  { env, workspace }: Host,
): Promise<Embedded> {
  const { openEmbedded } = await import('./simulator/embedded.js')
  const file = scenario ?? env['IMAGE_TO_POOL_SCENARIO']
  const path = file === undefined || file === '' ? undefined : resolve(workspace, file)
  const embedded = await openEmbedded(path).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error)
    throw new UserError(
      [],
      `${scenario === undefined ? 'IMAGE_TO_POOL_SCENARIO' : 'scenario'} is no scenario of the simulator: ${why}`,
    )
  })
  const { httpClient, tokenCredential, clock, subscriptionId } = embedded
  return {
    clock: createSystemClock(clock),
    subscriptionId,
    options: { environment: 'AzureCloud', httpClient, tokenCredential },
  }
}
