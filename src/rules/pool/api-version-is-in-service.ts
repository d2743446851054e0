import { currentApiVersion } from '../../model/batch-api-versions.js'
import { routeOf } from '../../plan/pool-image.js'
import { retirementOf } from '../../model/retirements.js'
import { showValue } from '../../shared/show-value.js'
import { apiVersionsWithPools } from '../api-versions.js'
import { retirementProblem } from '../retirement-problem.js'
import type { DatedRule } from '../rule.js'

export const apiVersionIsInService: DatedRule = {
  id: 'pool/api-version-is-in-service',
  title: 'batch-api-version is not a version that Batch is about to drop',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/templates/microsoft.batch/change-log/batchaccounts',
  needs: 'date',
  check: (config, today) => {
    const version = config.pool?.batchApiVersion ?? ''
    const retirement = retirementOf('api-version', version)
    if (retirement === undefined || !apiVersionsWithPools.includes(version)) return []
    // A managed image wants an old version, and another rule says what that means.
    if (routeOf(config) === 'managed-image') return []
    const at = ['pool', 'batchApiVersion']
    const subject = `batch-api-version ${showValue(version)}`
    const help = `leave batch-api-version out, or write ${currentApiVersion}`
    return [retirementProblem({ at, subject, help, retirement }, today)]
  },
}
