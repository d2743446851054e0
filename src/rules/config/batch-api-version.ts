import { currentApiVersion } from '../../plan/batch-api-versions.js'
import { showValue } from '../../shared/show-value.js'
import type { OfflineRule } from '../rule.js'

/** Versions of Microsoft.Batch in Resource Manager: https://learn.microsoft.com/azure/templates/microsoft.batch/change-log/batchaccounts */
const known = [
  '2015-12-01',
  '2017-01-01',
  '2017-05-01',
  '2017-09-01',
  '2018-12-01',
  '2019-04-01',
  '2019-08-01',
  '2020-03-01',
  '2020-05-01',
  '2020-09-01',
  '2021-01-01',
  '2021-06-01',
  '2022-01-01',
  '2022-06-01',
  '2022-10-01',
  '2023-05-01',
  '2023-11-01',
  '2024-02-01',
  '2024-07-01',
  '2025-06-01',
]
/** Before it a pool was no resource of Resource Manager. */
const firstWithPools = '2017-09-01'

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
            : `${given} is no API version`,
          help: `write a date such as ${currentApiVersion}`,
        },
      ]
    }
    if (version > currentApiVersion) {
      const message = `${given} is newer than what this action was made for`
      return [{ at, severity: 'warning', message, help: `write ${currentApiVersion} if it fails` }]
    }
    if (known.includes(version) && version >= firstWithPools) return []
    const usable = known.filter((one) => one >= firstWithPools)
    const message = `${given} is no version of the Batch management API that has pools`
    return [{ at, message, help: `write one of ${usable.join(', ')}` }]
  },
}
