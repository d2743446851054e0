import { pathText } from '../../shared/path-text.js'
import type { Severity } from '../../shared/finding.js'
import { sizePath } from './sizes.js'
import type { AzureRule, Violation } from '../rule.js'
import { writtenSizes } from './written-sizes.js'

/**
 * The rule, asked of every size that the pool's nodes may get. What is wrong with one to fall back on is told where that
 * one is written; `severity`: no worse than this, as it may never come to it.
 */
export function forEverySize(rule: AzureRule, severity?: Severity): AzureRule {
  return {
    ...rule,
    check: (config, facts) => {
      const { pool } = config
      const [, ...others] = writtenSizes(config)
      const ofFirst = rule.check(config, facts)
      if (pool === undefined || others.length === 0) return ofFirst
      const ofOthers = others.flatMap(({ name, at }): readonly Violation[] => {
        const properties = { ...pool.properties, vmSize: name }
        return rule.check({ ...config, pool: { ...pool, properties } }, facts).map((problem) => ({
          ...problem,
          at: pathText(problem.at) === pathText(sizePath) ? at : problem.at,
          ...(severity !== undefined && { severity }),
        }))
      })
      return [...ofFirst, ...ofOthers]
    },
  }
}
