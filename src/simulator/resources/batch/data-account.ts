/** Which account a request to the data plane is for, and in which words it is refused. */
import type { Route, RouteContext, SimulatedResponse, StoredResource } from '../../kernel.js'
import { sameText } from '../../store.js'
import { accountEndpoint, accountKeys } from './accounts.js'
import { checkAccess } from './data-access.js'
import { BatchRefusal, odataRefusal, problem } from './problem.js'
import { readSharedKey, signRequest } from './shared-key.js'
import { dataPlaneVersions } from './versions.js'

export type DataHandle = (context: RouteContext, account: StoredResource) => SimulatedResponse

/** Puts the service's refusals into OData, finds the account that was called, and asks whether it may be. */
function inData(handle: DataHandle): Route['handle'] {
  return (context) => {
    try {
      const account = calledAccount(context)
      checkAccess(context, account)
      return handle(context, account)
    } catch (error) {
      if (!(error instanceof BatchRefusal)) throw error
      throw odataRefusal(error.problem, context.clock, context.origin)
    }
  }
}

/**
 * The account whose endpoint was called. On loopback every account has the same host and port: then the one that the
 * shared key names, the one that has the pool or job, or the first.
 */
function calledAccount(context: RouteContext): StoredResource {
  const { store, request, origin, params } = context
  const key = readSharedKey(request)
  const here = store
    .ofType('Microsoft.Batch/batchAccounts')
    .filter((account) => bareHost(accountEndpoint(account, origin)) === request.url.host)
  const named = here.filter(({ name }) => key === undefined || sameText(name, key.account))
  const pool = params['pool'] ?? filteredPool(context)
  const job = params['job']
  const account =
    named.find(
      ({ id }) =>
        (pool !== undefined && store.get(`${id}/pools/${pool}`) !== undefined) ||
        (job !== undefined && store.get(`${id}/jobs/${job}`) !== undefined),
    ) ?? named[0]
  if (account === undefined) throw authenticationFailed('The account does not exist')
  if (key !== undefined) checkKey(context, account, key.signature)
  return account
}

/** The pool that a list of counts or jobs asks for. */
function filteredPool({ query }: RouteContext): string | undefined {
  return /\bpoolId\s+eq\s+'([^']*)'/i.exec(query.get('$filter') ?? '')?.[1]
}

function bareHost(endpoint: string): string {
  return endpoint
    .replace(/^https?:\/\//i, '')
    .replace(/\/+$/, '')
    .toLowerCase()
}

function checkKey({ request }: RouteContext, account: StoredResource, signature: string): void {
  const { primary, secondary } = accountKeys(account)
  const name = readSharedKey(request)?.account ?? ''
  const fits = [primary, secondary].some((key) => signRequest(request, name, key) === signature)
  if (!fits)
    throw authenticationFailed('The MAC signature found in the HTTP request is not the same')
}

export function authenticationFailed(detail: string): Error {
  return problem(
    403,
    'AuthenticationFailed',
    [{ name: 'AuthenticationErrorDetail', value: detail }],
    'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly ' +
      'including the signature.',
  )
}

/** A route of the data plane: the account that was called is found first. `timeout` is the server's, who is never late. */
export function dataRoute(
  method: Route['method'],
  path: string,
  handle: DataHandle,
  query: readonly string[] = [],
): Route {
  return {
    method,
    path,
    plane: 'batch',
    apiVersions: dataPlaneVersions,
    query: [...query, 'timeout'],
    handle: inData(handle),
  }
}
