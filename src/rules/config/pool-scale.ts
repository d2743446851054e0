import { showValue } from '../../shared/show-value.js'
import { isJsonObject, type JsonObject } from '../../shared/json.js'
import { objectAt } from '../../shared/json-at.js'
import type { OfflineRule, Violation } from '../rule.js'

const at = ['pool', 'properties', 'scaleSettings']
const targets = ['targetDedicatedNodes', 'targetLowPriorityNodes'] as const

export const poolScale: OfflineRule = {
  id: 'config/pool-scale',
  title: 'a pool has a fixed number of nodes, or a formula that says how many',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#scalesettings',
  needs: 'config',
  check: ({ pool }) => {
    const given = pool?.properties?.['scaleSettings'] ?? undefined
    if (pool === undefined) return []
    if (given === undefined) return [noNodes()]
    if (!isJsonObject(given)) return []
    const { fixedScale, autoScale } = given
    if (isGiven(fixedScale) && isGiven(autoScale)) {
      const message = 'fixedScale and autoScale exclude each other'
      const help =
        'remove one; target-dedicated-nodes, target-low-priority-nodes and resize-timeout are fixedScale'
      return [{ at: [...at, 'fixedScale'], message, help }]
    }
    if (isGiven(autoScale)) return formulaProblems(given)
    if (!isGiven(fixedScale)) return [noNodes()]
    return isJsonObject(fixedScale) ? targetProblems(fixedScale) : []
  },
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}

function noNodes(): Violation {
  return {
    at,
    severity: 'notice',
    message: 'the pool asks for no nodes, so Batch makes it with none',
    help: 'give target-dedicated-nodes or target-low-priority-nodes',
  }
}

function targetProblems(fixedScale: JsonObject): readonly Violation[] {
  const path = [...at, 'fixedScale']
  const given = targets.filter((key) => isGiven(fixedScale[key]))
  if (given.length === 0) {
    return [
      {
        at: path,
        message: 'fixedScale has neither targetDedicatedNodes nor targetLowPriorityNodes',
        help: 'give at least one of them',
      },
    ]
  }
  return given.flatMap((key) => {
    const count = fixedScale[key]
    if (typeof count !== 'number' || count >= 0) return []
    const message = `${key} is ${showValue(count)}, which is not a whole number of 0 or more`
    return [{ at: [...path, key], message, help: 'write a whole number of 0 or more' }]
  })
}

/** https://learn.microsoft.com/azure/batch/batch-automatic-scaling */
const longestFormula = 8192

function formulaProblems(scale: JsonObject): readonly Violation[] {
  const formula = objectAt(scale, 'autoScale')?.['formula']
  if (typeof formula === 'string' && formula.trim() !== '' && formula.length <= longestFormula) {
    return []
  }
  const message =
    typeof formula === 'string' && formula.length > longestFormula
      ? `the formula has ${String(formula.length)} characters`
      : 'autoScale has no formula'
  const help = `write a formula of 1 to ${String(longestFormula)} characters`
  return [{ at: [...at, 'autoScale', 'formula'], message, help }]
}
