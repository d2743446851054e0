import type { Config } from '../inputs/config.js'
import type { Facts } from '../model/facts.js'
import { withSize } from './kit/every-size.js'
import type { Rule } from './rule.js'

/**
 * The facts, with those of the sizes to fall back on with which the pool would never come up: a rule of sizes finds an error in them. They
 * are warned of, as a run may never come to them, and passed over when it does.
 */
export function withHopelessSizes(rules: readonly Rule[], config: Config, facts: Facts): Facts {
  const { fallbackVmSizes = [] } = config.pool ?? {}
  if (fallbackVmSizes.length === 0) return facts
  const ofSizes = rules.flatMap((rule) =>
    rule.needs === 'facts' && rule.severity === 'error' ? (rule.checkSize ?? []) : [],
  )
  const hopelessSizes = fallbackVmSizes.filter((size) => {
    const resized = withSize(config, size)
    return ofSizes.some((check) =>
      check(resized, facts).some(({ severity = 'error' }) => severity === 'error'),
    )
  })
  return { ...facts, hopelessSizes }
}
