import type { Config, LoadedConfig } from '../inputs/config.js'
import { readPoolState } from '../model/pool-state.js'
import { roleOf } from '../model/pool-roles.js'
import { withoutOwnMetadata } from '../model/lineage.js'
import type { Pool } from '../ports/azure.js'
import { checkDates, checkRules } from '../rules/check.js'
import { offlineRules } from '../rules/offline-rules.js'
import { nameOfId } from '../shared/arm-id.js'
import type { Finding, Origin, Severity } from '../shared/finding.js'
import { isJsonObject } from '../shared/json.js'

/** Rules about what a GET never shows. */
const aboutSecrets = ['pool/registry-credentials', 'pool/mount-credentials']

/** What is wrong with a pool that exists: by the rules for configs, and by what only existing pools show. */
export function judgeExistingPool(pool: Pool, at: Origin, today: string): readonly Finding[] {
  const loaded: LoadedConfig = { file: undefined, config: configOf(pool), originOf: () => at }
  const byRules = [
    ...checkRules(offlineRules, loaded),
    ...checkDates(offlineRules, loaded, today),
  ].filter(({ rule }) => !aboutSecrets.includes(rule))
  const all = [...byRules, ...ofState(pool, at)]
  // A finding without a line of a config names the pool itself.
  return all.map((finding) => ({ ...finding, message: `${pool.id}: ${finding.message}` }))
}

function configOf({ id, identity, tags, properties }: Pool): Config {
  const account = id.replace(/\/pools\/[^/]+$/i, '')
  return {
    pool: {
      account,
      name: nameOfId(id),
      ...(isJsonObject(identity) && { identity }),
      ...(isJsonObject(tags) && { tags: textsOf(tags) }),
      properties: withoutOwnMetadata(properties),
    },
  }
}

function textsOf(tags: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, String(value)]))
}

function ofState(pool: Pool, at: Origin): readonly Finding[] {
  const state = readPoolState(pool.properties)
  const found: Finding[] = []
  const report = (rule: string, severity: Severity, message: string, help: string): void => {
    found.push({ rule: `audit/${rule}`, severity, message, help, at })
  }
  const [has, wants] = [
    state.dedicated + state.lowPriority,
    state.targetDedicated + state.targetLowPriority,
  ]
  if (state.allocationState === 'Steady' && state.autoScale === undefined && has < wants) {
    const message = `it is steady with ${String(has)} of ${String(wants)} nodes`
    report('nodes-short', 'warning', message, 'resize it again, or ask for fewer')
  }
  for (const { code, message } of state.resizeErrors) {
    const said = `its last resize left ${code}: ${message}`
    report('resize-errors', 'warning', said, 'resize it again once the cause is gone')
  }
  const error = state.autoScale?.error
  if (error !== undefined) {
    const said = `its formula fails with ${error.code}: ${error.message}`
    report(
      'autoscale-error',
      'error',
      said,
      'correct the formula: image-to-pool autoscale checks it',
    )
  }
  if (roleOf(pool) === 'retired') {
    const said = 'a rollout has retired it, and it is still there'
    report('retired-pool', 'warning', said, 'run mode: cleanup, or delete it')
  }
  return found
}
