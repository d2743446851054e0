import { poolPath } from '../kit/values.js'
import { nodeGoal } from '../../model/pool-body.js'
import { parseIsoDuration } from '../../shared/duration.js'
import { objectAt } from '../../shared/json-at.js'
import { type Json, type JsonObject, isJsonObject } from '../../shared/json.js'
import { showValue } from '../../shared/show-value.js'
import type { Found, Violation } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const scalePath = poolPath('scaleSettings')
const targets = ['targetDedicatedNodes', 'targetLowPriorityNodes'] as const
/** https://learn.microsoft.com/azure/batch/batch-automatic-scaling */
const minuteMs = 60_000
const leastMs = 5 * minuteMs
const mostMs = 168 * 60 * minuteMs

export const configScaleRules = rulesOn('config', [
  {
    id: 'config/minimum-within-target',
    title: 'the minimum of nodes is larger than the target',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#fixedscalesettings',
    check: ({ pool, rollout }) => {
      const { minDedicatedNodes, minLowPriorityNodes } = rollout ?? {}
      if (pool === undefined) return withoutPool(minDedicatedNodes ?? minLowPriorityNodes)
      const goal = nodeGoal(pool, rollout)
      if (goal.autoScale) return []
      return [
        compare('dedicated', minDedicatedNodes, goal.targetDedicatedNodes),
        compare('low-priority', minLowPriorityNodes, goal.targetLowPriorityNodes),
      ]
    },
  },
  {
    id: 'config/pool-scale',
    title: 'a pool has neither a fixed number of nodes nor a formula, or both',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#scalesettings',
    check: ({ pool }) => {
      const given = pool?.properties?.['scaleSettings'] ?? undefined
      if (pool === undefined) return []
      if (given === undefined) return noNodes()
      if (!isJsonObject(given)) return []
      const { fixedScale, autoScale } = given
      if (isGiven(fixedScale) && isGiven(autoScale)) {
        const message = 'fixedScale and autoScale exclude each other'
        const help =
          'remove one; target-dedicated-nodes, target-low-priority-nodes and resize-timeout are fixedScale'
        return { at: [...scalePath, 'fixedScale'], message, help }
      }
      if (isGiven(autoScale)) return formulaProblems(given)
      if (!isGiven(fixedScale)) return noNodes()
      return isJsonObject(fixedScale) ? targetProblems(fixedScale) : []
    },
  },
  {
    id: 'config/pool-times',
    title: 'resizeTimeout or evaluationInterval is not an ISO 8601 duration from PT5M to PT168H',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#fixedscalesettings',
    check: ({ pool }) => [
      problemsOf(pool?.properties, ['scaleSettings', 'fixedScale', 'resizeTimeout']),
      problemsOf(pool?.properties, ['scaleSettings', 'autoScale', 'evaluationInterval']),
    ],
  },
])

function compare(
  kind: 'dedicated' | 'low-priority',
  least: number | undefined,
  target: number,
): Found {
  if (least === undefined || least <= target) return []
  const key = kind === 'dedicated' ? 'minDedicatedNodes' : 'minLowPriorityNodes'
  return {
    at: ['rollout', key],
    message: `min-${kind}-nodes is ${String(least)}, more than the ${String(target)} that the pool asks for`,
    help: `lower it, or raise target-${kind}-nodes`,
  }
}

function withoutPool(least: number | undefined): Found {
  if (least === undefined) return []
  return {
    at: ['rollout'],
    severity: 'warning',
    message: 'a minimum of nodes is given, but no pool',
    help: 'give the pool, or remove the minimum',
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}

function noNodes(): Violation {
  return {
    at: scalePath,
    severity: 'notice',
    message: 'the pool asks for no nodes, so Batch makes it with none',
    help: 'give target-dedicated-nodes or target-low-priority-nodes',
  }
}

function targetProblems(fixedScale: JsonObject): Found {
  const path = [...scalePath, 'fixedScale']
  const given = targets.filter((key) => isGiven(fixedScale[key]))
  if (given.length === 0) {
    return {
      at: path,
      message: 'fixedScale has neither targetDedicatedNodes nor targetLowPriorityNodes',
      help: 'give at least one of them',
    }
  }
  return given.flatMap((key) => {
    const count = fixedScale[key]
    if (typeof count !== 'number' || count >= 0) return []
    const message = `${key} is ${showValue(count)}, which is not a whole number of 0 or more`
    return { at: [...path, key], message, help: 'write a whole number of 0 or more' }
  })
}

/** What stands in a formula is judged by the rules of formulas, its length too. */
function formulaProblems(scale: JsonObject): Found {
  const formula = objectAt(scale, 'autoScale')?.['formula']
  if (typeof formula === 'string' && formula.trim() !== '') return []
  const at = [...scalePath, 'autoScale', 'formula']
  return {
    at,
    message: 'autoScale has no formula',
    help: 'write a formula of 1 to 8192 characters',
  }
}

function problemsOf(
  properties: Parameters<typeof objectAt>[0],
  path: readonly [string, string, string],
): Found {
  const [settings, scale, key] = path
  const value: Json | undefined = objectAt(properties, settings, scale)?.[key]
  const at = poolPath(...path)
  const ms = typeof value === 'string' ? parseIsoDuration(value)?.ms : undefined
  if (ms === undefined) return []
  if (ms < leastMs) {
    const message = `${key} is ${showValue(value)}, less than the five minutes that Batch asks for`
    return { at, message, help: 'write PT5M or more' }
  }
  if (ms <= mostMs) return []
  const message = `${key} is ${showValue(value)}, more than seven days, the most that Batch allows`
  const help = 'write PT168H or less'
  // @unverified pool/longest-timeout Stated for the interval; for the timeout it is only likely.
  return { at, message, help, ...(key === 'resizeTimeout' && { severity: 'warning' as const }) }
}
