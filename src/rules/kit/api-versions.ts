/** Versions of Microsoft.Batch in Resource Manager: https://learn.microsoft.com/azure/templates/microsoft.batch/change-log/batchaccounts */
const versions = [
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

/** The versions of the Batch management API that have pools, oldest first. */
export const apiVersionsWithPools: readonly string[] = versions.filter(
  (version) => version >= firstWithPools,
)
