import {
  createHttpHeaders,
  RestError,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline'
import type { Breakage, SimulatedRequest, SimulatedResponse } from './kernel.js'

/** What the client needs of a simulator; `unknown` answers are those no route had. */
export interface Answering {
  handle(request: SimulatedRequest): SimulatedResponse & { readonly unknown?: string }
}

/**
 * The simulator as an `HttpClient`: no socket, no wait but a fault's, which is real time divided by `speed`. A request that it has no behaviour for throws, so that a
 * test which uses Azure in a new way fails by name.
 */
export function createInMemoryClient(simulator: Answering, speed: number): HttpClient {
  return {
    sendRequest: async (request) => await sendInMemory(simulator, request, speed),
  }
}

async function sendInMemory(
  simulator: Answering,
  request: PipelineRequest,
  speed: number,
): Promise<PipelineResponse> {
  await Promise.resolve() // answers never come in the caller's own turn, as over a socket
  throwIfAborted(request)
  const answer = simulator.handle(toSimulatedRequest(request))
  if (answer.delaySeconds !== undefined) await waitFor(answer.delaySeconds / speed, request)
  if (answer.unknown !== undefined) throw new Error(answer.unknown)
  if (answer.break !== undefined) throw toBroken(answer.break, request)
  const headers = createHttpHeaders({ ...answer.headers })
  const bodyAsText = contentOf(answer)
  return { request, status: answer.status, headers, bodyAsText }
}

/** The body of an answer as it is sent. */
export function contentOf({ body, text }: SimulatedResponse): string {
  return text ?? (body === undefined ? '' : JSON.stringify(body))
}

function toSimulatedRequest(request: PipelineRequest): SimulatedRequest {
  const body = request.body ?? undefined
  if (body !== undefined && typeof body !== 'string') {
    throw new Error(`simulator takes text bodies only (${request.method} ${request.url})`)
  }
  return {
    method: request.method,
    url: new URL(request.url),
    headers: request.headers.toJSON(),
    body,
  }
}

/** Ends early, with the client's own error, when the caller gives up. */
async function waitFor(seconds: number, request: PipelineRequest): Promise<void> {
  const { abortSignal } = request
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000)
    abortSignal?.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
  throwIfAborted(request)
}

function throwIfAborted(request: PipelineRequest): void {
  if (request.abortSignal?.aborted !== true) return
  const error = new Error('The operation was aborted.')
  error.name = 'AbortError'
  throw error
}

const brokenMessages = {
  refused: 'connect ECONNREFUSED',
  reset: 'read ECONNRESET',
  timeout: 'connect ETIMEDOUT',
}

/** The errors that the SDK's own client raises for the same accidents on a socket. */
function toBroken(kind: Breakage, request: PipelineRequest): Error {
  if (kind === 'truncate') {
    const message = 'Error reading response as text: aborted'
    return new RestError(message, { code: RestError.PARSE_ERROR, request })
  }
  const message = brokenMessages[kind]
  return new RestError(message, { code: message.replace(/^\w+ /, ''), request })
}
