/** What drives a pool: its nodes, its resizes one after another, its autoscale evaluations. */
import type { Targets } from '../../../autoscale/evaluate.js'
import { numberAt, objectAt, textAt, valueAt } from '../../json.js'
import type { JsonObject, StoredResource } from '../../kernel.js'
import { sameText } from '../../store.js'
import { accountIdOf, requireAccount } from './accounts.js'
import { evaluatePool } from './auto-scale.js'
import { defaultTimeout, durationMs } from './durations.js'
import { isBusy, nodeScenario } from './node-life.js'
import { findImage, imageIdOf, parseImageId, type World } from './pool-image.js'
import {
  allocationStateDuring,
  countNodes,
  failResize,
  nodeKinds,
  nodesDuring,
  planResize,
  stopResize,
  type Node,
  type Resize,
  type ResizeError,
  type Target,
} from './resize.js'
import { nextCourse } from './resize-course.js'
import { imageGone, leftOf, limitsOf, type CoresInUse } from './resize-limits.js'
import { findVmSize } from './vm-sizes.js'

export interface PoolMachine {
  /** Nodes of a pool that was never resized here. */
  readonly firstNodes: readonly Node[]
  /** `resizeOperationStatus` of a pool that was there at the start, until it is resized here. */
  readonly firstStatus: JsonObject | undefined
  readonly firstTransitionMs: number
  /** The current resize, or the last one. */
  resize?: Resize
  autoScale?: { nextMs: number; run?: JsonObject }
  /** When each resize begun here began. */
  readonly beginnings: number[]
  /** Nodes that Azure took back. */
  readonly evictions: Map<Node, Eviction>
}

/** When a node was taken back, left the pool, came back; simulated ms. */
export interface Eviction {
  readonly atMs: number
  readonly leaveMs?: number
  readonly backMs?: number
}

const defaultInterval = 'PT15M'
const firstEvaluationMs = 20_000
const machines = new WeakMap<StoredResource, PoolMachine>()

/** The machine of a pool as of now: evaluations that were due have been made, broken resizes have ended. */
export function runMachine(world: World, pool: StoredResource): PoolMachine {
  const machine = machines.get(pool) ?? adoptPool(world, pool)
  breakOffIfImageGone(world, pool, machine)
  evaluateAsDue(world, pool, machine)
  return machine
}

export function nodesOf(machine: PoolMachine, nowMs: number): readonly Node[] {
  const { resize, firstNodes, evictions } = machine
  const nodes = resize === undefined ? firstNodes : nodesDuring(resize, nowMs)
  if (evictions.size === 0) return nodes
  return nodes.filter((node) => nowMs < (evictions.get(node)?.leaveMs ?? Infinity))
}

export function allocationStateOf(
  machine: PoolMachine,
  nowMs: number,
): 'Resizing' | 'Stopping' | 'Steady' {
  return machine.resize === undefined ? 'Steady' : allocationStateDuring(machine.resize, nowMs)
}

export function allocationTransitionMs(
  { resize, firstTransitionMs }: PoolMachine,
  nowMs: number,
): number {
  if (resize === undefined) return firstTransitionMs
  if (nowMs >= resize.endMs) return resize.endMs
  if (resize.stopMs !== undefined && nowMs >= resize.stopMs) return resize.stopMs
  return resize.request.startMs
}

/** A new pool: no nodes; begins what its scale settings ask for. */
export function startMachine(world: World, pool: StoredResource): void {
  const now = world.clock.now()
  machines.set(pool, {
    firstNodes: [],
    firstStatus: undefined,
    firstTransitionMs: now,
    ...{ beginnings: [], evictions: new Map<Node, Eviction>() },
  })
  followScaleSettings(world, pool)
}

/** Begins whatever the pool's scale settings ask for that is not there yet. */
export function followScaleSettings(world: World, pool: StoredResource): void {
  const machine = runMachine(world, pool)
  const now = world.clock.now()
  if (textAt(pool.properties, 'scaleSettings', 'autoScale', 'formula') !== undefined) {
    machine.autoScale = { nextMs: now + firstEvaluationMs }
    return
  }
  delete machine.autoScale
  const fixed = objectAt(pool.properties, 'scaleSettings', 'fixedScale')
  const target = {
    dedicated: numberAt(fixed, 'targetDedicatedNodes') ?? 0,
    lowPriority: numberAt(fixed, 'targetLowPriorityNodes') ?? 0,
  }
  const current = countNodes(nodesOf(machine, now))
  if (nodeKinds.every((kind) => current[kind] === target[kind])) return
  beginResize(world, pool, { startMs: now, target })
}

