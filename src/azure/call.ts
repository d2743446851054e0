/**
 * What surrounds every call of an SDK: the two pipeline policies that see the exchange as it is on the
 * wire, and `inCall`, which ties them to the call being made. The SDKs' models drop what they don't know
 * and their long-running operations drop the service's error, so both are read from the raw answers here.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import {
  isRestError,
  RestError,
  type HttpHeaders,
  type PipelinePolicy,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline'
import { limitTime } from '../ports/time-limit.js'
import { AzureFailure } from '../shared/errors.js'
import { toThrowable, idsOf, type About } from './errors.js'
import { withoutQuery } from '../secrets/redact.js'
import { retryAfterMs } from './retry-after.js'

export interface Answer {
  readonly status: number
  readonly headers: HttpHeaders
  readonly bodyAsText: string
}

/** One call: everything that went over the wire for it. */
export interface CallContext extends About {
  readonly signal: AbortSignal
  /** Final answers, one for each request (a list has one a page), oldest first. */
  readonly answers: Answer[]
  /** Status of every attempt of every request; undefined where none came. */
  readonly attempts: (number | undefined)[]
  /** Throws when the SDK has made something else of the body that is to go out. */
  readonly checkBody?: (wire: string) => void
  /** Puts back the URL that the service gave, where the SDK added to it. */
  readonly restoreUrl?: (url: string) => string
}

export interface Wire {
  /** The pipeline waits this long before it tries `what` again. */
  readonly onThrottled: (waitMs: number, what: string) => void
  /** A request begins to wait because Azure asked it to, or would; what it returns is called once it goes out. */
  readonly onPause: () => () => void
  /** So little is left of Azure's limit on `reads`, `writes` or `deletes` that they queue, the last of them for so long. */
  readonly onPaced: (waitMs: number, what: string) => void
  /** A line for debugging: method, path, status, Microsoft's ids. No query, no header, no body. */
  readonly log: (line: string) => void
  /** An attempt without an answer for this long counts as lost. */
  readonly attemptTimeoutMs: number
}

const calls = new AsyncLocalStorage<CallContext>()

/** Attempts the SDK's retry policy makes at most: the first and three more. */
const mostAttempts = 4
/** Before the second attempt where a 429 does not say how long; doubled for each further one. */
const unstatedWaitMs = 1000
/** https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const longestTimerMs = 2 ** 31 - 1

/**
 * Runs `send` as one call. Ends at once when the signal is aborted, wherever the SDK is (in a request, in a
 * pause between attempts, in a sign-in), with the signal's reason; refusals become `AzureFailure`.
 */
export async function inCall<T>(
  about: About & Pick<CallContext, 'checkBody' | 'restoreUrl'>,
  signal: AbortSignal,
  send: (context: CallContext) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const context: CallContext = { ...about, signal, answers: [], attempts: [] }
  try {
    return await orAborted(
      calls.run(context, async () => await send(context)),
      signal,
    )
  } catch (error) {
    const { operation, resource } = about
    throw toThrowable(error, { operation, resource }, { signal, last: context.answers.at(-1) })
  }
}

async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(signal.reason as Error)
    }
  })
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/**
 * Once a request: lets the call's signal end it (pollers and pagers pass none on), checks the body, restores
 * the URL, keeps the final answer.
 */
export function perCallPolicy(): PipelinePolicy {
  return {
    name: 'imageToPoolCall',
    async sendRequest(request, next) {
      const context = calls.getStore()
      if (context === undefined) return await next(request)
      request.abortSignal = either(request.abortSignal, context.signal)
      if (context.restoreUrl !== undefined && request.method === 'GET') {
        request.url = context.restoreUrl(request.url)
      }
      if (typeof request.body === 'string') context.checkBody?.(request.body)
      const response = await next(request)
      const { status, headers, bodyAsText } = response
      context.answers.push({ status, headers, bodyAsText: bodyAsText ?? '' })
      return response
    },
  }
}

/**
 * Once a request: refuses what is not on Resource Manager's own host. A next page and the URL of an operation come with
 * an answer, and the request for them carries a token.
 */
export function ownHostPolicy(endpoint: string): PipelinePolicy {
  const own = new URL(endpoint)
  return {
    name: 'imageToPoolHost',
    async sendRequest(request, next) {
      const url = new URL(request.url)
      if (isOwnHost(url, own)) return await next(request)
      const { operation = 'ask Azure', resource = endpoint } = calls.getStore() ?? {}
      const message = `the answer leads to another host, ${url.host}, which gets no token of ours`
      throw new AzureFailure({
        operation,
        resource,
        error: { code: 'ForeignHost', message, details: [] },
      })
    },
  }
}

