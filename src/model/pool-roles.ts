/** Which pools of an account are one and the same to a blue-green rollout, and which of them is live. */
import type { Pool } from '../ports/azure.js'
import { nameOfId } from '../shared/arm-id.js'
import { textAt } from '../shared/json-at.js'
import { lineageNames, markText, ownMetadata, type Lineage } from './lineage.js'
import type { PoolRole } from './step.js'

/** A mark that the action wrote; names are compared without regard to letter case. */
export function markOf(pool: Pick<Pool, 'properties'>, name: string): string | undefined {
  const own = Object.entries(ownMetadata(pool.properties))
  return own.find(([key]) => key.toLowerCase() === name)?.[1]
}

export function roleOf(pool: Pick<Pool, 'properties'>): PoolRole | undefined {
  const role = markOf(pool, lineageNames.role)
  return role === 'canary' || role === 'live' || role === 'retired' ? role : undefined
}

/** A rollout took the jobs and the nodes away: a cleanup removes it once its window is over. */
export function isRetired(pool: Pick<Pool, 'properties'>): boolean {
  return roleOf(pool) === 'retired'
}

export function poolNameOf({ id }: Pick<Pool, 'id'>): string {
  return nameOfId(id)
}

/** The pools of an account that a rollout brought about for a name in the config, and the one that has that name. */
export function poolsOfRollout(name: string, pools: readonly Pool[]): readonly Pool[] {
  const wanted = name.toLowerCase()
  return pools.filter(
    (pool) =>
      poolNameOf(pool).toLowerCase() === wanted ||
      markOf(pool, lineageNames.pool)?.toLowerCase() === wanted,
  )
}

/**
 * The pools that are marked as live, the one that went live last first: there are two only where a run ended between two
 * marks. Where none is marked it is the pool of the name itself, unless that has another role.
 */
export function livePools(name: string, members: readonly Pool[]): readonly Pool[] {
  const marked = members.filter((pool) => roleOf(pool) === 'live')
  if (marked.length > 0) return marked.toSorted((a, b) => since(b).localeCompare(since(a)))
  const plain = members.find((pool) => poolNameOf(pool).toLowerCase() === name.toLowerCase())
  return plain !== undefined && roleOf(plain) === undefined ? [plain] : []
}

/**
 * The live pool of the blue-green rollout that a name is of, where that is another pool than the one of the name: that one was
 * retired, or is not there any more. A pool that a rollout made knows by its marks which rollout that was.
 */
export function livePoolBeside(name: string, pools: readonly Pool[]): Pool | undefined {
  const there = pools.filter((pool) => !isBeingDeleted(pool))
  const isNamed = (pool: Pool): boolean => poolNameOf(pool).toLowerCase() === name.toLowerCase()
  const rollout = markOf(there.find(isNamed) ?? noPool, lineageNames.pool) ?? name
  const [live] = livePools(rollout, poolsOfRollout(rollout, there))
  return live === undefined || isNamed(live) ? undefined : live
}

/** The live pools of all rollouts but the one of a name. */
export function livePoolsBut(name: string, pools: readonly Pool[]): readonly Pool[] {
  const own = poolsOfRollout(name, pools)
  return pools.filter(
    (pool) => roleOf(pool) === 'live' && !own.includes(pool) && !isBeingDeleted(pool),
  )
}

/** Whether the run's config file, of the same repository, made it. */
export function isOfFile(pool: Pool, lineage: Lineage | undefined): boolean {
  const file = markOf(pool, lineageNames.config)
  if (lineage?.config === undefined || file !== markText(lineage.config)) return false
  return markOf(pool, lineageNames.repository) === lineage.repository
}

const noPool: Pick<Pool, 'properties'> = { properties: {} }

/** ISO 8601, so that the order of the texts is that of the times. */
function since(pool: Pool): string {
  return markOf(pool, lineageNames.live) ?? textAt(pool.properties, 'creationTime') ?? ''
}

export function isBeingDeleted({ properties }: Pick<Pool, 'properties'>): boolean {
  return textAt(properties, 'provisioningState')?.toLowerCase() === 'deleting'
}
