import { isMoving, page, pollAfter, publicView } from '../../arm.js'
import { objectAt, objectsAt } from '../../json.js'
import type {
  JsonObject,
  Route,
  RouteContext,
  SimulatedResponse,
  StoredResource,
} from '../../kernel.js'
import { regionName } from '../../regions.js'
import { accountEndpoint, accountKeys, requireAccount } from './accounts.js'
import { accountPollSeconds } from './account-writes.js'
import { accountPath, inArm } from './arm-route.js'
import { capabilitiesOf } from '../size-capabilities.js'
import { sizesPage } from '../skus.js'
import { vmSizes } from './vm-sizes.js'
import { accountApiVersions, vmSkuApiVersions } from './versions.js'

const provider = '/subscriptions/{subscription}/providers/Microsoft.Batch'
const accountType = 'Microsoft.Batch/batchAccounts'
const coreQuotas = [
  ...['dedicatedCoreQuota', 'lowPriorityCoreQuota'],
  ...['dedicatedCoreQuotaPerVMFamily', 'dedicatedCoreQuotaPerVMFamilyEnforced'],
]

/** In user-subscription accounts the core quotas are the subscription's, and are not told. */
function hiddenFrom({ properties }: StoredResource): readonly string[] {
  return properties['poolAllocationMode'] === 'UserSubscription' ? coreQuotas : []
}

function showAccount(context: RouteContext, account: StoredResource): JsonObject {
  const view = publicView(account, context.clock.now())
  const hidden = hiddenFrom(account)
  const properties = Object.fromEntries(
    Object.entries(objectAt(view, 'properties')).filter(([name]) => !hidden.includes(name)),
  )
  properties['accountEndpoint'] = accountEndpoint(account, context.origin)
  return { ...view, properties }
}

function accountId({ params }: RouteContext): string {
  const { subscription = '', group = '', account = '' } = params
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${accountType}/${account}`
}

function getAccount(context: RouteContext): SimulatedResponse {
  const account = requireAccount(context, accountId(context))
  const { clock } = context
  const headers = isMoving(account, clock.now()) ? pollAfter(clock, accountPollSeconds) : {}
  return { status: 200, headers, body: showAccount(context, account) }
}

function listAccounts(context: RouteContext): SimulatedResponse {
  const { store, params } = context
  const { subscription = '', group } = params
  const all = store.ofType(accountType, subscription)
  const inGroup = `/subscriptions/${subscription}/resourceGroups/${group ?? ''}/`.toLowerCase()
  const accounts = all.filter(
    ({ id }) => group === undefined || id.toLowerCase().startsWith(inGroup),
  )
  return page(
    context,
    accounts.map((account) => showAccount(context, account)),
  )
}

/** The same that the account itself shows. */
function listConnections(context: RouteContext): SimulatedResponse {
  const { properties } = requireAccount(context, accountId(context))
  return page(context, objectsAt(properties, 'privateEndpointConnections'))
}

function listKeys(context: RouteContext): SimulatedResponse {
  const account = requireAccount(context, accountId(context))
  return { status: 200, body: { accountName: account.name, ...accountKeys(account) } }
}

function getQuotas({ store, params, scenario }: RouteContext): SimulatedResponse {
  const region = regionName(scenario, params['location'] ?? '')
  const accounts = store
    .ofType(accountType, params['subscription'] ?? '')
    .filter((account) => regionName(scenario, account.location ?? '') === region)
  return { status: 200, body: { accountQuota: Math.max(3, accounts.length) } }
}

function listVmSkus(context: RouteContext): SimulatedResponse {
  const skus = vmSizes
    .filter((size) => size.unsupported !== true)
    .map((size) => ({
      name: size.name,
      familyName: size.family,
      capabilities: capabilitiesOf(size, context.scenario),
    }))
  return sizesPage(context, skus)
}

function accountRoute(
  method: Route['method'],
  path: string,
  handle: (context: RouteContext) => SimulatedResponse,
): Route {
  return { method, path, apiVersions: accountApiVersions, handle: inArm(handle) }
}

export const armAccountRoutes: readonly Route[] = [
  accountRoute('GET', `${provider}/batchAccounts`, listAccounts),
  accountRoute(
    'GET',
    '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Batch/batchAccounts',
    listAccounts,
  ),
  accountRoute('GET', accountPath, getAccount),
  accountRoute('POST', `${accountPath}/listKeys`, listKeys),
  accountRoute('GET', `${accountPath}/privateEndpointConnections`, listConnections),
  accountRoute('GET', `${provider}/locations/{location}/quotas`, getQuotas),
  {
    ...accountRoute('GET', `${provider}/locations/{location}/virtualMachineSkus`, listVmSkus),
    apiVersions: vmSkuApiVersions,
    query: ['maxresults'],
  },
]