export interface ResizeStart {
  readonly startMs: number
  readonly target: Target
}

/** Begins a resize, whose course is fixed here by scenario, quotas and image. */
export function beginResize(world: World, pool: StoredResource, start: ResizeStart): void {
  const machine = machines.get(pool) ?? adoptPool(world, pool)
  const { startMs, target } = start
  const nodes = nodesOf(machine, startMs)
  const account = accountLimits(world, pool)
  const limits = limitsOf(world, pool.properties, account)
  const leftOfSize = leftOf(world, pool.properties, account)
  const course = nextCourse(world, pool, { target, nodes, leftOfSize })
  const current = countNodes(nodes)
  const grows = nodeKinds.some((kind) => (target[kind] ?? 0) > current[kind])
  const failure = course.failure ?? (grows ? limits.failure : undefined)
  const fixed = objectAt(pool.properties, 'scaleSettings', 'fixedScale')
  const iso = textAt(fixed, 'resizeTimeout') ?? defaultTimeout
  const nodeDeallocationOption = textAt(fixed, 'nodeDeallocationOption')
  machine.beginnings.push(startMs)
  machine.resize = planResize({
    startMs,
    target,
    nodes,
    timeout: { iso, ms: durationMs(iso) ?? 0 },
    ...course,
    tasksMs: tasksOf(world, pool),
    ceilings: limits.ceilings,
    ...(nodeDeallocationOption === undefined ? {} : { nodeDeallocationOption }),
    ...(failure === undefined ? {} : { failure }),
  })
}

/** The task of a busy node begins with the resize: no node is free earlier than a whole task later. */
function tasksOf(world: World, pool: StoredResource): (node: Node) => number | undefined {
  const fate = nodeScenario(world, pool)
  const lengthMs = (fate.busySeconds ?? 0) * 1000
  return (node) => (isBusy(node, fate) ? lengthMs : undefined)
}

/** Stops a resize. False where none is going on. */
export function stopMachine(world: World, pool: StoredResource): boolean {
  const machine = runMachine(world, pool)
  const now = world.clock.now()
  if (machine.resize === undefined || allocationStateOf(machine, now) !== 'Resizing') return false
  machine.resize = stopResize(machine.resize, now)
  return true
}

function accountLimits(world: World, pool: StoredResource): Parameters<typeof limitsOf>[2] {
  const accountId = accountIdOf(pool.id)
  const account = requireAccount(world, accountId)
  const others = world.store.list(`${accountId}/pools`).filter((one) => !sameText(one.id, pool.id))
  return {
    properties: account.properties,
    region: account.location ?? '',
    inUse: others.map((other) => coresOf(world, other)),
  }
}

/** Cores of a pool, those it is still getting included: two resizes cannot both have the last core. */
function coresOf(world: World, pool: StoredResource): CoresInUse {
  const machine = machines.get(pool) ?? adoptPool(world, pool)
  const size = findVmSize(textAt(pool.properties, 'vmSize') ?? '')
  const counts = countNodes(nodesOf(machine, machine.resize?.endMs ?? 0))
  const cores = size?.cores ?? 0
  return {
    family: size?.family ?? '',
    vmSize: size?.name ?? '',
    nodes: counts.dedicated + counts.lowPriority,
    cores: { dedicated: counts.dedicated * cores, lowPriority: counts.lowPriority * cores },
  }
}

function breakOffIfImageGone(world: World, pool: StoredResource, machine: PoolMachine): void {
  const now = world.clock.now()
  const { resize } = machine
  const isComing = resize?.arrivals.some((node) => node.bornMs > now && node.bornMs <= resize.cutMs)
  if (resize === undefined || isComing !== true) return
  if (allocationStateDuring(resize, now) !== 'Resizing') return
  const id = parseImageId(imageIdOf(pool) ?? '')
  if (id === undefined) return
  const region = world.store.get(accountIdOf(pool.id))?.location ?? ''
  if ('absent' in findImage(world, id, region)) machine.resize = failResize(resize, now, imageGone)
}

