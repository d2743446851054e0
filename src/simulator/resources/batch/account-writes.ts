/** Batch accounts are made and deleted by operations that their region keeps; making one takes a few seconds. */
import { pollAfter } from '../../arm.js'
import { completeResource } from '../../complete.js'
import { objectAt, tagsIn, textAt, toJson } from '../../json.js'
import {
  armError,
  NoBehaviour,
  type Operation,
  type Route,
  type RouteContext,
  type SimulatedResponse,
  type StoredResource,
} from '../../kernel.js'
import { requireRegion } from '../../regions.js'
import { anything, choice, list, map, object, text, type Shape } from '../../shape.js'
import { sameText } from '../../store.js'
import { readBody } from '../arm-body.js'
import { accountPath, inArm } from './arm-route.js'
import { problem } from './problem.js'
import { accountApiVersions } from './versions.js'

const accountType = 'Microsoft.Batch/batchAccounts'
const createSeconds = 15
const deleteSeconds = 20
/** How often an account is looked at that is being made or deleted. */
export const accountPollSeconds = 15

const accountBody: Shape = object({
  location: text,
  tags: map(text),
  identity: anything,
  properties: object({
    poolAllocationMode: choice('BatchService', 'UserSubscription'),
    publicNetworkAccess: choice('Enabled', 'Disabled', 'SecuredByPerimeter'),
    allowedAuthenticationModes: list(choice('SharedKey', 'AAD', 'TaskAuthenticationToken')),
  }),
})

/** What a new account may use; the real service decides it by the subscription. */
const quotas = {
  dedicatedCoreQuota: 20,
  dedicatedCoreQuotaPerVMFamilyEnforced: false,
  dedicatedCoreQuotaPerVMFamily: [],
  lowPriorityCoreQuota: 20,
}

function idOf({ params }: RouteContext): string {
  const { subscription = '', group = '', account = '' } = params
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${accountType}/${account}`
}

function putAccount(context: RouteContext): SimulatedResponse {
  const { store, scenario, params, clock } = context
  const { account: name = '' } = params
  const body = readBody(context, accountBody)
  const location = requireRegion(scenario, textAt(body, 'location'), accountType)
  if (store.get(idOf(context)) !== undefined) throw new NoBehaviour('a change of an account')
  if (!/^[a-z0-9]{3,24}$/.test(name)) throw problem(400, 'InvalidAccountName')
  const taken = store.ofType(accountType).find((one) => sameText(one.name, name))
  if (taken !== undefined) throw new NoBehaviour('a name that another account has')
  const since = clock.now()
  const until = since + createSeconds * 1000
  const operation = startOperation(context, location, until)
  const made = completeResource({
    ...{ id: idOf(context), name, type: accountType, location, tags: tagsIn(body['tags']) },
    ...(body['identity'] === undefined ? {} : { identity: body['identity'] }),
    properties: {
      ...{ accountEndpoint: '{batchEndpoint}', ...quotas },
      ...objectAt(body, 'properties'),
    },
  })
  store.put({
    ...(toJson(made) as unknown as StoredResource),
    motion: { state: 'Creating', since, until },
  })
  return accepted(context, location, operation)
}

/** Takes its pools and jobs with it. */
function deleteAccount(context: RouteContext): SimulatedResponse {
  const { store, clock } = context
  const account = store.get(idOf(context))
  if (account === undefined) return { status: 204 }
  const since = clock.now()
  const until = since + deleteSeconds * 1000
  const operation = startOperation(context, account.location ?? '', until)
  const below = `${account.id}/`.toLowerCase()
  const groupId = account.id.split('/').slice(0, 5).join('/')
  const children = store.ofGroup(groupId).filter(({ id }) => id.toLowerCase().startsWith(below))
  for (const resource of [account, ...children]) {
    store.put({ ...resource, motion: { state: 'Deleting', since, until } })
  }
  return accepted(context, account.location ?? '', operation)
}

function startOperation(context: RouteContext, location: string, until: number): Operation {
  return context.startOperation({ collection: collectionOf(context, location), until })
}

function collectionOf({ params }: RouteContext, location: string): string {
  return `/subscriptions/${params['subscription'] ?? ''}/providers/Microsoft.Batch/locations/${location}/accountOperationResults`
}

function accepted(context: RouteContext, location: string, { id }: Operation): SimulatedResponse {
  const path = `${collectionOf(context, location)}/${id}`
  return {
    status: 202,
    headers: {
      location: `${context.origin}${path}?api-version=${context.apiVersion}`,
      ...pollAfter(context.clock, accountPollSeconds),
    },
  }
}

function getResult(context: RouteContext): SimulatedResponse {
  const operation = context.operation(context.params['operation'] ?? '')
  if (operation === undefined) throw problem(404, 'OperationNotFound')
  if (context.clock.now() < operation.until) {
    return accepted(context, context.params['location'] ?? '', operation)
  }
  const { failure } = operation
  if (failure === undefined) return { status: 200 }
  throw armError(409, failure.code, failure.message)
}

function route(method: Route['method'], path: string, handle: Route['handle']): Route {
  return { method, path, apiVersions: accountApiVersions, handle: inArm(handle) }
}

export const accountWriteRoutes: readonly Route[] = [
  route('PUT', accountPath, putAccount),
  route('DELETE', accountPath, deleteAccount),
  route(
    'GET',
    '/subscriptions/{subscription}/providers/Microsoft.Batch/locations/{location}/accountOperationResults/{operation}',
    getResult,
  ),
]
