import type { FormulaSweep } from '../autoscale/sweep.js'
import type { LoadedConfig } from '../inputs/config.js'
import type { Facts } from '../model/facts.js'
import { formulaOf } from '../model/pool-formula.js'
import { readPoolState } from '../model/pool-state.js'
import { textAt } from '../shared/json-at.js'

/** What a config's formula yields over a sweep of loads, and what that of the pool as it is yields now. */
export async function sweepOf(
  { config }: LoadedConfig,
  facts: Facts,
  nowMs: number,
): Promise<Facts['formula']> {
  const formula = formulaOf(config)
  if (formula === undefined) return undefined
  const { analyseFormula } = await import('../autoscale/analyse.js')
  const { sweepFormula } = await import('../autoscale/sweep.js')
  const existing = facts.pool?.existing?.properties
  const state = existing && readPoolState(existing)
  const setting = {
    nowMs,
    before: { dedicated: state?.targetDedicated ?? 0, lowPriority: state?.targetLowPriority ?? 0 },
    taskSlotsPerNode: formula.pool.taskSlotsPerNode ?? 1,
  }
  const sweep = (text: string): FormulaSweep => sweepFormula(analyseFormula(text), setting)
  const present = textAt(existing, 'scaleSettings', 'autoScale', 'formula')
  const isChanged = present !== undefined && present.trim() !== formula.text.trim()
  return { sweep: sweep(formula.text), ...(isChanged && { present: sweep(present) }) }
}