/** The same host, one beneath it (a region's own), or this machine by another of its names. */
function isOwnHost(url: URL, own: URL): boolean {
  if (url.protocol !== own.protocol || url.port !== own.port) return false
  if (url.hostname === own.hostname || url.hostname.endsWith(`.${own.hostname}`)) return true
  return loopback.test(url.hostname) && loopback.test(own.hostname)
}

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/

/** Once an attempt: gives up on a silent connection, names what is worth another attempt, tells of waits. */
export function perAttemptPolicy(wire: Wire): PipelinePolicy {
  const made = new WeakMap<PipelineRequest, number>()
  const endsOfPauses = new WeakMap<PipelineRequest, () => void>()
  return {
    name: 'imageToPoolAttempt',
    async sendRequest(request, next) {
      const context = calls.getStore()
      const number = (made.get(request) ?? 0) + 1
      made.set(request, number)
      endsOfPauses.get(request)?.()
      endsOfPauses.delete(request)
      const caller = request.abortSignal
      const limit = limitTime(wire.attemptTimeoutMs)
      request.abortSignal = either(caller, limit.signal)
      try {
        const response = await next(request)
        context?.attempts.push(response.status)
        wire.log(describe(request, response))
        stateWait(response, number)
        if (number < mostAttempts && reportWait(response, context, wire)) {
          endsOfPauses.set(request, wire.onPause())
        }
        return response
      } catch (error) {
        context?.attempts.push(undefined)
        throw asRetryable(error, request, limit.signal.aborted && caller?.aborted !== true)
      } finally {
        limit.lift()
        restoreSignal(request, caller)
      }
    },
  }
}

type Signal = PipelineRequest['abortSignal']

function either(given: Signal, other: AbortSignal): AbortSignal {
  return given === undefined ? other : AbortSignal.any([given as AbortSignal, other])
}

function restoreSignal(request: PipelineRequest, caller: Signal): void {
  if (caller === undefined) delete request.abortSignal
  else request.abortSignal = caller
}

function describe(request: PipelineRequest, response: PipelineResponse): string {
  const { requestId = '-', correlationId = '-' } = idsOf(response.headers)
  const what = `${request.method} ${withoutQuery(request.url)} ${String(response.status)}`
  return `${what} (request id ${requestId}, correlation id ${correlationId})`
}

/** The pipeline takes a 429 that states no wait for final; az's does not (azure-core's RetryPolicy). */
function stateWait({ status, headers }: PipelineResponse, number: number): void {
  const stated = retryAfterMs(headers, Date.now())
  // A longer one would go off at once, and the request be sent again: the deadline of the run ends the wait.
  if (stated !== undefined && stated > longestTimerMs) headers.set('retry-after-ms', longestTimerMs)
  if (status !== 429 || stated !== undefined) return
  headers.set('retry-after-ms', unstatedWaitMs * 2 ** (number - 1))
}

/** Whether there is a wait. The pipeline waits only where it is told how long; without that, a 503 is tried again soon. */
function reportWait(
  response: PipelineResponse,
  context: CallContext | undefined,
  wire: Wire,
): boolean {
  if (response.status !== 429 && response.status !== 503) return false
  const waitMs = retryAfterMs(response.headers, Date.now())
  if (waitMs === undefined) return false
  wire.onThrottled(waitMs, context?.operation ?? 'a request')
  return true
}

/** Broken connections that the SDK's retry policy does not know as such, for it goes by a short list of codes. */
const brokenConnection = new Set(['PARSE_ERROR', 'EPIPE', 'EAI_AGAIN', 'REQUEST_SEND_ERROR'])

function asRetryable(error: unknown, request: PipelineRequest, timedOut: boolean): unknown {
  if (timedOut) {
    return new RestError('no answer in time', { code: 'ETIMEDOUT', request })
  }
  // A body cut off in the middle is a PARSE_ERROR without a status; with one, it arrived whole and is no JSON.
  if (!isRestError(error) || error.statusCode !== undefined) return error
  if (!brokenConnection.has(error.code ?? '')) return error
  const retryable = new RestError(error.message, { code: 'ECONNRESET', request })
  return Object.assign(retryable, { cause: error })
}

/** Whether an attempt may have done its work without our hearing of it. */
export function lostAnAnswer(context: CallContext): boolean {
  return context.attempts
    .slice(0, -1)
    .some((status) => status === undefined || status === 408 || status >= 500)
}
