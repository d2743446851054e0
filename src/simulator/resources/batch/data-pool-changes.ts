/** Changes of a pool in the data plane: `az batch pool set`, `reset` and `autoscale`. */
import { objectAt, textAt, without } from '../../json.js'
import type {
  JsonObject,
  Route,
  RouteContext,
  SimulatedResponse,
  StoredResource,
} from '../../kernel.js'
import { readShape } from '../../shape.js'
import { evaluatePool } from './auto-scale.js'
import { dataRoute } from './data-account.js'
import { odataHeaders, odataItem } from './data-answers.js'
import { toArmProperties } from './data-body.js'
import { showRunError } from './data-view.js'
import { countNodes } from './resize.js'
import { nodesOf, runMachine, targetsBefore } from './pool-machine.js'
import { poolProperties } from './pool-shape.js'
import { bareEtag, checkConditions, refuseDeleting, updatePool } from './pool-writes.js'
import { problem } from './problem.js'
import { batchShapeRefusals } from './shape-refusals.js'
import { versionDate } from './versions.js'

function requirePool(context: RouteContext, account: StoredResource): StoredResource {
  const pool = context.store.get(`${account.id}/pools/${context.params['pool'] ?? ''}`)
  if (pool === undefined) throw problem(404, 'PoolNotFound')
  refuseDeleting(context, pool)
  checkConditions(context, pool)
  return pool
}

interface Change {
  readonly account: StoredResource
  readonly pool: StoredResource
  readonly properties: JsonObject
}

function change(context: RouteContext, { account, pool, properties }: Change): void {
  const version = versionDate(context.apiVersion)
  const at = { version, path: ['properties'], refuse: batchShapeRefusals }
  const read = objectAt(readShape(properties, poolProperties, at))
  updatePool(
    context,
    { account, pool },
    { name: pool.name, version, properties: read, replaces: false },
  )
}

function answer(context: RouteContext, pool: StoredResource, status: number): SimulatedResponse {
  const dataserviceid = `${context.origin}/pools/${pool.name}`
  return { status, headers: { ...odataHeaders, etag: bareEtag(pool.etag ?? ''), dataserviceid } }
}

/** Only what is named changes. */
function patchPool(context: RouteContext, account: StoredResource): SimulatedResponse {
  const pool = requirePool(context, account)
  const { scaleSettings, ...properties } = toArmProperties(context.body)
  if (scaleSettings !== undefined && objectAt(scaleSettings)['autoScale'] !== undefined) {
    throw problem(400, 'InvalidRequestBody', [
      { name: 'Reason', value: 'The formula of a pool is set by enableautoscale' },
    ])
  }
  change(context, { account, pool, properties })
  return answer(context, pool, 200)
}

/** What is not named is removed. */
function resetPool(context: RouteContext, account: StoredResource): SimulatedResponse {
  const pool = requirePool(context, account)
  const { startTask, ...lists } = toArmProperties(context.body)
  pool.properties = without(pool.properties, 'startTask')
  const properties = {
    applicationPackages: lists['applicationPackages'] ?? [],
    metadata: lists['metadata'] ?? [],
    ...(startTask === undefined ? {} : { startTask }),
  }
  change(context, { account, pool, properties })
  return answer(context, pool, 204)
}

function enableAutoScale(context: RouteContext, account: StoredResource): SimulatedResponse {
  const pool = requirePool(context, account)
  const { body } = context
  const before = objectAt(pool.properties, 'scaleSettings', 'autoScale')
  const autoScale = {
    formula: textAt(body, 'autoScaleFormula') ?? textAt(before, 'formula') ?? '',
    evaluationInterval:
      textAt(body, 'autoScaleEvaluationInterval') ??
      textAt(before, 'evaluationInterval') ??
      'PT15M',
  }
  change(context, { account, pool, properties: { scaleSettings: { autoScale } } })
  return answer(context, pool, 200)
}

/** The nodes that are there stay. */
function disableAutoScale(context: RouteContext, account: StoredResource): SimulatedResponse {
  const pool = requirePool(context, account)
  if (objectAt(pool.properties, 'scaleSettings')['autoScale'] !== undefined) {
    const { dedicated, lowPriority } = countNodes(
      nodesOf(runMachine(context, pool), context.clock.now()),
    )
    const fixedScale = { targetDedicatedNodes: dedicated, targetLowPriorityNodes: lowPriority }
    change(context, { account, pool, properties: { scaleSettings: { fixedScale } } })
  }
  return answer(context, pool, 200)
}

/** Only for a pool that scales by a formula. */
function evaluate(context: RouteContext, account: StoredResource): SimulatedResponse {
  const pool = requirePool(context, account)
  if (objectAt(pool.properties, 'scaleSettings')['autoScale'] === undefined) {
    throw problem(409, 'PoolNotEligibleForAutoScale')
  }
  const atMs = context.clock.now()
  const machine = runMachine(context, pool)
  const nodes = countNodes(nodesOf(machine, atMs))
  const formula = textAt(context.body, 'autoScaleFormula') ?? ''
  const before = targetsBefore(machine, nodes)
  const { run } = evaluatePool(context, pool, { formula, atMs, before, nodes })
  const shown = { timestamp: new Date(atMs).toISOString(), ...run, ...showRunError(run) }
  return { status: 200, headers: odataHeaders, body: odataItem(context, shown, 'autoscaleruns') }
}

const path = '/pools/{pool}'

export const poolChangeRoutes: readonly Route[] = [
  dataRoute('PATCH', path, patchPool),
  dataRoute('POST', `${path}/updateproperties`, resetPool),
  dataRoute('POST', `${path}/enableautoscale`, enableAutoScale),
  dataRoute('POST', `${path}/disableautoscale`, disableAutoScale),
  dataRoute('POST', `${path}/evaluateautoscale`, evaluate),
]
