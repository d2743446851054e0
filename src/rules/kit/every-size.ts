import type { Config } from '../../inputs/config.js'
import type { Facts } from '../../model/facts.js'
import { pathText } from '../../shared/path-text.js'
import type { Severity } from '../../shared/finding.js'
import { sizePath } from './sizes.js'
import type { Found, Violation } from '../rule.js'
import { listOf, type RuleRow } from './rules-on.js'
import { isMix, writtenSizes } from './written-sizes.js'

/**
 * The rule, asked of every size that the pool's nodes may get. What is wrong with one to fall back on is told where that
 * one is written; `severity`: no worse than this, as it may never come to it.
 */
export function forEverySize(rule: RuleRow<'facts'>, severity?: Severity): RuleRow<'facts'> {
  const checkSize = (config: Config, facts: Facts) => listOf(rule.check(config, facts))
  return {
    ...rule,
    checkSize,
    check: (config, facts): Found => {
      const { pool } = config
      const [first, ...others] = writtenSizes(config)
      // Of a mix there is no size of its own to judge.
      const ofFirst = isMix(first?.name) ? [] : checkSize(config, facts)
      if (pool === undefined || others.length === 0) return ofFirst
      const ofOthers = others.flatMap(({ name, at }): readonly Violation[] =>
        checkSize(withSize(config, name), facts).map((violation) => ({
          ...violation,
          at: pathText(violation.at) === pathText(sizePath) ? at : violation.at,
          ...(severity !== undefined && { severity }),
        })),
      )
      return [...ofFirst, ...ofOthers]
    },
  }
}

const resized = new WeakMap<Config, Map<string, Config>>()

/** The config with that size as the pool's: one and the same for all rules, so that what it resolves to is computed once. */
export function withSize(config: Config, vmSize: string): Config {
  const bySize = resized.get(config) ?? new Map<string, Config>()
  resized.set(config, bySize)
  const { pool } = config
  const properties = { ...pool?.properties, vmSize }
  const made = bySize.get(vmSize) ?? { ...config, pool: { ...pool, properties } }
  bySize.set(vmSize, made)
  return made
}
