import { Agent } from 'node:https'
import { BatchManagementClient } from '@azure/arm-batch'
import { ComputeManagementClient } from '@azure/arm-compute'
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createPipelineFromOptions,
  type HttpClient,
  type PipelinePolicy,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline'
import { ownHostPolicy, perAttemptPolicy, perCallPolicy, type Wire } from './call.js'
import type { Cloud } from './clouds.js'
import type { ComputeClient } from './compute-operations.js'
import { renewedToken } from './renewed-token.js'
import { requestBudget } from './request-budget.js'
import type { TokenCache } from './token-cache.js'

export interface ClientOptions {
  readonly cloud: Cloud
  readonly credential: TokenCache
  /** `image-to-pool/1.2.3`, first in the user agent. */
  readonly userAgent: string
  readonly wire: Wire
  readonly httpClient?: HttpClient | undefined
}

/** Sends one request through a pipeline: signed in, retried as the SDK does. Answers of any status are returned. */
export type Send = (request: PipelineRequest) => Promise<PipelineResponse>

export interface Clients {
  /** `https://management.azure.com`, without a slash at the end. */
  readonly endpoint: string
  readonly compute: (subscriptionId: string) => ComputeClient
  /** Raw requests to Resource Manager, through @azure/arm-batch's client. */
  readonly sendArm: Send
  /** Raw requests to a Batch account's data plane. */
  readonly sendBatch: Send
}

/**
 * The SDK clients, all with one sign-in and one set of policies. Retries are the SDK's own: three more attempts,
 * `Retry-After` or exponential.
 */
export function createClients(given: ClientOptions): Clients {
  const options = { ...given, httpClient: given.httpClient ?? boundedClient() }
  const { cloud, credential } = options
  const shared = sharedOptions(options, requestBudget(options.wire))
  const armScope = `${cloud.audience}/.default`
  const compute = new Map<string, ComputeClient>()
  let batch: BatchManagementClient | undefined
  return {
    endpoint: cloud.endpoint,
    compute(subscriptionId) {
      const key = subscriptionId.toLowerCase()
      const known = compute.get(key)
      if (known !== undefined) return known
      const client = new ComputeManagementClient(credential, subscriptionId, {
        ...shared,
        endpoint: cloud.endpoint,
        credentials: { scopes: [armScope] },
      })
      compute.set(key, client)
      return client
    },
    async sendArm(request) {
      // The subscription of a raw request is in its URL; the client only wants to have one.
      batch ??= new BatchManagementClient(credential, 'raw', {
        ...shared,
        endpoint: cloud.endpoint,
        credentialScopes: armScope,
      })
      return await batch.sendRequest(request)
    },
    sendBatch: dataPlaneSender(options),
  }
}

/** To one host: enough to keep Azure's limits used up, and each costs a handshake and its buffers. */
const mostSockets = 48

/** The SDK's own client with fewer sockets; where a proxy is set, its policy has chosen an agent before. */
function boundedClient(): HttpClient {
  const client = createDefaultHttpClient()
  const agent = new Agent({ keepAlive: true, maxSockets: mostSockets })
  return {
    async sendRequest(request) {
      request.agent ??= agent
      return await client.sendRequest(request)
    },
  }
}

type Filled = ClientOptions & { readonly httpClient: HttpClient }

/** One budget for all of Resource Manager's clients: its limits are the caller's, whichever client asks. */
function sharedOptions(
  { cloud, credential, userAgent, wire, httpClient }: Filled,
  budget: PipelinePolicy,
) {
  const renewal = renewedToken(credential, `${cloud.audience}/.default`)
  return {
    userAgentOptions: { userAgentPrefix: userAgent },
    additionalPolicies: [
      { policy: perCallPolicy(), position: 'perCall' as const },
      { policy: ownHostPolicy(cloud.endpoint), position: 'perCall' as const },
      // Before the attempt: waiting for one's turn is no silence of the service.
      { policy: budget, position: 'perRetry' as const },
      { policy: renewal, position: 'perRetry' as const },
      { policy: perAttemptPolicy(wire), position: 'perRetry' as const },
    ],
    httpClient,
  }
}

/** The SDK of the data plane has no part in this: too little is asked of it. */
function dataPlaneSender({ cloud, credential, userAgent, wire, httpClient }: Filled): Send {
  const pipeline = createPipelineFromOptions({ userAgentOptions: { userAgentPrefix: userAgent } })
  const scope = `${cloud.batchAudience}/.default`
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: scope }))
  pipeline.addPolicy(perCallPolicy())
  pipeline.addPolicy(renewedToken(credential, scope), { afterPhase: 'Sign' })
  pipeline.addPolicy(perAttemptPolicy(wire), { afterPhase: 'Sign' })
  return async (request) => await pipeline.sendRequest(httpClient, request)
}
