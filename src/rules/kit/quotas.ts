import type { Config } from '../../inputs/config.js'
import type { Facts } from '../../model/facts.js'
import { coresOf } from '../../model/offered-sizes.js'
import { closedFamilyOf } from '../../model/retirements.js'
import { nodeGoal } from '../../model/pool-body.js'
import { readPoolState } from '../../model/pool-state.js'
import { resolvePool } from '../../plan/resolve-pool.js'
import type { Pool } from '../../ports/azure.js'
import { goalCounts, minimumCounts, type NodeKind } from '../../model/node-counts.js'
import { coresLeaving, leavingPool } from './leaving-pool.js'
import { formulaPath, targetPath } from './nodes.js'
import type { Violation } from '../rule.js'
import { sizeOfPool } from './sizes.js'

export const quotaDocs = 'https://learn.microsoft.com/azure/batch/batch-quota-limit'

/** Nodes of one kind that the pool does not have yet. */
export interface Growth {
  readonly have: number
  /** To come for the target. */
  readonly wanted: number
  /** To come for the least that the run is content with. */
  readonly least: number
  /** The most that the autoscale formula can ask for. */
  readonly isFormulas?: true
}

/** Undefined without a pool. Of a formula what counts is the most that it can ask for, and nothing that it must get. */
export function growthOf(config: Config, facts: Facts, kind: NodeKind): Growth | undefined {
  const { pool, rollout } = config
  const goal = pool === undefined ? undefined : nodeGoal(pool, rollout)
  if (goal === undefined) return undefined
  const staying = stayingPool(config, facts)
  const have = staying === undefined ? 0 : readPoolState(staying.properties)[kind]
  const [target, least] = [goalCounts(goal)[kind], minimumCounts(goal)[kind]]
  if (goal.autoScale) {
    const most = facts.formula?.sweep.most
    if (most === undefined) return undefined
    return { have, wanted: Math.max(0, most[kind] - have), least: 0, isFormulas: true }
  }
  return { have, wanted: Math.max(0, target - have), least: Math.max(0, least - have) }
}

/** The pool whose nodes count for what is wanted: with `blue-green` the one that takes over, beside the old one. */
function stayingPool(config: Config, facts: Facts): Pool | undefined {
  const decision = resolvePool(config, facts)?.decision
  if (decision?.kind === 'blue-green') return decision.green.pool
  return leavingPool(config, facts) === undefined ? facts.pool?.existing : undefined
}

export interface Quota {
  readonly kind: NodeKind
  /** What it counts: `standardDSv5Family`, `dedicated cores`. */
  readonly of: string
  /** The family of VM sizes that it is for; undefined: for all. */
  readonly family?: string
  readonly limit: number
  readonly used: number
  /** Who sets it: `Batch account renderbatch`. */
  readonly holder: string
}

/**
 * What a quota keeps the pool from. An error when not even the minimum fits; else a warning: Batch then allocates what fits.
 */
export function shortage(config: Config, facts: Facts, quota: Quota): readonly Violation[] {
  const size = sizeOfPool(config, facts)
  const cores = size && coresOf(size)
  const growth = growthOf(config, facts, quota.kind)
  if (size === undefined || cores === undefined || growth === undefined) return []
  const { have, wanted, least } = growth
  const used = Math.max(0, quota.used - coresLeaving(config, facts, quota.kind, quota.family))
  const free = Math.max(0, quota.limit - used)
  const need = wanted * cores
  if (need <= free) return []
  const fits = have + Math.floor(free / cores)
  const today = new Date(facts.pool?.readAt ?? 0).toISOString().slice(0, 10)
  const isClosed = closedFamilyOf(size.name, today) !== undefined
  const leave = isClosed
    ? 'move to a size of generation v5 or later (the family is closed for growth since July 2026), or '
    : ''
  if (growth.isFormulas === true) {
    return [
      {
        at: formulaPath,
        message: `the formula can ask for ${String(have + wanted)} nodes of ${size.name} = ${String((have + wanted) * cores)} of ${quota.of}; ${String(free)} are free (${quota.holder} has ${String(quota.limit)}, ${String(used)} in use)`,
        help: `${leave}write min(${String(fits)}, ...) around the target, or ask for more quota for ${quota.of}`,
        severity: 'warning',
      },
    ]
  }
  const fewer = fits === 0 ? '' : `or write at most ${String(fits)} nodes, `
  const nodes = `${String(wanted)} ${have > 0 ? 'more ' : ''}${wanted === 1 ? 'node' : 'nodes'}`
  return [
    {
      at: targetPath(quota.kind),
      message: `${nodes} of ${size.name}: needs ${String(need)} of ${quota.of}, ${String(free)} free (${quota.holder} has ${String(quota.limit)}, ${String(used)} in use)`,
      help: `${leave}ask for more quota for ${quota.of}, ${fewer}or free cores in other pools`,
      severity: least * cores > free ? 'error' : 'warning',
    },
  ]
}
