import { pollAfter } from './arm.js'
import {
  armError,
  type RateLimit,
  type Scenario,
  type SimulatedClock,
  type SimulatedRequest,
} from './kernel.js'

type Kind = 'reads' | 'writes' | 'deletes'

/** https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling */
const usual: Readonly<Record<Kind, RateLimit>> = {
  reads: { size: 250, perSecond: 25 },
  writes: { size: 200, perSecond: 10 },
  deletes: { size: 200, perSecond: 10 },
}

interface Bucket {
  tokens: number
  /** Simulated ms at which `tokens` was right. */
  asOf: number
}

export interface RateLimits {
  /**
   * Takes a token for the request. The header of its answer that says what is left; throws the refusal where
   * nothing is.
   */
  spend(request: SimulatedRequest): Readonly<Record<string, string>>
}

/** A bucket of tokens for each kind of request of each subscription, filled again as simulated time goes by. */
export function createRateLimits({ rateLimits }: Scenario, clock: SimulatedClock): RateLimits {
  const limits = { ...usual, ...rateLimits }
  const buckets = new Map<string, Bucket>()

  function fill(scope: string, kind: Kind): Bucket {
    const { size, perSecond } = limits[kind]
    const now = clock.now()
    const kept = buckets.get(`${scope} ${kind}`) ?? { tokens: size, asOf: now }
    const gained = ((now - kept.asOf) / 1000) * perSecond
    const bucket = { tokens: Math.min(size, kept.tokens + gained), asOf: now }
    buckets.set(`${scope} ${kind}`, bucket)
    return bucket
  }

  return {
    spend({ method, url }) {
      const kind = kindOf(method)
      const subscription = /^\/subscriptions\/([^/]+)/i.exec(url.pathname)?.[1]?.toLowerCase()
      const bucket = fill(subscription ?? 'tenant', kind)
      const name = `x-ms-ratelimit-remaining-${subscription === undefined ? 'tenant' : 'subscription'}-${kind}`
      if (bucket.tokens < 1) {
        const seconds = (1 - bucket.tokens) / limits[kind].perSecond
        throw refusal({
          clock,
          seconds,
          what: `'${kind.slice(0, -1)}' requests`,
          subscription,
          name,
        })
      }
      bucket.tokens -= 1
      return { [name]: String(Math.floor(bucket.tokens)) }
    },
  }
}

function kindOf(method: string): Kind {
  if (method === 'GET' || method === 'HEAD') return 'reads'
  return method === 'DELETE' ? 'deletes' : 'writes'
}

interface Throttled {
  readonly clock: SimulatedClock
  readonly seconds: number
  readonly what: string
  readonly subscription: string | undefined
  readonly name: string
}

function refusal({ clock, seconds, what, subscription, name }: Throttled): Error {
  const wait = pollAfter(clock, seconds)
  const scope = subscription === undefined ? 'the tenant' : `subscription '${subscription}'`
  return armError(
    429,
    subscription === undefined ? 'TenantRequestsThrottled' : 'SubscriptionRequestsThrottled',
    `Number of ${what} for ${scope} exceeded. Please try again after '${wait['retry-after'] ?? ''}' seconds ` +
      'after additional tokens are available.',
    { headers: { ...wait, [name]: '0' } },
  )
}
