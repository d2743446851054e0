import {
  createHttpHeaders,
  RestError,
  type HttpClient,
  type PipelineRequest,
} from '@azure/core-rest-pipeline'
import { openAzure, type AzureOptions } from '../../../src/azure/open-azure.js'
import type { Azure } from '../../../src/ports/azure.js'

export interface Scripted {
  readonly status?: number
  readonly headers?: Record<string, string>
  /** Sent as JSON, or as it is when a string. */
  readonly body?: unknown
  /** Instead of an answer: the code of the connection's error, or a silence that only an abort ends. */
  readonly break?: string
}

export interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string
}

export interface ScriptedClient extends HttpClient {
  readonly sent: Sent[]
}

/** An HttpClient that gives the answers in turn, or asks a function for each; runs out loudly. */
export function scriptedClient(
  script: Scripted[] | ((request: PipelineRequest) => Scripted | undefined),
): ScriptedClient {
  const sent: Sent[] = []
  return {
    sent,
    async sendRequest(request) {
      const { method, url, headers, body } = request
      sent.push({
        method,
        url,
        headers: headers.toJSON(),
        body: (body as string | undefined) ?? '',
      })
      const answer = Array.isArray(script) ? script.shift() : script(request)
      if (answer === undefined) throw new Error(`no answer scripted for ${method} ${url}`)
      if (answer.break === 'silence') return await silence(request)
      if (answer.break !== undefined) {
        throw new RestError(`broken: ${answer.break}`, { code: answer.break, request })
      }
      return {
        request,
        status: answer.status ?? 200,
        headers: createHttpHeaders({ 'content-type': 'application/json', ...answer.headers }),
        bodyAsText:
          typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {}),
      }
    },
  }
}

async function silence({ abortSignal }: PipelineRequest): Promise<never> {
  return await new Promise((_, reject) => {
    abortSignal?.addEventListener('abort', () => {
      reject(Object.assign(new Error('The operation was aborted.'), { name: 'AbortError' }))
    })
  })
}

export const subscription = '00000000-0000-4000-8000-000000000001'
export const compute = `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Compute`
export const batch = `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Batch`

/** Azure over a scripted client, signed in with a fixed token. */
export async function openScripted(
  client: HttpClient,
  more: Partial<AzureOptions> = {},
): Promise<Azure> {
  return await openAzure({
    environment: 'AzureCloud',
    credential: 'auto',
    env: {},
    version: '1.2.3',
    signal: new AbortController().signal,
    httpClient: client,
    tokenCredential: {
      getToken: async () =>
        await Promise.resolve({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }),
    },
    ...more,
  })
}

export function call(): { signal: AbortSignal } {
  return { signal: new AbortController().signal }
}