function evaluateAsDue(world: World, pool: StoredResource, machine: PoolMachine): void {
  const settings = objectAt(pool.properties, 'scaleSettings', 'autoScale')
  const formula = textAt(settings, 'formula')
  if (machine.autoScale === undefined || formula === undefined) return
  const intervalMs = durationMs(textAt(settings, 'evaluationInterval') ?? defaultInterval)
  const now = world.clock.now()
  while (machine.autoScale.nextMs <= now) {
    const atMs = machine.autoScale.nextMs
    machine.autoScale.nextMs = atMs + (intervalMs ?? 0)
    evaluateOnce(world, pool, { machine, formula, atMs })
  }
}

function evaluateOnce(
  world: World,
  pool: StoredResource,
  { machine, formula, atMs }: { machine: PoolMachine; formula: string; atMs: number },
): void {
  const evaluationTime = new Date(atMs).toISOString()
  const nextMs = machine.autoScale?.nextMs ?? atMs
  const current = countNodes(nodesOf(machine, atMs))
  const before = targetsBefore(machine, current)
  const { targets, run } = evaluatePool(world, pool, { formula, atMs, before, nodes: current })
  machine.autoScale = { nextMs, run: { evaluationTime, ...run } }
  if (run['error'] !== undefined || allocationStateOf(machine, atMs) !== 'Steady') return
  if (nodeKinds.every((kind) => current[kind] === targets[kind])) return
  beginResize(world, pool, { startMs: atMs, target: targets })
}

/** What the pool was last asked to have. */
export function targetsBefore({ resize, firstStatus }: PoolMachine, current: Targets): Targets {
  const asked = resize?.request.target
  return {
    dedicated:
      asked?.dedicated ?? numberAt(firstStatus, 'targetDedicatedNodes') ?? current.dedicated,
    lowPriority:
      asked?.lowPriority ?? numberAt(firstStatus, 'targetLowPriorityNodes') ?? current.lowPriority,
  }
}

/** A pool from the scenario, in the shape a GET shows: its nodes are there, or are still coming. */
function adoptPool(world: World, pool: StoredResource): PoolMachine {
  const { properties } = pool
  const now = world.clock.now()
  const bornMs = timeAt(properties, 'creationTime') ?? 0
  const counts = {
    dedicated: numberAt(properties, 'currentDedicatedNodes') ?? 0,
    lowPriority: numberAt(properties, 'currentLowPriorityNodes') ?? 0,
  }
  const firstNodes = nodeKinds
    .flatMap((kind) => Array.from({ length: counts[kind] }, () => kind))
    .map((kind, number) => ({ kind, number, bornMs }))
  const status = valueAt(properties, 'resizeOperationStatus')
  const machine: PoolMachine = {
    firstNodes,
    firstStatus: status === undefined ? undefined : objectAt(status),
    firstTransitionMs: timeAt(properties, 'allocationStateTransitionTime') ?? now,
    ...{ beginnings: [], evictions: new Map<Node, Eviction>() },
  }
  const run = valueAt(properties, 'autoScaleRun')
  if (valueAt(properties, 'scaleSettings', 'autoScale') !== undefined) {
    machine.autoScale = {
      nextMs: now + firstEvaluationMs,
      ...(run === undefined ? {} : { run: objectAt(run) }),
    }
  }
  machines.set(pool, machine)
  if (textAt(properties, 'allocationState') === 'Resizing') {
    const source =
      status === undefined ? objectAt(properties, 'scaleSettings', 'fixedScale') : objectAt(status)
    const target = {
      dedicated: numberAt(source, 'targetDedicatedNodes') ?? counts.dedicated,
      lowPriority: numberAt(source, 'targetLowPriorityNodes') ?? counts.lowPriority,
    }
    beginResize(world, pool, { startMs: timeAt(status, 'startTime') ?? now, target })
  }
  return machine
}

function timeAt(value: Parameters<typeof textAt>[0], name: string): number | undefined {
  const ms = Date.parse(textAt(value, name) ?? '')
  return Number.isNaN(ms) ? undefined : ms
}

/** Errors as they stand in `resizeOperationStatus.errors`: pairs become nested details. */
export function showErrors(errors: readonly ResizeError[]): JsonObject[] {
  return errors.map(({ code, message, values }) => ({
    code,
    message,
    ...(values.length === 0
      ? {}
      : { details: values.map(({ name, value }) => ({ code: name, message: value })) }),
  }))
}
