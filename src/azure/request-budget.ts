import type {
  HttpHeaders,
  PipelinePolicy,
  PipelineRequest,
  PipelineResponse,
} from '@azure/core-rest-pipeline'
import { createBudget, type Budget, type Told } from './budget.js'
import type { Wire } from './call.js'
import { detailOfBody } from './errors.js'
import { retryAfterMs } from './retry-after.js'

type Kind = 'reads' | 'writes' | 'deletes'

/**
 * How fast each kind's bucket fills again:
 * https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 */
const perSecond: Readonly<Record<Kind, number>> = { reads: 25, writes: 10, deletes: 10 }

/** What an answer tells about one limit. */
type Reader = (headers: HttpHeaders) => number | undefined

interface Limit {
  readonly budget: Budget
  readonly read: Reader
  /** Of a refusal: whether this limit is meant. */
  readonly isMeant: (code: string) => boolean
}

/**
 * Keeps the whole process within Resource Manager's limits before they refuse: each answer tells what is left of the
 * subscription's bucket, and of writes what Compute has left for its type of resource. Many config files at once
 * write at the pace at which the buckets fill.
 */
export function requestBudget({
  onPaced,
  onPause,
}: Pick<Wire, 'onPaced' | 'onPause'>): PipelinePolicy {
  const limits = new Map<string, Limit>()

  function limitAt(key: string, kind: Kind, rest: Omit<Limit, 'budget'>): Limit {
    const known = limits.get(key)
    if (known !== undefined) return known
    const budget = createBudget(perSecond[kind], (waitMs) => {
      onPaced(waitMs, kind)
    })
    const made = { ...rest, budget }
    limits.set(key, made)
    return made
  }

  function limitsOf({ method, url }: PipelineRequest): readonly Limit[] {
    const { pathname } = new URL(url)
    const kind = kindOf(method)
    const scope = /^\/subscriptions\/([^/]+)/i.exec(pathname)?.[1]?.toLowerCase() ?? 'tenant'
    const name = `x-ms-ratelimit-remaining-${scope === 'tenant' ? 'tenant' : 'subscription'}-${kind}`
    const ofKind = limitAt(`${scope} ${kind}`, kind, {
      read: (headers) => wholeNumber(headers.get(name)),
      isMeant: (code) => /^(subscription|tenant)requeststhrottled$/i.test(code),
    })
    const type = kind === 'reads' ? undefined : typeOf(pathname)
    if (type === undefined) return [ofKind]
    const ofType = limitAt(`${scope} ${method} ${type}`, kind, {
      read: leftOfResource,
      isMeant: (code) => /^operationnotallowed$|^toomanyrequests$/i.test(code),
    })
    return [ofKind, ofType]
  }

  return {
    name: 'imageToPoolBudget',
    async sendRequest(request, next) {
      const admitted: { readonly limit: Limit; readonly number: number }[] = []
      let response: PipelineResponse | undefined
      try {
        for (const limit of limitsOf(request)) {
          const signal = request.abortSignal as AbortSignal | undefined
          const isOver = limit.budget.isLow() ? onPause() : undefined
          admitted.push({ limit, number: await limit.budget.admit(signal) })
          isOver?.()
        }
        response = await next(request)
        return response
      } finally {
        for (const { limit, number } of admitted) limit.budget.settle(number, tell(limit, response))
      }
    },
  }
}

function kindOf(method: string): Kind {
  if (method === 'GET' || method === 'HEAD') return 'reads'
  return method === 'DELETE' ? 'deletes' : 'writes'
}

/** `microsoft.compute/galleries/images` */
function typeOf(pathname: string): string | undefined {
  const [, provider = '', ...rest] = /\/providers\/([^/]+)\/(.+)$/i.exec(pathname) ?? []
  const types = (rest[0] ?? '').split('/').filter((_, index) => index % 2 === 0)
  return provider === '' ? undefined : [provider, ...types].join('/').toLowerCase()
}

function tell({ read, isMeant }: Limit, response?: PipelineResponse): Told | undefined {
  if (response === undefined) return undefined
  const left = read(response.headers)
  if (response.status !== 429) return { left }
  const { code } = detailOfBody(response.bodyAsText ?? '', '')
  if (left !== 0 && !isMeant(code)) return { left }
  return { left, emptyForMs: retryAfterMs(response.headers, Date.now()) ?? 1000 }
}

/** `Microsoft.Compute/CreateImagesSubscriptionMaximum;59,…`: of limits that all requests of the type share, the least. */
function leftOfResource(headers: HttpHeaders): number | undefined {
  const text = headers.get('x-ms-ratelimit-remaining-resource') ?? ''
  const counts = [...text.matchAll(/SubscriptionMaximum;(\d+)/gi)].map(([, count]) => Number(count))
  return counts.length === 0 ? undefined : Math.min(...counts)
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text.trim()) ? Number(text) : undefined
}
