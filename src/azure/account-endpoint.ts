/** Requests to a Batch account's own endpoint, the data plane. A private account can't be reached from a hosted runner. */
import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline'
import type { BatchAccount } from '../ports/azure.js'
import { AzureFailure } from '../shared/errors.js'
import type { JsonObject } from '../shared/json.js'
import { listAt, textAt } from './answer-fields.js'
import { objectOf } from './arm.js'
import type { Answer } from './call.js'
import type { Clients } from './clients.js'
import { failureOfResponse, type About } from './errors.js'
import { pageLinks } from './next-page.js'
import { redact } from '../secrets/redact.js'

const apiVersion = '2025-06-01'
/** The most a page may hold. */
const pageSize = 1000

export interface DataRequest {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PATCH'
  /** As names, not encoded: `['pools', 'render', 'nodes']`. */
  readonly path: readonly string[]
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: JsonObject
}

/** What is being done, and to what: the account's endpoint where there is no ARM id. */
export function aboutData(account: BatchAccount, operation: string): About {
  return { operation, resource: `https://${account.accountEndpoint ?? account.name}` }
}

/** One request; throws `AzureFailure` for an answer that refuses. To be run in a call. */
export async function sendData(
  clients: Clients,
  about: About,
  { account, ...request }: DataRequest & { readonly account: BatchAccount },
): Promise<Answer> {
  const { method = 'GET', path, query = {}, headers = {}, body } = request
  return await send(clients, about, {
    method,
    url: urlOf(account, path, { query, about }),
    headers: createHttpHeaders({
      accept: 'application/json',
      // https://learn.microsoft.com/rest/api/batchservice/jobs/disable-job
      ...(body === undefined ? {} : { 'content-type': 'application/json; odata=minimalmetadata' }),
      ...headers,
    }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

/** The items of a list, at most `most`; throws as `sendData`. To be run in a call. */
export async function listData(
  clients: Clients,
  about: About,
  {
    account,
    path,
    query = {},
    most = Infinity,
  }: Pick<DataRequest, 'path' | 'query'> & {
    readonly account: BatchAccount
    readonly most?: number
  },
): Promise<readonly JsonObject[]> {
  const items: JsonObject[] = []
  const checkLink = pageLinks(about)
  const paged = { ...query, maxresults: String(Math.min(most, pageSize)) }
  let next: string | undefined = urlOf(account, path, { query: paged, about })
  while (next !== undefined && items.length < most) {
    const headers = createHttpHeaders({ accept: 'application/json' })
    const page = objectOf(await send(clients, about, { url: next, headers }), about)
    items.push(...listAt(page, 'value'))
    next = nextPage(page, next, about)
    checkLink(next)
  }
  return items.slice(0, most)
}

async function send(
  clients: Clients,
  about: About,
  request: Parameters<typeof createPipelineRequest>[0],
): Promise<Answer> {
  const response = await clients.sendBatch(createPipelineRequest(request))
  const { status, headers, bodyAsText } = response
  if (status < 200 || status > 299) throw failureOfResponse(response, about)
  return { status, headers, bodyAsText: bodyAsText ?? '' }
}

/** Nothing that would lead elsewhere than to the host it seems to name: the request carries a token. */
const hostAndPort = /^(?:[\w-]+(?:\.[\w-]+)*\.?|\[[\da-f:]+\])(?::\d{1,5})?$/i

/** Azure shows the host alone; a scheme in front does no harm. */
function urlOf(
  { accountEndpoint }: BatchAccount,
  path: readonly string[],
  { query, about }: { readonly query: Readonly<Record<string, string>>; readonly about: About },
): string {
  if (accountEndpoint === undefined) throw noEndpoint(about)
  if (path.some((name) => name === '' || name === '.' || name === '..')) {
    throw new TypeError(`"${path.join('/')}" is not a path of the data plane`)
  }
  const host = accountEndpoint.replace(/^https:\/\//i, '').replace(/\/+$/, '')
  if (!hostAndPort.test(host)) throw badEndpoint(accountEndpoint, about)
  const asked = Object.entries({ 'api-version': apiVersion, ...query })
  // Not URLSearchParams: it writes spaces as `+`, which is for forms.
  const text = asked.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  return `https://${host}/${path.map(encodeURIComponent).join('/')}?${text}`
}

/** Pages are followed on the account's own host only: the request carries a token. */
function nextPage(page: JsonObject, current: string, about: About): string | undefined {
  const link = textAt(page, 'odata.nextLink') ?? textAt(page, 'nextLink')
  if (link === undefined) return undefined
  const next = new URL(link, current)
  if (next.host === new URL(current).host && next.protocol === 'https:') return next.href
  const message = `the next page is on another host, ${next.host}, which gets no token of ours`
  throw new AzureFailure({ ...about, error: { code: 'ForeignNextLink', message, details: [] } })
}

function noEndpoint(about: About): AzureFailure {
  const message = 'the account shows no accountEndpoint'
  return new AzureFailure({ ...about, error: { code: 'NoAccountEndpoint', message, details: [] } })
}

function badEndpoint(endpoint: string, about: About): AzureFailure {
  const shown = redact(endpoint)
  const message = `the answer cannot be used: the account's accountEndpoint is "${shown}", which is no host`
  return new AzureFailure({ ...about, error: { code: 'UnusableAnswer', message, details: [] } })
}

/** A text as OData filters quote it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
