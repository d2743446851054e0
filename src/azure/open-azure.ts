import type { TokenCredential } from '@azure/core-auth'
import type { HttpClient } from '@azure/core-rest-pipeline'
import type { Azure } from '../ports/azure.js'
import { given } from './answer-fields.js'
import { batchOf } from './batch.js'
import { inCall } from './call.js'
import { createClients, type Clients } from './clients.js'
import { findCloud, type Cloud } from './clouds.js'
import { computeOf } from './compute.js'
import type { CredentialKind } from '../inputs/config.js'
import { credentialCandidates, passedOver } from './credentials.js'
import { dataPlaneOf } from './data-plane.js'
import { galleryOf } from './gallery.js'
import { imageUsersOf } from './image-users.js'
import { linkedResourcesOf } from './linked-resources.js'
import { networkOf } from './network.js'
import { hideFirst, redact } from '../secrets/redact.js'
import { pricesOf } from './prices.js'
import { redirectSdkLog } from './sdk-log.js'
import { signIn } from './sign-in.js'
import { usualPatience } from './sign-in-patience.js'
import { subscriptionOf } from './subscription.js'
import { vhdsOf } from './vhd.js'
import { cacheTokens } from './token-cache.js'

export interface AzureOptions {
  /** `AzureCloud`, `AzureUSGovernment`, `AzureChinaCloud`, or a Resource Manager endpoint (`https://…`). */
  readonly environment: string
  readonly credential: CredentialKind
  /** A person at a terminal, who is signed in with az rather than as a machine. */
  readonly isTerminal?: boolean | undefined
  readonly tenantId?: string | undefined
  readonly clientId?: string | undefined
  /** Asks the runner for a new ID token for this audience; undefined where the runner offers none. */
  readonly requestIdToken?: ((audience: string) => Promise<string>) | undefined
  /** Environment variables, for the `environment` credential and for defaults. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Of this action, for the user agent. */
  readonly version: string
  readonly signal: AbortSignal
  /** Azure asked to wait this long before `what` is tried again. */
  readonly onThrottled?: ((waitMs: number, what: string) => void) | undefined
  /** `reads`, `writes` or `deletes` queue, the last of them for so long, so that Azure need not refuse them. */
  readonly onPaced?: ((waitMs: number, what: string) => void) | undefined
  /** A request begins to wait because of Azure's limits; what it returns is called once it goes out. */
  readonly onPause?: (() => () => void) | undefined
  /** Takes lines for the debug log: one for each answer, and the SDKs' own where AZURE_LOG_LEVEL is set. Never a secret. */
  readonly log?: ((line: string) => void) | undefined
  /** Takes out of a text what is known to be secret besides the credential's own. */
  readonly hideSecrets?: ((text: string) => string) | undefined
  /** Instead of the network: the embedded simulator. */
  readonly httpClient?: HttpClient | undefined
  /** Instead of signing in: with the embedded simulator. */
  readonly tokenCredential?: TokenCredential | undefined
  /** Before each further try of a sign-in that failed for a reason that may pass. */
  readonly signInPausesMs?: readonly number[] | undefined
  /** An attempt without an answer for this long is given up and tried again. */
  readonly attemptTimeoutMs?: number | undefined
}

/** As long as the Azure SDK for .NET waits for an answer (`RetryOptions.NetworkTimeout`); this one would wait for ever. */
const defaultAttemptTimeoutMs = 100_000

/**
 * Signs in and opens Azure. Throws `UserError` when an input that the credential needs is missing, and
 * `AzureFailure` when the sign-in is refused or the endpoint's metadata can't be read.
 */
export async function openAzure(options: AzureOptions): Promise<Azure> {
  const { httpClient } = options
  const { cloud, clients, userAgent } = await openClients(options)
  return {
    ...given('portalUrl', cloud.portalUrl),
    ...subscriptionOf(clients),
    ...networkOf(clients),
    ...linkedResourcesOf(clients),
    ...computeOf(clients),
    ...galleryOf(clients),
    ...imageUsersOf(clients),
    ...batchOf(clients),
    ...dataPlaneOf(clients),
    ...(cloud.name === 'AzureCloud' && pricesOf(userAgent, httpClient)),
    // An Azure in memory has no blobs.
    ...(httpClient === undefined && vhdsOf(userAgent)),
  }
}

export interface OpenedClients {
  readonly cloud: Cloud
  readonly clients: Clients
  readonly userAgent: string
  /** Values that must never be printed. */
  readonly secrets: readonly string[]
}

/** Signs in, and the clients for raw requests: what `openAzure` is made of. Throws as it does. */
export async function openClients(options: AzureOptions): Promise<OpenedClients> {
  const { environment, signal, httpClient, log = ignore } = options
  const { onThrottled = ignore, onPaced = ignore, onPause = () => ignore } = options
  if (options.hideSecrets !== undefined) hideFirst(options.hideSecrets)
  redirectSdkLog(log, []) // from the first request on, before there are secrets
  const cloud = await findCloud(environment, { signal, ...given('httpClient', httpClient) })
  const usual = usualPatience(signal)
  const patience = { ...usual, pausesMs: options.signInPausesMs ?? usual.pausesMs }
  const wanted = { ...options, kind: options.credential, cloud, patience }
  const makeCandidates = () => (options.tokenCredential ? [] : credentialCandidates(wanted))
  const candidates = makeCandidates()
  const secrets = candidates.flatMap((candidate) => candidate.secrets)
  redirectSdkLog(log, secrets)
  const credential = options.tokenCredential
    ? cacheTokens(options.tokenCredential)
    : signIn(candidates, passedOver(wanted), { anew: makeCandidates, patience })

  const scope = `${cloud.audience}/.default`
  // Now, not with the first read: one refusal instead of one for each of many reads at once.
  await inCall({ operation: 'sign in to Azure', resource: scope }, signal, async () => {
    await credential.getToken(scope)
  })

  const wire = {
    onThrottled,
    onPaced,
    onPause,
    log: (line: string) => {
      log(redact(line, secrets))
    },
    attemptTimeoutMs: options.attemptTimeoutMs ?? defaultAttemptTimeoutMs,
  }
  const userAgent = `image-to-pool/${options.version}`
  const clients = createClients({ cloud, credential, userAgent, wire, httpClient })
  return { cloud, clients, userAgent, secrets }
}

function ignore(): void {
  // nobody asked to be told
}
