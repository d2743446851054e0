import { analyseFormula, type Analysis } from './analyse.js'
import { findTraps, type PoolSetting, type TrapFinding } from './traps.js'

/** What there is to say of a pool's formula. */
export interface FormulaReport {
  readonly analysis: Analysis
  readonly traps: readonly TrapFinding[]
}

/** Reads and checks a formula as the one of a pool. Of what cannot be read no traps are told. */
export function reportFormula(text: string, pool: PoolSetting = {}): FormulaReport {
  const analysis = analyseFormula(text)
  const isSound = analysis.findings.every(({ severity }) => severity !== 'error')
  return { analysis, traps: isSound ? findTraps(analysis, pool) : [] }
}
