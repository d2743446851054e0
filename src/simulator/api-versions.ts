/**
 * API versions that Azure has had, newest last: `Azure/azure-rest-api-specs`, folders of each resource provider. A
 * version that is not here is refused, as Azure refuses one that it never had.
 */
function versions(text: string): readonly string[] {
  return text.split(/\s+/).filter((version) => version !== '')
}

export const subscriptionVersions = versions(`
  2014-04-01 2015-01-01 2015-11-01 2016-06-01 2018-06-01 2019-06-01 2019-11-01 2020-01-01 2021-01-01
  2022-12-01`)

export const resourceGroupVersions = versions(`
  2015-11-01 2016-02-01 2016-07-01 2016-09-01 2017-05-10 2018-02-01 2018-05-01 2019-03-01 2019-05-01
  2019-05-10 2019-07-01 2019-08-01 2019-10-01 2020-06-01 2020-08-01 2020-10-01 2021-01-01 2021-04-01
  2022-09-01 2023-07-01 2024-03-01 2024-07-01 2024-11-01 2025-03-01 2025-04-01`)

/** Queries of Resource Graph. */
export const resourceGraphVersions = versions(`
  2018-09-01-preview 2019-04-01 2020-04-01-preview 2021-03-01 2021-06-01-preview 2022-10-01 2024-04-01`)

export const permissionVersions = versions('2015-07-01 2018-01-01-preview 2018-07-01 2022-04-01')

/** Images and virtual machines. */
export const computeVersions = versions(`
  2016-04-30-preview 2017-03-30 2017-12-01 2018-04-01 2018-06-01 2018-10-01 2019-03-01 2019-07-01
  2019-12-01 2020-06-01 2020-12-01 2021-03-01 2021-04-01 2021-07-01 2021-11-01 2022-03-01 2022-08-01
  2022-11-01 2023-03-01 2023-07-01 2023-09-01 2024-03-01 2024-07-01 2024-11-01 2025-04-01 2025-11-01 2026-03-01 2026-04-01`)

/** Snapshots and disks. */
export const diskVersions = versions(`
  2016-04-30-preview 2017-03-30 2018-04-01 2018-06-01 2018-09-30 2019-03-01 2019-07-01 2019-11-01
  2020-05-01 2020-06-30 2020-09-30 2020-12-01 2021-04-01 2021-08-01 2021-12-01 2022-03-02 2022-07-02
  2023-01-02 2023-04-02 2023-10-02 2024-03-02 2025-01-02 2026-03-02`)

export const galleryVersions = versions(`
  2018-06-01 2019-03-01 2019-07-01 2019-12-01 2020-09-30 2021-07-01 2021-10-01 2022-01-03 2022-03-03
  2022-08-03 2023-07-03 2024-03-03 2025-03-03 2025-12-03`)

export const skuVersions = versions('2017-09-01 2019-04-01 2021-07-01')

/** Microsoft.Network, from the year on in which Batch pools came to Resource Manager; one list for all of its types. */
export const networkVersions = versions(`
  2017-06-01 2017-08-01 2017-09-01 2017-10-01 2017-11-01 2018-01-01 2018-02-01 2018-04-01 2018-06-01
  2018-07-01 2018-08-01 2018-10-01 2018-11-01 2018-12-01 2019-02-01 2019-04-01 2019-06-01 2019-07-01
  2019-08-01 2019-09-01 2019-11-01 2019-12-01 2020-03-01 2020-04-01 2020-05-01 2020-06-01 2020-07-01
  2020-08-01 2020-11-01 2021-02-01 2021-03-01 2021-05-01 2021-08-01 2022-01-01 2022-05-01 2022-07-01
  2022-09-01 2022-11-01 2023-02-01 2023-04-01 2023-05-01 2023-06-01 2023-09-01 2023-11-01 2024-01-01
  2024-03-01 2024-05-01 2024-07-01 2024-10-01 2025-01-01 2025-03-01 2025-05-01 2025-07-01`)

/** Long-running operations are asked with the version of the write. */
export const operationVersions: readonly string[] = [
  ...new Set([...computeVersions, ...diskVersions, ...galleryVersions]),
]
