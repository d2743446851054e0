import { currentApiVersion } from '../../model/batch-api-versions.js'
import { pathText } from '../../shared/path-text.js'
import { showValue } from '../../shared/show-value.js'
import { apiVersionsWithPools } from '../kit/api-versions.js'
import { type Text, textsBelow } from '../kit/secrets.js'
import { calledInTemplate, isTemplateExpression } from '../kit/template-expression.js'
import type { Violation } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

/** A minimum of nodes without a pool is told by another rule. */
const keys = ['onExistingPool', 'waitFor'] as const
const ofGitHub = /\$\{\{[^{}]*\}\}/

export const configGeneralRules = rulesOn('config', [
  {
    id: 'config/batch-api-version',
    title: 'batch-api-version is no version of the Batch management API that has pools',
    docs: 'https://learn.microsoft.com/azure/templates/microsoft.batch/change-log/batchaccounts',
    check: ({ pool }) => {
      const version = pool?.batchApiVersion
      if (version === undefined) return []
      const at = ['pool', 'batchApiVersion']
      const given = showValue(version)
      if (!/^\d{4}-\d\d-\d\d(-preview)?$/.test(version)) {
        const isDataPlane = /^\d{4}-\d\d-\d\d\.\d+\.\d+$/.test(version)
        return {
          at,
          message: isDataPlane
            ? `${given} is a version of the Batch service's own API, not of Resource Manager's`
            : `${given} is not an API version`,
          help: `write a date such as ${currentApiVersion}`,
        }
      }
      if (version > currentApiVersion) {
        const message = `${given} is newer than what this action was made for`
        return { at, severity: 'warning', message, help: `write ${currentApiVersion} if it fails` }
      }
      if (apiVersionsWithPools.includes(version)) return []
      const message = `${given} is not a version of the Batch management API that has pools`
      return { at, message, help: `write one of ${apiVersionsWithPools.join(', ')}` }
    },
  },
  {
    id: 'config/rollout-has-a-pool',
    title: 'a rollout section without a pool',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-pool-update-properties',
    check: ({ pool, rollout }) => {
      if (pool !== undefined) return []
      return keys
        .filter((key) => rollout?.[key] !== undefined)
        .map((key) => ({
          at: ['rollout', key],
          message: `${key} is given, but there is no pool that it could apply to`,
          help: 'add a section pool, or remove it',
          // An input of the same name may hold for other files of the run.
          onlyWhenInFile: true,
        }))
    },
  },
  {
    id: 'config/expressions-are-filled-in',
    title:
      'an expression in a config file: GitHub fills them in in workflows only, Azure in templates',
    severity: 'warning',
    docs: 'https://docs.github.com/actions/reference/workflows-and-actions/expressions',
    check: (config) =>
      textsBelow(config, (text) => ofGitHub.test(text) || isTemplateExpression(text)).map(
        problemOf,
      ),
  },
])

function problemOf({ at, text }: Text): Violation {
  const expression = ofGitHub.exec(text)?.[0]
  if (expression === undefined) {
    const called = calledInTemplate(text) ?? ''
    const message = `${pathText(at)} is the expression [${called}(…)], which only a deployment of its template fills in`
    return { at, message, help: 'write the value that it stands for' }
  }
  const message = `${pathText(at)} holds ${expression}, which nothing fills in here`
  const help = 'give the value as an input in the workflow; the input pool takes any property'
  return { at, message, help, onlyWhenInFile: true }
}
