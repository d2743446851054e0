import {
  createHttpHeaders,
  createPipelineRequest,
  type PipelineRequest,
} from '@azure/core-rest-pipeline'
import type { Call } from '../ports/azure.js'
import { parseArmId, type ArmId } from '../shared/arm-id.js'
import { AzureFailure } from '../shared/errors.js'
import { isJsonObject, type JsonObject } from '../shared/json.js'
import type { Clients } from './clients.js'
import { failureOfResponse, type About } from './errors.js'
import { inCall, type Answer } from './call.js'
import { itemsOf, nextLinkOf, resourcesOf } from './list-page.js'
import { pageLinks } from './next-page.js'

export interface ArmRequest {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE'
  /** ARM id, or a path below the endpoint. */
  readonly path: string
  readonly apiVersion: string
  /** Sent as `JSON.stringify` writes it: no model in between. */
  readonly body?: JsonObject
  readonly headers?: Readonly<Record<string, string>>
}

/** One raw request to Resource Manager; throws `AzureFailure` for an answer that refuses. To be run in a call. */
export async function sendArm(
  clients: Clients,
  about: About,
  { method, path, apiVersion, body, headers = {} }: ArmRequest,
): Promise<Answer> {
  const request = createPipelineRequest({
    method,
    url: `${clients.endpoint}${encodePath(path)}?api-version=${encodeURIComponent(apiVersion)}`,
    headers: createHttpHeaders({
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return await exchange(clients, about, request)
}

async function exchange(clients: Clients, about: About, request: PipelineRequest): Promise<Answer> {
  const response = await clients.sendArm(request)
  if (response.status >= 400) throw failureOfResponse(response, about)
  const { status, headers, bodyAsText } = response
  return { status, headers, bodyAsText: bodyAsText ?? '' }
}

/** A resource as Resource Manager shows it, in a call of its own; undefined where there is none. */
export async function readArm(
  clients: Clients,
  about: About,
  { path, apiVersion, signal }: Pick<ArmRequest, 'path' | 'apiVersion'> & Call,
): Promise<JsonObject | undefined> {
  const request = { method: 'GET', path, apiVersion } as const
  return await unlessMissing(
    inCall(about, signal, async () => objectOf(await sendArm(clients, about, request), about)),
  )
}

export interface ListRequest {
  readonly path: string
  readonly apiVersion: string
  /** Asks for pages of this many. */
  readonly maxResults?: number
  /** The items are resources: one without an id makes it no list. */
  readonly hasIds?: boolean
}

/** A page of a list and the answer it came in. */
export interface ArmPage {
  readonly items: readonly JsonObject[]
  readonly answer: Answer
}

/** All pages of a list; throws `AzureFailure` as `sendArm`, and for a list that is cut or no list. To be run in a call. */
export async function listArm(
  clients: Clients,
  about: About,
  { path, apiVersion, maxResults, hasIds = false }: ListRequest,
): Promise<readonly ArmPage[]> {
  const pages: ArmPage[] = []
  const checkLink = pageLinks(about)
  const most = maxResults === undefined ? '' : `&maxresults=${String(maxResults)}`
  const query = `api-version=${encodeURIComponent(apiVersion)}${most}`
  let next: string | undefined = `${clients.endpoint}${encodePath(path)}?${query}`
  while (next !== undefined) {
    const headers = createHttpHeaders({ accept: 'application/json' })
    const request = createPipelineRequest({ method: 'GET', url: next, headers })
    const answer = await exchange(clients, about, request)
    const page = objectOf(answer, about)
    pages.push({ items: hasIds ? resourcesOf(page, about) : itemsOf(page, about), answer })
    const link = nextLinkOf(page, about)
    checkLink(link)
    next = link === undefined ? undefined : new URL(link, clients.endpoint).href
  }
  return pages
}

/** Throws TypeError for a text that is no ARM id: ids are checked where they are read. */
export function armId(id: string): ArmId {
  const parsed = parseArmId(id)
  if (parsed === undefined) throw new TypeError(`"${id}" is not a resource ID`)
  return parsed
}

/** An id as the path of a URL. Throws TypeError for parts that would lead elsewhere. */
function encodePath(path: string): string {
  const parts = path.split('/')
  if (parts.some((part) => part === '.' || part === '..')) {
    throw new TypeError(`"${path}" is not a path of a resource`)
  }
  return parts.map(encodeURIComponent).join('/')
}

/** The answer's JSON object; throws `AzureFailure` when it is none (a proxy's page with status 200). */
export function objectOf(answer: Pick<Answer, 'bodyAsText' | 'status'>, about: About): JsonObject {
  let parsed: unknown
  try {
    parsed = JSON.parse(answer.bodyAsText)
  } catch {
    parsed = undefined // told below, as any other answer that is no object
  }
  if (isJsonObject(parsed)) return parsed
  const { operation, resource } = about
  throw new AzureFailure({
    operation,
    resource,
    status: answer.status,
    error: { code: 'UnreadableAnswer', message: 'the answer is not a JSON object', details: [] },
  })
}

/** The value, or undefined for what Azure says is not there. */
export async function unlessMissing<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read
  } catch (error) {
    if (error instanceof AzureFailure && error.status === 404) return undefined
    throw error
  }
}
