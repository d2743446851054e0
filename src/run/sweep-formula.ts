import { analyseFormula, type Analysis } from '../autoscale/analyse.js'
import {
  rowAt,
  sweepFormula,
  unseenMetrics,
  type FormulaSweep,
  type SweepSetting,
} from '../autoscale/sweep.js'
import type { Facts, FormulaFacts, FormulaNow } from '../model/facts.js'
import { readPoolState } from '../model/pool-state.js'
import { readTaskLoad } from '../observe/task-load.js'
import type { Azure, Pool } from '../ports/azure.js'
import { nameOfId } from '../shared/arm-id.js'
import { textAt } from '../shared/json-at.js'

interface Asked {
  readonly text: string
  readonly taskSlotsPerNode: number | undefined
  readonly facts: Facts
  readonly nowMs: number
  readonly azure: Azure
  readonly signal: AbortSignal
  /** Whether the load of now is to be read, too. */
  readonly isShown: boolean
}

/** What a formula yields over a sweep of loads and at the load of now, and what that of the pool as it is yields. */
export async function sweepOf(asked: Asked): Promise<FormulaFacts> {
  const { text, taskSlotsPerNode = 1, facts, nowMs } = asked
  const existing = facts.pool?.existing
  const state = existing && readPoolState(existing.properties)
  const setting: SweepSetting = {
    nowMs,
    before: { dedicated: state?.targetDedicated ?? 0, lowPriority: state?.targetLowPriority ?? 0 },
    nodes: { dedicated: state?.dedicated ?? 0, lowPriority: state?.lowPriority ?? 0 },
    taskSlotsPerNode,
  }
  const analysis = analyseFormula(text)
  const present = textAt(existing?.properties, 'scaleSettings', 'autoScale', 'formula')
  const isChanged = present !== undefined && present.trim() !== text.trim()
  const sweep = (one: Analysis): FormulaSweep => sweepFormula(one, setting)
  const old = isChanged ? analyseFormula(present) : undefined
  const now = asked.isShown
    ? await yieldNow(asked, existing, { analysis, old, setting })
    : undefined
  return { sweep: sweep(analysis), ...(old && { present: sweep(old) }), ...(now && { now }) }
}

interface Formulas {
  readonly analysis: Analysis
  readonly old: Analysis | undefined
  readonly setting: SweepSetting
}

async function yieldNow(
  { facts, azure, signal }: Asked,
  existing: Pool | undefined,
  { analysis, old, setting }: Formulas,
): Promise<FormulaNow> {
  const account = facts.pool?.account
  if (existing === undefined) return { leftOut: 'the pool is not there yet' }
  if (account === undefined) return { leftOut: 'its account cannot be read' }
  const [unseen] = unseenMetrics(analysis, setting)
  if (unseen !== undefined) return { leftOut: `only Batch sees ${unseen}, which the formula reads` }
  const load = await readTaskLoad({ azure, account, pool: nameOfId(existing.id), signal })
  if ('leftOut' in load) return load
  return {
    waiting: load.active,
    running: load.running,
    row: rowAt(analysis, setting, load),
    ...(old && { present: rowAt(old, setting, load) }),
  }
}
