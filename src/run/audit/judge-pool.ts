import type { LoadedConfig } from '../../inputs/config.js'
import type { CheckFacts } from '../../model/check-facts.js'
import { isSteady, readPoolState } from '../../model/pool-state.js'
import { formulaOf } from '../../model/pool-formula.js'
import { roleOf } from '../../model/pool-roles.js'
import { checkDates, checkFormula, checkRules, withoutOverruled } from '../../rules/check.js'
import { offlineRules } from '../../rules/offline-rules.js'
import type { Finding } from '../../shared/finding.js'
import { isOfEndings } from './endings.js'
import { configOf, foundOf, placeOf, type Subject } from './subject.js'

/** Rules about what a GET never shows. */
const aboutSecrets = ['pool/registry-credentials', 'pool/mount-credentials']

/** By the rules for configs, and by what only existing pools show. */
export async function judgePool(
  subject: Subject,
  { today, checks }: { readonly today: string; readonly checks: CheckFacts },
): Promise<readonly Finding[]> {
  const place = placeOf(subject)
  const config = configOf(subject.pool)
  const loaded: LoadedConfig = { file: undefined, config, originOf: () => place }
  const byRules = [
    ...checkRules(offlineRules, loaded),
    ...withoutOverruled(offlineRules, checkDates(offlineRules, loaded, today), {
      config,
      facts: { checks },
    }),
    ...(await ofFormula(loaded)),
  ]
  const own = byRules.filter((one) => !aboutSecrets.includes(one.rule) && !isOfEndings(one))
  return [...own, ...ofState(subject)]
}

async function ofFormula(loaded: LoadedConfig): Promise<readonly Finding[]> {
  const formula = formulaOf(loaded.config)
  if (formula === undefined) return []
  const { reportFormula } = await import('../../autoscale/report.js')
  return checkFormula(offlineRules, loaded, reportFormula(formula.text, formula.pool))
}

function ofState(subject: Subject): readonly Finding[] {
  const state = readPoolState(subject.pool.properties)
  const found: Finding[] = []
  const has = state.dedicated + state.lowPriority
  const wants = state.targetDedicated + state.targetLowPriority
  if (isSteady(state) && has < wants) {
    const message = `it is steady with ${String(has)} of ${String(wants)} nodes`
    const help = 'resize it again, or ask for fewer'
    found.push(foundOf(subject, 'nodes-short', { severity: 'warning', message, help }))
  }
  for (const { code, message: said } of state.resizeErrors) {
    const message = `its last resize left ${code}: ${said}`
    const help = 'resize it again once the cause is gone'
    found.push(foundOf(subject, 'resize-errors', { severity: 'warning', message, help }))
  }
  const error = state.autoScale?.error
  if (error !== undefined) {
    const details = error.details.map((detail) => detail.message)
    const message = `its formula fails with ${[`${error.code}: ${error.message}`, ...details].join('; ')}`
    const help = 'correct the formula: image-to-pool autoscale checks it'
    found.push(foundOf(subject, 'autoscale-error', { severity: 'error', message, help }))
  }
  if (roleOf(subject.pool) === 'retired') {
    const message = 'a rollout has retired it, and it is still there'
    const help = 'run mode: cleanup, or delete it'
    found.push(foundOf(subject, 'retired-pool', { severity: 'warning', message, help }))
  }
  return found
}
