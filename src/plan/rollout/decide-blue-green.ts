import { totalOf } from '../../model/node-counts.js'
import type { Pool } from '../../ports/azure.js'
import { nameOfId, poolId, sameId } from '../../shared/arm-id.js'
import type { JsonObject } from '../../shared/json.js'
import type { PropertyDifference } from '../../model/pool-diff.js'
import type { PoolDecision } from '../pool-decision.js'
import { isSteady, readPoolState } from '../../model/pool-state.js'
import type { NodeGoal } from '../../model/step.js'
import { derivedName } from './derived-name.js'
import { isRetired, livePools, roleOf } from '../../model/pool-roles.js'

export interface BlueGreenQuestion {
  readonly accountId: string
  /** As in the config. */
  readonly name: string
  /** The pools of this rollout, whatever their part; none that is being deleted. */
  readonly members: readonly Pool[]
  /** What the new pool would be made from. */
  readonly body: JsonObject
  /** What stands for those of its values that Azure never shows. */
  readonly hidden: JsonObject
  readonly goal: NodeGoal
  /** Where a pool is not as wanted. */
  readonly compare: (pool: Pool) => readonly PropertyDifference[]
  readonly isShort: (pool: Pool) => boolean
}

/** What changes without anybody noticing: no new pool for these. */
const inPlace: readonly string[] = ['scaleSettings', 'metadata']

/**
 * The live pool stays where it is as wanted, or differs in scale or metadata alone. Else a pool that is as wanted takes
 * over: one that was retired and is still kept, one that an unfinished run left, or a new one.
 */
export function decideBlueGreen(question: BlueGreenQuestion): PoolDecision {
  const { accountId, name, members, body, hidden, compare } = question
  const isWanted = (pool: Pool): boolean =>
    compare(pool).every(({ property }) => inPlace.includes(property))
  const live = livePools(name, members)
  const [current, ...others] = live
  if (current !== undefined && isWanted(current) && others.length === 0) {
    return decideInPlace(current, question)
  }
  const differing = current === undefined ? [] : compare(current)
  const found = [current, ...byTrust(members)].find((pool) => pool !== undefined && isWanted(pool))
  if (found !== undefined) {
    const rest = live.filter((pool) => !sameId(pool.id, found.id))
    const { id } = found
    const green = { id, pool: found, stage: stageOf(found, question) }
    return { kind: 'blue-green', differing, live: rest, lingering: lingeringIn(members, id), green }
  }
  const plain = poolId(accountId, name)
  const isFree = (id: string): boolean => !members.some((pool) => sameId(pool.id, id))
  if (current === undefined && isFree(plain)) return { kind: 'create' }
  const id = poolId(accountId, derivedName(name, body, hidden))
  const taken = members.find((pool) => sameId(pool.id, id))
  if (taken !== undefined) return { kind: 'refuse', why: 'taken', by: nameOfId(id) }
  const lingering = lingeringIn(members, id)
  return { kind: 'blue-green', differing, live, lingering, green: { id, stage: 'new' } }
}

/** Nobody else asks for the nodes of these to go: a resize that has ended does not come back to them. */
function lingeringIn(members: readonly Pool[], greenId: string): readonly Pool[] {
  return members.filter((pool) => {
    const state = readPoolState(pool.properties)
    const hasNodes = totalOf(state) > 0
    const isOver = isRetired(pool) && isSteady(state)
    return isOver && hasNodes && !sameId(pool.id, greenId)
  })
}

function decideInPlace(
  current: Pool,
  { compare, isShort }: Pick<BlueGreenQuestion, 'compare' | 'isShort'>,
): PoolDecision {
  const state = readPoolState(current.properties)
  const differing = compare(current)
  if (differing.length > 0) return { kind: 'patch', differing, state }
  return isShort(current) ? { kind: 'resize-again', state } : { kind: 'reuse', state }
}

/** One that was live once is known to work. */
function byTrust(members: readonly Pool[]): readonly Pool[] {
  const isOld = (pool: Pool): boolean => roleOf(pool) !== 'canary'
  return [...members.filter(isOld), ...members.filter((pool) => !isOld(pool))]
}

function stageOf(
  pool: Pool,
  { compare, isShort }: BlueGreenQuestion,
): 'canary' | 'scaled-down' | 'whole' {
  const isScaled = !compare(pool).some(({ property }) => property === 'scaleSettings')
  if (isScaled && !isShort(pool)) return 'whole'
  return roleOf(pool) === 'canary' && !isScaled ? 'canary' : 'scaled-down'
}
