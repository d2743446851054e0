/** Raw requests to Azure through the action's own clients, and the fence around what may be written. */
import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline'
import { inCall } from '../../src/azure/call.js'
import type { Clients } from '../../src/azure/clients.js'
import { retryAfterMs } from '../../src/azure/retry-after.js'
import { isJsonObject, type JsonObject } from '../../src/shared/json.js'

export interface Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'PATCH' | 'POST' | 'DELETE'
  /** Below Resource Manager (`/subscriptions/…`), or a URL that Azure gave. */
  readonly path: string
  /** Absent: the URL has it. */
  readonly apiVersion?: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON; a text as it is. */
  readonly body?: JsonObject | string
}

/** An answer of any status. */
export interface Answer {
  readonly status: number
  /** Of a refusal. */
  readonly code: string | undefined
  /** An empty object where the answer is no JSON object. */
  readonly body: JsonObject
  readonly text: string
  readonly header: (name: string) => string | undefined
  readonly retryAfterMs: number | undefined
}

/** A request and its answer, for the report. */
export interface Exchange {
  readonly request: string
  readonly sent?: string
  readonly status: number
  readonly answer: string
}

export interface Wire {
  /** To Resource Manager. */
  readonly arm: (request: Request) => Promise<Answer>
  /** To the data plane of the account with this endpoint; `path` begins with a slash. */
  readonly batch: (endpoint: string, request: Request) => Promise<Answer>
}

export interface WireOptions {
  readonly clients: Clients
  /** Nothing outside of it is ever written. */
  readonly groupId: string
  readonly signal: AbortSignal
  /** Throws when there is no time left for another request. */
  readonly checkTime: () => void
  /** Throws for an answer that is not to be handed on. */
  readonly checkAnswer?: (answer: Answer) => void
}

/** POSTs that only read. */
const reading = /^\/providers\/Microsoft\.ResourceGraph\/resources$/i

/** Whether a request may be sent: reads anywhere, writes only to the kit's own group and what is in it. */
export function isWithinFence({ method, path }: Request, groupId: string): boolean {
  if (method === 'GET' || method === 'HEAD') return true
  if (method === 'POST' && reading.test(path)) return true
  if (path.split('/').some((part) => part === '..' || part === '.')) return false
  const [own, asked] = [groupId.toLowerCase(), path.toLowerCase()]
  return asked === own || asked.startsWith(`${own}/`)
}

/** The wire of a run; `keep` is told of each exchange. */
export function createWire(
  { clients, groupId, signal, checkTime, checkAnswer = () => undefined }: WireOptions,
  keep: (exchange: Exchange) => void = () => undefined,
): Wire {
  async function exchange(base: string, request: Request, send: Clients['sendArm']) {
    checkTime()
    const { method, path, body, headers = {} } = request
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const url = urlOf(base, request)
    const about = { operation: `${method} ${path}`, resource: path }
    const answer = await inCall(about, signal, async () => {
      const sent = createPipelineRequest({
        ...{ method, url, abortSignal: signal },
        headers: createHttpHeaders({
          accept: 'application/json',
          ...(text === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        }),
        ...(text === undefined ? {} : { body: text }),
      })
      const response = await send(sent)
      return answerOf(response.status, response.bodyAsText ?? '', {
        header: (name) => response.headers.get(name),
        retryAfterMs: retryAfterMs(response.headers, Date.now()),
      })
    })
    keep({
      request: `${method} ${url}`,
      ...(text === undefined ? {} : { sent: text }),
      status: answer.status,
      answer: answer.text,
    })
    // A URL that Azure gave may be what the question is about.
    if (request.apiVersion !== undefined) checkAnswer(answer)
    return answer
  }

  return {
    async arm(request) {
      if (!isWithinFence(request, groupId)) {
        throw new Error(`${request.method} ${request.path} is outside of ${groupId}: not sent`)
      }
      return await exchange(clients.endpoint, request, clients.sendArm)
    },
    async batch(endpoint, request) {
      const base = `https://${endpoint}`
      // The request carries a token: a next page is followed on the account's own host only.
      if (request.apiVersion === undefined && !request.path.startsWith(`${base}/`)) {
        throw new Error(`${request.path} is not of ${base}: not sent`)
      }
      return await exchange(base, request, clients.sendBatch)
    },
  }
}

function urlOf(base: string, { path, apiVersion, query = {} }: Request): string {
  if (apiVersion === undefined) return path
  const asked = Object.entries({ 'api-version': apiVersion, ...query })
  const text = asked.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  return `${base}${path}?${text}`
}

function answerOf(
  status: number,
  text: string,
  rest: Pick<Answer, 'header' | 'retryAfterMs'>,
): Answer {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    parsed = undefined // told as it is: `text`
  }
  const body = isJsonObject(parsed) ? parsed : {}
  // Resource Manager and most of its providers wrap it, the data plane and some of Compute's front do not.
  const error = isJsonObject(body['error']) ? body['error'] : body
  const code = status >= 400 && typeof error['code'] === 'string' ? error['code'] : undefined
  return { status, code, body, text, ...rest }
}
