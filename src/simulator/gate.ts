import {
  armError,
  batchError,
  NoBehaviour,
  type JsonObject,
  type Route,
  type RouteContext,
  type SimulatedRequest,
} from './kernel.js'
import { isObject } from './json.js'
import { actionOf, isAllowedBelow, isDenied } from './rights.js'
import { decodePart } from './router.js'
import { sameText } from './store.js'

/**
 * What Resource Manager checks before a resource provider sees a request: api-version, subscription, resource group,
 * permission, body. The context with the body in it; throws the refusal.
 */
export function passGate(route: Route, context: RouteContext): RouteContext {
  checkApiVersion(route, context)
  if (route.plane === 'open') return context
  checkQuery(route, context)
  checkConditions(context.request)
  if (route.plane !== 'batch') {
    checkSubscription(context)
    checkResourceGroup(context)
    checkPermission(context)
  }
  return { ...context, body: readBody(context.request, route.plane) }
}

const alwaysHeeded = ['api-version', '$skiptoken']

/** Azure ignores what it does not know; a client whose filter is ignored here would pass, and be wrong. */
function checkQuery({ query: heeded = [] }: Route, { query }: RouteContext): void {
  const names = [...alwaysHeeded, ...heeded]
  const odd = [...query.keys()].find((name) => !names.some((known) => sameText(known, name)))
  if (odd !== undefined) throw new NoBehaviour(`the query parameter '${odd}'`)
}

/** Conditions are for writes: `If-Match`, and `If-None-Match: *`. Others, heeded nowhere here, would seem to hold. */
function checkConditions({ method, headers }: SimulatedRequest): void {
  const isRead = method === 'GET' || method === 'HEAD'
  const odd = Object.entries(headers).find(([name, value]) => {
    if (name === 'if-modified-since' || name === 'if-unmodified-since') return true
    if (name === 'if-none-match') return isRead || value !== '*'
    return name === 'if-match' && isRead
  })
  if (odd !== undefined) throw new NoBehaviour(`the condition '${odd.join(': ')}'`)
}

/** The JSON body of a request; an empty object where there is none. Throws the refusal of what is no JSON object. */
function readBody({ body: text, headers }: SimulatedRequest, plane: Route['plane']): JsonObject {
  if (text === undefined || text === '') return {}
  checkContentType(headers['content-type'], plane)
  try {
    const body: unknown = JSON.parse(text)
    if (isObject(body)) return body
  } catch {
    // falls through to the refusal, as any other body that is no object
  }
  if (plane === 'batch')
    throw batchError(400, 'InvalidRequestBody', 'The specified Request Body is not valid.')
  throw armError(
    400,
    'InvalidRequestContent',
    'The request content was invalid and could not be deserialized.',
  )
}

function checkContentType(given = '<null>', plane: Route['plane']): void {
  const media = (given.split(';')[0] ?? '').trim()
  if (sameText(media, 'application/json')) return
  const message = `The content media type '${media}' is not supported. Only 'application/json' is supported.`
  const refuse = plane === 'batch' ? batchError : armError
  throw refuse(415, 'UnsupportedMediaType', message)
}

function checkApiVersion({ apiVersions, plane, path }: Route, { apiVersion }: RouteContext): void {
  if (apiVersions.length === 0 || apiVersions.includes(apiVersion)) return
  const supported = apiVersions.join(', ')
  if (plane === 'batch') throw refuseBatchVersion(apiVersion, supported)
  if (apiVersion === '') {
    throw armError(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    )
  }
  const type = resourceTypeOf(path)
  if (type === undefined) {
    throw armError(
      400,
      'InvalidApiVersionParameter',
      `The api-version '${apiVersion}' is invalid. The supported versions are '${supported}'.`,
    )
  }
  throw armError(
    400,
    'NoRegisteredProviderFound',
    `No registered resource provider found for location '' and API version '${apiVersion}' for type '${type}'. ` +
      `The supported api-versions are '${supported}'.`,
  )
}

function refuseBatchVersion(apiVersion: string, supported: string): Error {
  return apiVersion === ''
    ? batchError(
        400,
        'MissingRequiredQueryParameter',
        'A required query parameter was not specified.',
        {
          values: [{ key: 'QueryParameterName', value: 'api-version' }],
        },
      )
    : batchError(400, 'UnsupportedRequestVersion', 'The request version is not supported.', {
        values: [{ key: 'SupportedVersions', value: supported }],
      })
}

function checkSubscription({ request, scenario }: RouteContext): void {
  const id = /^\/subscriptions\/([^/]+)/i.exec(request.url.pathname)?.[1]
  if (id === undefined) return
  const known = (scenario.subscriptions ?? []).map(({ subscriptionId }) => subscriptionId)
  if (
    known.some((subscription) => typeof subscription === 'string' && sameText(subscription, id))
  ) {
    return
  }
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
    throw armError(
      400,
      'InvalidSubscriptionId',
      `The provided subscription identifier '${id}' is malformed or invalid.`,
    )
  }
  throw armError(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`, {
    headers: { 'x-ms-failure-cause': 'gateway' },
  })
}

function checkResourceGroup({ request, store, params }: RouteContext): void {
  const group = /^(\/subscriptions\/[^/]+\/resourceGroups\/[^/]+)\/providers\//i.exec(
    request.url.pathname,
  )?.[1]
  if (group === undefined || store.get(decodePart(group)) !== undefined) return
  const name = params['group'] ?? decodePart(group.split('/').at(-1) ?? '')
  throw armError(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`, {
    headers: { 'x-ms-failure-cause': 'gateway' },
  })
}

function checkPermission({ request, scenario, params }: RouteContext): void {
  const { method, url } = request
  const action = actionOf(method, url.pathname)
  if (action === undefined || !isDenied(action, scenario, url.pathname)) return
  const isOfSubscription = /^\/subscriptions\/[^/]+\/(?:providers|resourceGroups)(?:\/|$)/i
  const scope = /^\/subscriptions\/[^/]+/i.exec(url.pathname)?.[0] ?? ''
  // A list of a subscription answers whoever may see a part of it.
  const isPartial = method === 'GET' && isOfSubscription.test(url.pathname)
  if (isPartial && !hasName(params) && isAllowedBelow(action, scenario, scope)) return
  const client = scenario.clientId ?? ''
  throw armError(
    403,
    'AuthorizationFailed',
    `The client '${client}' with object id '${client}' does not have authorization to perform action '${action}' ` +
      `over scope '${decodePart(request.url.pathname)}' or the scope is invalid. If access was recently ` +
      'granted, please refresh your credentials.',
  )
}

/** Whether a path names something in its subscription: it is no list of the subscription then. */
function hasName(params: RouteContext['params']): boolean {
  return Object.keys(params).some((name) => name !== 'subscription')
}

/** `images` of a route's path; undefined for what belongs to Resource Manager itself. */
function resourceTypeOf(path: string): string | undefined {
  const rest = /\/providers\/[^/]+\/(.+)$/i.exec(path)?.[1]
  return rest
    ?.split('/')
    .filter((part) => !part.startsWith('{'))
    .join('/')
}
