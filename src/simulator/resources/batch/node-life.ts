/** What becomes of a node: a function of the scenario, of its number and of how long the service has had it. */
import { numberAt, objectAt, valueAt } from '../../json.js'
import type { JsonObject, NodeScenario, SomeNodes, StoredResource } from '../../kernel.js'
import { firstMatch } from '../../patterns.js'
import { isAtWork } from './jobs.js'
import { imageIdOf, type World } from './pool-image.js'
import type { Node } from './resize.js'

export type NodeState =
  | 'creating'
  | 'starting'
  | 'waitingforstarttask'
  | 'starttaskfailed'
  | 'idle'
  | 'running'
  | 'leavingpool'
  | 'preempted'
  | 'unusable'

/** How far the start task of a node is. */
export interface StartTaskRun {
  readonly startMs: number
  /** Absent: it still runs. */
  readonly endMs?: number
  readonly failed: boolean
  readonly retryCount: number
}

export interface NodeLife {
  readonly state: NodeState
  readonly sinceMs: number
  readonly startTask?: StartTaskRun
  readonly errors?: readonly JsonObject[]
}

/** How the nodes of a pool fare: what the scenario says of its image, then of its name, then of all. */
export function nodeScenario(world: World, pool: StoredResource): NodeScenario {
  const { nodes, nodesByPool, nodesByImage } = world.scenario
  const { busySeconds, ...fate } = {
    ...nodes,
    ...firstMatch(nodesByPool, pool.name)?.[1],
    ...firstMatch(nodesByImage, imageIdOf(pool))?.[1],
  }
  return busySeconds === undefined || !isAtWork(world, pool) ? fate : { ...fate, busySeconds }
}

const usual = { creatingSeconds: 20, bootSeconds: 40, startTaskSeconds: 30 }

export interface LifeOptions {
  readonly pool: StoredResource
  readonly fate: NodeScenario
  /** Why no node of the pool can be used, if there is a reason. */
  readonly flaw: JsonObject | undefined
  readonly nowMs: number
}

/** A node's life from its birth to now, as if nobody took it back. */
export function liveNode(node: Node, options: LifeOptions): NodeLife {
  const { pool, fate, nowMs } = options
  const startMs = node.bornMs + (fate.creatingSeconds ?? usual.creatingSeconds) * 1000
  const bootedMs = startMs + (fate.bootSeconds ?? usual.bootSeconds) * 1000
  const breakdown = breakdownOf(node, options, bootedMs)
  if (breakdown !== undefined && nowMs >= breakdown.sinceMs) return breakdown
  if (nowMs < startMs) return { state: 'creating', sinceMs: node.bornMs }
  if (nowMs < bootedMs) return { state: 'starting', sinceMs: startMs }
  if (valueAt(pool.properties, 'startTask') === undefined) return work(fate, node, bootedMs)
  return startWork(node, options, bootedMs)
}

/** When and why a node becomes unusable, if it does. */
function breakdownOf(
  node: Node,
  { fate, flaw }: LifeOptions,
  bootedMs: number,
): NodeLife | undefined {
  if (!isUnusable(node, fate)) {
    return flaw === undefined ? undefined : { state: 'unusable', sinceMs: bootedMs, errors: [flaw] }
  }
  const { afterSeconds, errors } = fate.unusable ?? {}
  const sinceMs = afterSeconds === undefined ? bootedMs : node.bornMs + afterSeconds * 1000
  return { state: 'unusable', sinceMs, ...(errors === undefined ? {} : { errors }) }
}

function startWork(node: Node, { pool, fate, nowMs }: LifeOptions, bootedMs: number): NodeLife {
  const task = objectAt(pool.properties, 'startTask')
  const startTask = runStartTask(node, { task, fate, nowMs }, bootedMs)
  const isAwaited = task['waitForSuccess'] !== false
  if (!isAwaited) return { ...work(fate, node, bootedMs), startTask }
  if (startTask.endMs === undefined) {
    return { state: 'waitingforstarttask', sinceMs: bootedMs, startTask }
  }
  if (startTask.failed) return { state: 'starttaskfailed', sinceMs: startTask.endMs, startTask }
  return { ...work(fate, node, startTask.endMs), startTask }
}

function runStartTask(
  node: Node,
  { task, fate, nowMs }: Pick<LifeOptions, 'fate' | 'nowMs'> & { readonly task: JsonObject },
  startMs: number,
): StartTaskRun {
  const runMs = Math.max(1, (fate.startTaskSeconds ?? usual.startTaskSeconds) * 1000)
  const failed = failsToStart(node, fate)
  const allowed = numberAt(task, 'maxTaskRetryCount') ?? 0
  const retries = allowed < 0 ? Infinity : allowed
  const begun = Math.floor((nowMs - startMs) / runMs)
  const runs = failed ? retries + 1 : 1
  if (begun < runs) return { startMs, failed: false, retryCount: begun }
  return { startMs, endMs: startMs + runs * runMs, failed, retryCount: runs - 1 }
}

function work(fate: NodeScenario, node: Node, sinceMs: number): NodeLife {
  return { state: isBusy(node, fate) ? 'running' : 'idle', sinceMs }
}

function isUnusable(node: Node, { unusable }: NodeScenario): boolean {
  return node.number < count(unusable?.nodes)
}

function failsToStart(node: Node, fate: NodeScenario): boolean {
  const { unusable, startTaskFails } = fate
  return (
    !isUnusable(node, fate) && node.number < count(unusable?.nodes) + count(startTaskFails?.nodes)
  )
}

/** Whether a node that works has tasks. */
export function isBusy(node: Node, fate: NodeScenario): boolean {
  const { busySeconds, busyNodes = 'all' } = fate
  if (busySeconds === undefined || isUnusable(node, fate) || failsToStart(node, fate)) return false
  return node.number < count(busyNodes)
}

export function count(nodes: SomeNodes = 0): number {
  return nodes === 'all' ? Infinity : nodes
}
