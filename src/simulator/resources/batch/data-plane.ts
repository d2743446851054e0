/** The Batch data plane, as far as the Azure CLI and the action use it. It shows the pools of Resource Manager. */
import { numberAt, objectAt, textAt } from '../../json.js'
import type {
  JsonObject,
  Route,
  RouteContext,
  SimulatedResponse,
  StoredResource,
} from '../../kernel.js'
import { readShape } from '../../shape.js'
import { authenticationFailed, dataRoute } from './data-account.js'
import { listQuery, odataHeaders, odataItem, odataPage, showQuery } from './data-answers.js'
import { toArmProperties } from './data-body.js'
import { jobRoutes } from './data-jobs.js'
import { poolChangeRoutes } from './data-pool-changes.js'
import { nodeRoutes } from './data-node-routes.js'
import { showDataPool } from './data-view.js'
import { supportedImages } from './node-agents.js'
import { allocationStateOf, beginResize, runMachine, stopMachine } from './pool-machine.js'
import { checkPool } from './pool-rules.js'
import { poolProperties, scaleSettings } from './pool-shape.js'
import {
  bareEtag,
  checkConditions,
  createPool,
  deletePool,
  refuseDeleting,
  touchPool,
} from './pool-writes.js'
import { problem } from './problem.js'
import { batchShapeRefusals } from './shape-refusals.js'
import { readSharedKey } from './shared-key.js'
import { versionDate } from './versions.js'

function requirePool(context: RouteContext, account: StoredResource): StoredResource {
  const pool = context.store.get(`${account.id}/pools/${context.params['pool'] ?? ''}`)
  if (pool === undefined) throw problem(404, 'PoolNotFound')
  return pool
}

function poolHeaders(context: RouteContext, pool: StoredResource): Record<string, string> {
  const url = `${context.origin}/pools/${pool.name}`
  return {
    ...odataHeaders,
    etag: bareEtag(pool.etag ?? ''),
    'last-modified': new Date(textAt(pool.properties, 'lastModified') ?? 0).toUTCString(),
    dataserviceid: url,
  }
}

function addPool(context: RouteContext, account: StoredResource): SimulatedResponse {
  const { body, apiVersion, origin, store } = context
  const name = textAt(body, 'id') ?? ''
  const existing = store.get(`${account.id}/pools/${name}`)
  if (existing !== undefined) {
    refuseDeleting(context, existing)
    throw problem(409, 'PoolExists')
  }
  const version = versionDate(apiVersion)
  const at = { version, path: ['properties'], refuse: batchShapeRefusals }
  const read = readShape(toArmProperties(body), poolProperties, at)
  refuseSharedKeyForImages(context, objectAt(read))
  const pool = createPool(context, account, { name, version, properties: objectAt(read) })
  const location = `${origin}/pools/${pool.name}`
  return { status: 201, headers: { ...poolHeaders(context, pool), location } }
}

/** An image of Compute is read in the caller's name, which a shared key does not have. */
function refuseSharedKeyForImages({ request }: RouteContext, properties: JsonObject): void {
  const names = ['deploymentConfiguration', 'virtualMachineConfiguration', 'imageReference', 'id']
  if (readSharedKey(request) === undefined || textAt(properties, ...names) === undefined) return
  throw authenticationFailed(
    'The specified type of authentication SharedKey is not allowed when external resources of type Compute are linked.',
  )
}

function listPools(context: RouteContext, account: StoredResource): SimulatedResponse {
  const pools = context.store.list(`${account.id}/pools`)
  const shown = pools.map((pool) => showDataPool(context, pool, context.origin))
  return odataPage(context, shown, { entity: 'pools' })
}

function getPool(context: RouteContext, account: StoredResource): SimulatedResponse {
  const pool = requirePool(context, account)
  const body = odataItem(context, showDataPool(context, pool, context.origin), 'pools')
  return { status: 200, headers: poolHeaders(context, pool), body }
}

/** Without a body: the status says it. */
function isPoolThere(context: RouteContext, account: StoredResource): SimulatedResponse {
  return { status: 200, headers: poolHeaders(context, requirePool(context, account)) }
}

function removePool(context: RouteContext, account: StoredResource): SimulatedResponse {
  const pool = requirePool(context, account)
  refuseDeleting(context, pool)
  checkConditions(context, pool)
  deletePool(context, pool)
  return { status: 202, headers: odataHeaders }
}

function resizePool(context: RouteContext, account: StoredResource): SimulatedResponse {
  const pool = requirePool(context, account)
  refuseDeleting(context, pool)
  checkConditions(context, pool)
  const { body, clock, apiVersion } = context
  const now = clock.now()
  const machine = runMachine(context, pool)
  if (allocationStateOf(machine, now) !== 'Steady') throw problem(409, 'PoolBeingResized')
  const scale = objectAt(pool.properties, 'scaleSettings')
  if (scale['autoScale'] !== undefined) throw problem(409, 'OperationNotValidOnPool')
  const version = versionDate(apiVersion)
  const at = {
    version,
    path: ['properties', 'scaleSettings'],
    refuse: batchShapeRefusals,
  }
  const given = objectAt(readShape({ fixedScale: body }, scaleSettings, at), 'fixedScale')
  const fixedScale = { ...objectAt(scale, 'fixedScale'), ...given }
  const properties = { ...pool.properties, scaleSettings: { fixedScale } }
  checkPool({ name: pool.name, version, properties, identity: {} })
  touchPool(context, pool, properties)
  beginResize(context, pool, {
    startMs: now,
    target: {
      dedicated: numberAt(given, 'targetDedicatedNodes'),
      lowPriority: numberAt(given, 'targetLowPriorityNodes'),
    },
  })
  return { status: 202, headers: poolHeaders(context, pool) }
}

function stopPoolResize(context: RouteContext, account: StoredResource): SimulatedResponse {
  const pool = requirePool(context, account)
  refuseDeleting(context, pool)
  checkConditions(context, pool)
  if (!stopMachine(context, pool)) throw problem(409, 'OperationInvalidForCurrentState')
  return { status: 202, headers: poolHeaders(context, pool) }
}

function listSupportedImages(context: RouteContext): SimulatedResponse {
  const images = supportedImages.map((image) => ({
    nodeAgentSKUId: image.nodeAgentSkuId,
    imageReference: {
      publisher: image.publisher,
      offer: image.offer,
      sku: image.sku,
      version: 'latest',
    },
    osType: image.osType,
    ...(image.capabilities === undefined ? {} : { capabilities: [...image.capabilities] }),
    ...(image.endOfLife === undefined ? {} : { batchSupportEndOfLife: image.endOfLife }),
    verificationType: image.verified ? 'verified' : 'unverified',
  }))
  // A list of Azure's own: its pages are wide, as those of sizes.
  return odataPage(context, images, { entity: 'listsupportedimages', factor: 4 })
}

export const dataPlaneRoutes: readonly Route[] = [
  dataRoute('GET', '/pools', listPools, listQuery),
  dataRoute('POST', '/pools', addPool),
  dataRoute('GET', '/pools/{pool}', getPool, showQuery),
  dataRoute('HEAD', '/pools/{pool}', isPoolThere),
  dataRoute('DELETE', '/pools/{pool}', removePool),
  dataRoute('POST', '/pools/{pool}/resize', resizePool),
  dataRoute('POST', '/pools/{pool}/stopresize', stopPoolResize),
  dataRoute('GET', '/supportedimages', listSupportedImages, listQuery),
  ...poolChangeRoutes,
  ...nodeRoutes,
  ...jobRoutes,
]
