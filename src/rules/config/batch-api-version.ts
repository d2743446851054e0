import { currentApiVersion } from '../../model/batch-api-versions.js'
import { showValue } from '../../shared/show-value.js'
import { apiVersionsWithPools } from '../api-versions.js'
import type { OfflineRule } from '../rule.js'

export const batchApiVersion: OfflineRule = {
  id: 'config/batch-api-version',
  title: 'batch-api-version is a version of the Batch management API that has pools',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/templates/microsoft.batch/change-log/batchaccounts',
  needs: 'config',
  check: ({ pool }) => {
    const version = pool?.batchApiVersion
    if (version === undefined) return []
    const at = ['pool', 'batchApiVersion']
    const given = showValue(version)
    if (!/^\d{4}-\d\d-\d\d(-preview)?$/.test(version)) {
      const isDataPlane = /^\d{4}-\d\d-\d\d\.\d+\.\d+$/.test(version)
      return [
        {
          at,
          message: isDataPlane
            ? `${given} is a version of the Batch service's own API, not of Resource Manager's`
            : `${given} is not an API version`,
          help: `write a date such as ${currentApiVersion}`,
        },
      ]
    }
    if (version > currentApiVersion) {
      const message = `${given} is newer than what this action was made for`
      return [{ at, severity: 'warning', message, help: `write ${currentApiVersion} if it fails` }]
    }
    if (apiVersionsWithPools.includes(version)) return []
    const message = `${given} is not a version of the Batch management API that has pools`
    return [{ at, message, help: `write one of ${apiVersionsWithPools.join(', ')}` }]
  },
}
