/** Versions of `Microsoft.Batch` in Resource Manager that had accounts. */
export const accountApiVersions = [
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
] as const

/** Pools came to Resource Manager with 2017-09-01. */
export const poolApiVersions = accountApiVersions.filter((version) => version >= '2017-09-01')

/** The list of VM sizes came later than the quotas of a region. */
export const vmSkuApiVersions = accountApiVersions.filter((version) => version >= '2020-05-01')

/** The last version whose reference text lets `imageReference.id` name a managed image. */
export const lastManagedImageApiVersion = '2019-08-01'

/** From here on a pool without nodes can be changed in (nearly) everything. */
export const wideUpdateApiVersion = '2024-07-01'

/** Versions of the data plane; the suffix went away with 2025-06-01. */
export const dataPlaneVersions = [
  '2016-02-01.3.0',
  '2016-07-01.3.1',
  '2017-01-01.4.0',
  '2017-05-01.5.0',
  '2017-06-01.5.1',
  '2017-09-01.6.0',
  '2018-03-01.6.1',
  '2018-08-01.7.0',
  '2018-12-01.8.0',
  '2019-06-01.9.0',
  '2019-08-01.10.0',
  '2020-03-01.11.0',
  '2020-09-01.12.0',
  '2021-06-01.14.0',
  '2022-01-01.15.0',
  '2022-10-01.16.0',
  '2023-05-01.17.0',
  '2023-11-01.18.0',
  '2024-02-01.19.0',
  '2024-07-01.20.0',
  '2025-06-01',
] as const

/** The date part, which compares as text: `2022-10-01` for `2022-10-01.16.0`. */
export function versionDate(version: string): string {
  return version.slice(0, 10)
}
