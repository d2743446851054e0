import {
  compareHidden,
  hiddenValues,
  isTooShort,
  shortestDigested,
} from '../../model/hidden-values.js'
import { wantedPool } from '../../model/pool-body.js'
import { nameOf } from '../../model/pool-diff.js'
import { resolvePool, type ResolvedPool } from '../../plan/resolve-pool.js'
import { nameOfId } from '../../shared/arm-id.js'
import type { Path } from '../../shared/finding.js'
import { isSecretVariable } from '../kit/secrets.js'
import { poolItems } from '../kit/values.js'
import { rulesOn } from '../kit/rules-on.js'

export const poolHiddenValuesRules = rulesOn('facts', [
  {
    id: 'pool/hidden-values-are-compared',
    title: 'what Azure never shows cannot be compared with what was written last',
    severity: 'notice',
    docs: 'https://learn.microsoft.com/azure/batch/batch-pool-update-properties',
    check: (config, facts) => {
      const outlook = resolvePool(config, facts)
      const unknown = outlook === undefined ? [] : notCompared(outlook, facts.digestSecret)
      const [first] = unknown
      if (outlook === undefined || first === undefined) return []
      const name = nameOfId(outlook.facts.existing?.id ?? outlook.facts.poolId)
      const names = unknown.map(({ at }) => nameOf(at)).join(', ')
      return {
        at: ['pool', ...first.at],
        message: `not compared: ${names} of pool ${name}. Azure never shows it, and nothing tells what this action wrote there last`,
        help: 'where it has changed, set it by hand, or let this action make the pool (on-existing-pool: blue-green or replace): of a pool that it made it remembers what it wrote',
      }
    },
  },
  {
    id: 'pool/secrets-are-compared',
    title: 'a secret is too short to be told apart without being kept',
    severity: 'notice',
    docs: 'https://learn.microsoft.com/azure/batch/security-best-practices',
    check: (config) => {
      const { pool } = config
      if (pool === undefined) return []
      const short = hiddenValues(wantedPool(pool, {})).filter(isTooShort)
      const settings = poolItems(config, 'startTask', 'environmentSettings').filter(
        ({ item: { name, value } }) =>
          typeof name === 'string' &&
          isSecretVariable(name) &&
          typeof value === 'string' &&
          value.length < shortestDigested,
      )
      const places: readonly Path[] = [
        ...short.map(({ at }) => ['pool', ...at]),
        ...settings.map(({ at }) => [...at, 'value']),
      ]
      const [first] = places
      if (first === undefined) return []
      const names = places.map((at) => nameOf(at.slice(1))).join(', ')
      return {
        at: first,
        message: `not compared: ${names}. Shorter than ${String(shortestDigested)} characters, it could be found by trying from what stands for it, so it is neither remembered nor part of plan-hash`,
        help: `choose one of at least ${String(shortestDigested)} characters, or mind that no plan tells of a change of it`,
      }
    },
  },
])

function notCompared({ facts, pool }: ResolvedPool, digest: Parameters<typeof compareHidden>[2]) {
  const { existing } = facts
  return existing === undefined ? [] : compareHidden(wantedPool(pool, {}), existing, digest).unknown
}
