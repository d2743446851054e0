import { page, pollAfter } from '../../arm.js'
import { objectAt, textAt, valueAt } from '../../json.js'
import {
  armError,
  type JsonObject,
  type Route,
  type RouteContext,
  type SimulatedResponse,
  type StoredResource,
} from '../../kernel.js'
import { readShape } from '../../shape.js'
import { requireAccount } from './accounts.js'
import { accountPath, inArm, type Handle } from './arm-route.js'
import {
  allocationStateOf,
  allocationTransitionMs,
  nodesOf,
  runMachine,
  stopMachine,
  type PoolMachine,
} from './pool-machine.js'
import { poolBody } from './pool-shape.js'
import { showPool } from './pool-view.js'
import {
  checkConditions,
  createPool,
  deletePool,
  refuseDeleting,
  touchPool,
  updatePool,
  type PoolWrite,
} from './pool-writes.js'
import { problem } from './problem.js'
import { countNodes, nodeKinds } from './resize.js'
import { batchShapeRefusals } from './shape-refusals.js'
import { poolApiVersions } from './versions.js'

const poolPath = `${accountPath}/pools/{pool}`

/** A pool in motion is worth another look after this long, the less often the longer it lasts; simulated. */
function pollSeconds(ageMs: number): number {
  if (ageMs < 60_000) return 15
  return ageMs < 300_000 ? 40 : 60
}

/** A resize that ended with an error is worth another one after this long; simulated. */
const againSeconds = 10

