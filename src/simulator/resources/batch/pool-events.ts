/** What others do to pools: stop and begin resizes, take nodes back. */
import { numberAt, objectAt, textAt } from '../../json.js'
import type { EvictionScenario, StoredResource, WorldChange, WorldEvent } from '../../kernel.js'
import { matchesPattern } from '../../patterns.js'
import type { World } from './pool-image.js'
import { beginResize, nodesOf, runMachine, stopMachine } from './pool-machine.js'
import { touchPool } from './pool-writes.js'

/** Pools whose name matches; all of them where no pattern is given. */
export function poolsNamed({ store }: World, pattern = '*'): readonly StoredResource[] {
  return store
    .ofType('Microsoft.Batch/batchAccounts/pools')
    .filter(({ name }) => matchesPattern(pattern, name))
}

/** When a pool that matches was made (after `startMs`), or its n-th resize began; undefined: not yet. */
export function anchorOf(
  world: World,
  { since, pool, resize = 1 }: WorldEvent,
  startMs: number,
): number | undefined {
  const moments = poolsNamed(world, pool).flatMap((one) => {
    if (since === 'resize') return runMachine(world, one).beginnings.slice(resize - 1, resize)
    const made = Date.parse(textAt(one.properties, 'creationTime') ?? '')
    return made >= startMs ? [made] : []
  })
  return moments.length === 0 ? undefined : Math.min(...moments)
}

/** Somebody else stops what goes on. False where nothing does. */
export function stopResizes(world: World, pattern: string): boolean {
  return poolsNamed(world, pattern).filter((pool) => stopMachine(world, pool)).length > 0
}

/** Somebody else wants other numbers of nodes. False where there is no such pool. */
export function resizePools(
  world: World,
  { pool: pattern, dedicatedNodes, lowPriorityNodes }: NonNullable<WorldChange['resize']>,
): boolean {
  const now = world.clock.now()
  const pools = poolsNamed(world, pattern)
  for (const pool of pools) {
    const machine = runMachine(world, pool)
    const { resize } = machine
    if (resize !== undefined && now < resize.endMs) {
      machine.resize = { ...resize, cutMs: Math.min(resize.cutMs, now), endMs: now, errors: [] }
    }
    const before = objectAt(pool.properties, 'scaleSettings', 'fixedScale')
    const dedicated = dedicatedNodes ?? numberAt(before, 'targetDedicatedNodes') ?? 0
    const lowPriority = lowPriorityNodes ?? numberAt(before, 'targetLowPriorityNodes') ?? 0
    const targets = { targetDedicatedNodes: dedicated, targetLowPriorityNodes: lowPriority }
    const scaleSettings = { fixedScale: { ...before, ...targets } }
    touchPool(world, pool, { ...pool.properties, scaleSettings })
    beginResize(world, pool, { startMs: now, target: { dedicated, lowPriority } })
  }
  return pools.length > 0
}

/** Azure takes low-priority nodes back, the oldest first. False where there are none. */
export function evictNodes(
  world: World,
  { pool: pattern, ...eviction }: EvictionScenario & { readonly pool: string },
): boolean {
  const taken = poolsNamed(world, pattern).map((pool) => evictFrom(world, pool, eviction))
  return taken.some((count) => count > 0)
}

function evictFrom(
  world: World,
  pool: StoredResource,
  { nodes, leaveAfterSeconds, backAfterSeconds }: EvictionScenario,
): number {
  const machine = runMachine(world, pool)
  const atMs = world.clock.now()
  const taken = nodesOf(machine, atMs)
    .filter((node) => node.kind === 'lowPriority' && !machine.evictions.has(node))
    .slice(0, nodes === 'all' ? undefined : nodes)
  for (const node of taken) {
    machine.evictions.set(node, {
      atMs,
      ...(leaveAfterSeconds === undefined ? {} : { leaveMs: atMs + leaveAfterSeconds * 1000 }),
      ...(backAfterSeconds === undefined ? {} : { backMs: atMs + backAfterSeconds * 1000 }),
    })
  }
  return taken.length
}
