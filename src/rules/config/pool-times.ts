import { parseIsoDuration } from '../../shared/duration.js'
import { showValue } from '../../shared/show-value.js'
import type { Json } from '../../shared/json.js'
import { objectAt } from '../../shared/json-at.js'
import type { OfflineRule, Violation } from '../rule.js'

const minuteMs = 60_000
const leastMs = 5 * minuteMs
const mostMs = 168 * 60 * minuteMs

export const poolTimes: OfflineRule = {
  id: 'config/pool-times',
  title: 'resizeTimeout and evaluationInterval are PT5M to PT168H, in ISO 8601',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#fixedscalesettings',
  needs: 'config',
  check: ({ pool }) => [
    ...problemsOf(pool?.properties, ['scaleSettings', 'fixedScale', 'resizeTimeout']),
    ...problemsOf(pool?.properties, ['scaleSettings', 'autoScale', 'evaluationInterval']),
  ],
}

function problemsOf(
  properties: Parameters<typeof objectAt>[0],
  path: readonly [string, string, string],
): readonly Violation[] {
  const [settings, scale, key] = path
  const value: Json | undefined = objectAt(properties, settings, scale)?.[key]
  const at = ['pool', 'properties', ...path]
  const ms = typeof value === 'string' ? parseIsoDuration(value)?.ms : undefined
  if (ms === undefined) return []
  if (ms < leastMs) {
    const message = `${key} is ${showValue(value)}, less than the five minutes that Batch asks for`
    return [{ at, message, help: 'write PT5M or more' }]
  }
  if (ms <= mostMs) return []
  const message = `${key} is ${showValue(value)}, more than seven days, the most that Batch allows`
  const help = 'write PT168H or less'
  // Stated for the interval; for the timeout it is only likely.
  return [{ at, message, help, ...(key === 'resizeTimeout' && { severity: 'warning' as const }) }]
}