function accountId({ params }: RouteContext): string {
  const { subscription = '', group = '', account = '' } = params
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Batch/batchAccounts/${account}`
}

function findPool(context: RouteContext): StoredResource | undefined {
  return context.store.get(`${accountId(context)}/pools/${context.params['pool'] ?? ''}`)
}

function requirePool(context: RouteContext): StoredResource {
  requireAccount(context, accountId(context))
  const pool = findPool(context)
  if (pool === undefined) throw problem(404, 'PoolNotFound')
  return pool
}

function answerPool(context: RouteContext, pool: StoredResource): SimulatedResponse {
  const machine = runMachine(context, pool)
  const now = context.clock.now()
  const isMoving = allocationStateOf(machine, now) !== 'Steady'
  const isShort = !isMoving && isShortOf(machine, now)
  return {
    status: 200,
    headers: {
      etag: pool.etag ?? '',
      ...(isMoving || awaitsFirstEvaluation(context, pool)
        ? pollAfter(context.clock, pollSeconds(now - allocationTransitionMs(machine, now)))
        : {}),
      ...(isShort ? pollAfter(context.clock, againSeconds) : {}),
    },
    body: showPool(context, pool, context.apiVersion),
  }
}

/** Whether nodes that the last resize was for are missing, or it ended with an error. */
function isShortOf(machine: PoolMachine, now: number): boolean {
  const { resize } = machine
  if (resize === undefined) return false
  const { request, errors } = resize
  const has = countNodes(nodesOf(machine, now))
  const lacks = nodeKinds.some((kind) => has[kind] < (request.target[kind] ?? 0))
  return errors.length > 0 || lacks
}

function awaitsFirstEvaluation(context: RouteContext, pool: StoredResource): boolean {
  const { autoScale } = runMachine(context, pool)
  return autoScale !== undefined && autoScale.run === undefined
}

function readWrite(context: RouteContext): PoolWrite {
  const version = context.apiVersion
  const { body } = context
  const read = objectAt(
    readShape(body, poolBody, { version, path: [], refuse: batchShapeRefusals }),
  )
  const { identity, tags } = read
  return {
    name: context.params['pool'] ?? '',
    version,
    properties: objectAt(read, 'properties'),
    ...(identity === undefined ? {} : { identity: objectAt(identity) }),
    ...(tags === undefined ? {} : { tags: textsOf(objectAt(tags)) }),
  }
}

function textsOf(tags: JsonObject): { [key: string]: string } {
  return Object.fromEntries(Object.keys(tags).map((name) => [name, textAt(tags, name) ?? '']))
}

function putPool(context: RouteContext): SimulatedResponse {
  const id = accountId(context)
  const account = context.store.get(id)
  if (account === undefined) throw parentMissing(id)
  const existing = findPool(context)
  if (existing !== undefined) refuseDeleting(context, existing)
  checkConditions(context, existing)
  const write = readWrite(context)
  if (existing === undefined) return answerPool(context, createPool(context, account, write))
  updatePool(context, { account, pool: existing }, { ...write, replaces: true })
  return answerPool(context, existing)
}

function parentMissing(id: string): Error {
  return armError(
    404,
    'ParentResourceNotFound',
    `Failed to perform 'write' on resource(s) of type 'batchAccounts/pools', because the parent resource '${id}' ` +
      'could not be found.',
    { headers: { 'x-ms-failure-cause': 'gateway' } },
  )
}

function patchPool(context: RouteContext): SimulatedResponse {
  const account = requireAccount(context, accountId(context))
  const pool = requirePool(context)
  refuseDeleting(context, pool)
  checkConditions(context, pool)
  const update = { ...readWrite(context), replaces: false }
  updatePool(context, { account, pool }, update)
  return answerPool(context, pool)
}

/** Resource Manager does not say how wide its pages of pools are: a hundred (own). */
const poolsFactor = 20

function listPools(context: RouteContext): SimulatedResponse {
  const account = requireAccount(context, accountId(context))
  const pools = context.store.list(`${account.id}/pools`)
  return page(
    context,
    pools.map((pool) => showPool(context, pool, context.apiVersion)),
    poolsFactor,
  )
}

function removePool(context: RouteContext): SimulatedResponse {
  requireAccount(context, accountId(context))
  const pool = findPool(context)
  if (pool === undefined) return { status: 204 }
  checkConditions(context, pool)
  const operation = deletePool(context, pool)
  return { status: 202, headers: resultHeaders(context, operation.id) }
}

function resultHeaders(context: RouteContext, operationId: string): Record<string, string> {
  const path = `${accountId(context)}/poolOperationResults/${encodeURIComponent(operationId)}`
  return {
    location: `${context.origin}${path}?api-version=${context.apiVersion}`,
    ...pollAfter(context.clock, pollSeconds(0)),
  }
}

function getOperationResult(context: RouteContext): SimulatedResponse {
  const operation = context.operation(context.params['operation'] ?? '')
  if (operation === undefined) throw problem(404, 'OperationNotFound')
  if (context.clock.now() < operation.until) {
    return { status: 202, headers: resultHeaders(context, operation.id) }
  }
  const { failure } = operation
  if (failure === undefined) return { status: 200 }
  const { code, message, details } = failure
  throw armError(409, code, message, details === undefined ? {} : { details })
}

function stopPoolResize(context: RouteContext): SimulatedResponse {
  const pool = requirePool(context)
  refuseDeleting(context, pool)
  checkConditions(context, pool)
  if (!stopMachine(context, pool)) throw problem(409, 'OperationInvalidForCurrentState')
  return answerPool(context, pool)
}

function disableAutoScale(context: RouteContext): SimulatedResponse {
  const pool = requirePool(context)
  refuseDeleting(context, pool)
  const machine = runMachine(context, pool)
  if (allocationStateOf(machine, context.clock.now()) !== 'Steady')
    throw problem(409, 'PoolBeingResized')
  if (valueAt(pool.properties, 'scaleSettings', 'autoScale') === undefined) {
    return answerPool(context, pool)
  }
  const counts = countNodes(nodesOf(machine, context.clock.now()))
  const fixedScale = {
    targetDedicatedNodes: counts.dedicated,
    targetLowPriorityNodes: counts.lowPriority,
    resizeTimeout: 'PT15M',
  }
  touchPool(context, pool, { ...pool.properties, scaleSettings: { fixedScale } })
  delete machine.autoScale
  return answerPool(context, pool)
}

function poolRoute(method: Route['method'], path: string, handle: Handle): Route {
  return { method, path, apiVersions: poolApiVersions, handle: inArm(handle) }
}

export const armPoolRoutes: readonly Route[] = [
  { ...poolRoute('GET', `${accountPath}/pools`, listPools), query: ['maxresults'] },
  poolRoute('GET', poolPath, (context) => answerPool(context, requirePool(context))),
  poolRoute('PUT', poolPath, putPool),
  poolRoute('PATCH', poolPath, patchPool),
  poolRoute('DELETE', poolPath, removePool),
  poolRoute('POST', `${poolPath}/stopResize`, stopPoolResize),
  poolRoute('POST', `${poolPath}/disableAutoScale`, disableAutoScale),
  poolRoute('GET', `${accountPath}/poolOperationResults/{operation}`, getOperationResult),
]
