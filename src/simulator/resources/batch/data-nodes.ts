/** Compute nodes as the data plane shows them. */
import { createHash } from 'node:crypto'
import { textAt } from '../../json.js'
import type { JsonObject, NodeScenario, StoredResource } from '../../kernel.js'
import { sameText } from '../../store.js'
import { accountIdOf } from './accounts.js'
import { osTypeOfAgent } from './node-agents.js'
import {
  count,
  liveNode,
  nodeScenario,
  type LifeOptions,
  type NodeLife,
  type StartTaskRun,
} from './node-life.js'
import { findImage, imageIdOf, parseImageId, type World } from './pool-image.js'
import { nodesOf, runMachine, type PoolMachine } from './pool-machine.js'
import type { Node } from './resize.js'

export interface NodeView extends NodeLife {
  readonly node: Node
}

/** The pool's nodes and what they are doing, now or a moment ago: what is due by now has happened all the same. */
export function viewNodes(
  world: World,
  pool: StoredResource,
  nowMs = world.clock.now(),
): readonly NodeView[] {
  const machine = runMachine(world, pool)
  const fate = nodeScenario(world, pool)
  const flaw = agentFitsImage(world, pool) ? undefined : agentFailure
  const options = { pool, fate, flaw, nowMs }
  const leavers = leaversOf(machine, nowMs)
  let lowPriority = 0
  return nodesOf(machine, nowMs).map((node) => {
    const rank = node.kind === 'lowPriority' ? lowPriority++ : Infinity
    const life =
      takenBack(node, machine, options) ??
      preempted(node, rank, options) ??
      leavers.get(node) ??
      liveNode(node, options)
    return { node, ...life }
  })
}

/** A node that an event took back, and what became of it since. */
function takenBack(node: Node, machine: PoolMachine, options: LifeOptions): NodeLife | undefined {
  const eviction = machine.evictions.get(node)
  if (eviction === undefined || options.nowMs < eviction.atMs) return undefined
  const { atMs, backMs } = eviction
  if (backMs === undefined || options.nowMs < backMs) return { state: 'preempted', sinceMs: atMs }
  return liveNode({ ...node, bornMs: backMs }, options)
}

function preempted(
  node: Node,
  rank: number,
  { fate, nowMs }: { readonly fate: NodeScenario; readonly nowMs: number },
): NodeLife | undefined {
  const sinceMs = node.bornMs + (fate.preempted?.afterSeconds ?? 0) * 1000
  if (rank >= count(fate.preempted?.nodes) || nowMs < sinceMs) return undefined
  return { state: 'preempted', sinceMs }
}

/** Nodes that go as soon as the service gets to them; one that has tasks to end goes on with them. */
function leaversOf({ resize }: PoolMachine, nowMs: number): ReadonlyMap<Node, NodeLife> {
  if (resize === undefined || nowMs < resize.request.startMs || nowMs >= resize.endMs) {
    return new Map()
  }
  const life = { state: 'leavingpool', sinceMs: resize.request.startMs } as const
  return new Map(resize.departures.filter(({ drains }) => !drains).map(({ node }) => [node, life]))
}

/** Not checked when the pool is made; a wrong agent cannot be installed on the node. */
function agentFitsImage(world: World, pool: StoredResource): boolean {
  const vm = ['deploymentConfiguration', 'virtualMachineConfiguration'] as const
  const agent = textAt(pool.properties, ...vm, 'nodeAgentSkuId') ?? ''
  const id = parseImageId(imageIdOf(pool) ?? '')
  if (id === undefined) return true
  const region = world.store.get(accountIdOf(pool.id))?.location ?? ''
  const found = findImage(world, id, region)
  if ('absent' in found || found.image.osType === undefined) return true
  return sameText(found.image.osType, osTypeOfAgent(agent))
}

