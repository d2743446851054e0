/** Compute nodes: what each is doing, told from how long the service has had it. */
import { createHash } from 'node:crypto'
import { objectAt, textAt, valueAt } from '../../json.js'
import type { JsonObject, StoredResource } from '../../kernel.js'
import { sameText } from '../../store.js'
import { accountIdOf } from './accounts.js'
import { osTypeOfAgent } from './node-agents.js'
import { findImage, imageIdOf, parseImageId, type World } from './pool-image.js'
import { nodesOf, runMachine } from './pool-machine.js'
import type { Node } from './resize.js'

export type NodeState = 'creating' | 'starting' | 'waitingforstarttask' | 'idle' | 'unusable'

const creatingMs = 20_000
const startingMs = 40_000
const startTaskMs = 30_000

interface NodeView {
  readonly node: Node
  readonly state: NodeState
  readonly sinceMs: number
}

/** The pool's nodes and what they are doing now. */
export function viewNodes(world: World, pool: StoredResource): readonly NodeView[] {
  const now = world.clock.now()
  const isBadlyPaired = !agentFitsImage(world, pool)
  const waits = waitsForStartTask(pool)
  return nodesOf(runMachine(world, pool), now).map((node) => {
    const phases: readonly (readonly [NodeState, number])[] = [
      ['creating', creatingMs],
      ['starting', startingMs],
      ...(waits && !isBadlyPaired ? [['waitingforstarttask', startTaskMs] as const] : []),
    ]
    let sinceMs = node.bornMs
    for (const [state, lengthMs] of phases) {
      if (now < sinceMs + lengthMs) return { node, state, sinceMs }
      sinceMs += lengthMs
    }
    return { node, state: isBadlyPaired ? 'unusable' : 'idle', sinceMs }
  })
}

function waitsForStartTask({ properties }: StoredResource): boolean {
  const startTask = valueAt(properties, 'startTask')
  return startTask !== undefined && objectAt(startTask)['waitForSuccess'] !== false
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

export function showNode(pool: StoredResource, view: NodeView, origin: string): JsonObject {
  const { node, state, sinceMs } = view
  const isDedicated = node.kind === 'dedicated'
  const id = nodeId(pool, node)
  return {
    id,
    url: `${origin}/pools/${pool.name}/nodes/${id}`,
    state,
    schedulingState: 'enabled',
    stateTransitionTime: new Date(sinceMs).toISOString(),
    allocationTime: new Date(node.bornMs).toISOString(),
    ipAddress: `10.0.${String(Math.floor(node.number / 250))}.${String((node.number % 250) + 4)}`,
    affinityId: `TVM:${id}`,
    vmSize: (textAt(pool.properties, 'vmSize') ?? '').toLowerCase(),
    totalTasksRun: 0,
    runningTasksCount: 0,
    isDedicated,
    ...(state === 'unusable' ? { errors: [agentFailure] } : {}),
  }
}

const agentFailure: JsonObject = {
  code: 'BatchAgentInstallationFailure',
  message: 'The Batch node agent could not be installed on the node',
  errorDetails: [
    { name: 'Reason', value: 'The node agent SKU does not fit the operating system of the image' },
  ],
}

function nodeId(pool: StoredResource, node: Node): string {
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

/** How many nodes of each kind are in each state. */
export function countStates(world: World, pool: StoredResource): JsonObject {
  const views = viewNodes(world, pool)
  const count = (kind: Node['kind']): JsonObject => {
    const ours = views.filter(({ node }) => node.kind === kind)
    const counts = countedStates.map((name) => {
      const inState = ours.filter(({ state }) => sameText(state, name))
      return [name, inState.length] as const
    })
    return { ...Object.fromEntries(counts), total: ours.length }
  }
  return { poolId: pool.name, dedicated: count('dedicated'), lowPriority: count('lowPriority') }
}