const agentFailure: JsonObject = {
  code: 'BatchAgentInstallationFailure',
  message: 'The Batch node agent could not be installed on the node',
  errorDetails: [
    { name: 'Reason', value: 'The node agent SKU does not fit the operating system of the image' },
  ],
}

export interface NodePlace {
  readonly pool: StoredResource
  readonly fate: NodeScenario
  readonly origin: string
}

export function showNode(view: NodeView, { pool, fate, origin }: NodePlace): JsonObject {
  const { node, state, sinceMs, errors, startTask } = view
  const { number } = node
  const id = nodeId(pool, node)
  return {
    id,
    url: `${origin}/pools/${pool.name}/nodes/${id}`,
    state,
    schedulingState: 'enabled',
    stateTransitionTime: iso(sinceMs),
    allocationTime: iso(node.bornMs),
    ipAddress: `10.0.${String(Math.floor(number / 250))}.${String((number % 250) + 4)}`,
    affinityId: `TVM:${id}`,
    vmSize: (textAt(pool.properties, 'vmSize') ?? '').toLowerCase(),
    totalTasksRun: 0,
    runningTasksCount: state === 'running' ? 1 : 0,
    isDedicated: node.kind === 'dedicated',
    ...(startTask === undefined ? {} : { startTaskInfo: showStartTask(startTask, fate) }),
    ...(errors === undefined ? {} : { errors: [...errors] }),
  }
}

const badExitCode: JsonObject = {
  category: 'usererror',
  code: 'FailureExitCode',
  message: 'The task exited with an exit code representing a failure',
  details: [],
}

function showStartTask(run: StartTaskRun, { startTaskFails }: NodeScenario): JsonObject {
  const { startMs, endMs, failed, retryCount } = run
  const begun = { startTime: iso(startMs), retryCount }
  if (endMs === undefined) return { state: 'running', ...begun }
  const ended = { state: 'completed', ...begun, endTime: iso(endMs) }
  if (!failed) return { ...ended, exitCode: 0, result: 'success' }
  const { exitCode, failureInfo } = startTaskFails ?? {}
  return {
    ...ended,
    // What fails before the command runs has no exit code.
    ...(failureInfo !== undefined && exitCode === undefined ? {} : { exitCode: exitCode ?? 1 }),
    result: 'failure',
    failureInfo: failureInfo ?? badExitCode,
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}

/** The same for the same node of the same pool. */
export function nodeId(pool: StoredResource, node: Node): string {
  const hash = createHash('sha256').update(
    `${pool.id} ${String(node.number)} ${String(node.bornMs)}`,
  )
  return `tvmps_${hash.digest('hex').slice(0, 64)}_${node.kind === 'dedicated' ? 'd' : 'p'}`
}

const countedStates = [
  'creating',
  'idle',
  'offline',
  'preempted',
  'rebooting',
  'reimaging',
  'running',
  'starting',
  'startTaskFailed',
  'leavingPool',
  'unknown',
  'unusable',
  'waitingForStartTask',
]

/** How many nodes of each kind were in each state at a moment. */
export function countStates(world: World, pool: StoredResource, nowMs: number): JsonObject {
  const sums = { dedicated: new Map<string, number>(), lowPriority: new Map<string, number>() }
  // Of nodes older than what is going on now, those that were there: counts may be asked of a moment ago.
  const there = viewNodes(world, pool, nowMs).filter(({ node }) => node.bornMs <= nowMs)
  for (const { node, state } of there) {
    const sum = sums[node.kind]
    sum.set(state, (sum.get(state) ?? 0) + 1)
  }
  const show = (sum: ReadonlyMap<string, number>): JsonObject => ({
    ...Object.fromEntries(countedStates.map((name) => [name, sum.get(name.toLowerCase()) ?? 0])),
    total: [...sum.values()].reduce((total, nodes) => total + nodes, 0),
  })
  return {
    poolId: pool.name,
    dedicated: show(sums.dedicated),
    lowPriority: show(sums.lowPriority),
  }
}
