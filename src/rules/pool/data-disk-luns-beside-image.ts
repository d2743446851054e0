import { assignLuns } from '../../model/luns.js'
import { hasOwnImage } from '../../model/pool-body.js'
import { vmItems } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

export const dataDiskLunsBesideImage: OfflineRule = {
  id: 'pool/data-disk-luns-beside-image',
  title: 'data disks that the pool adds keep clear of the LUNs of those in the image',
  // That they clash follows from what a LUN is; no page of Batch says what becomes of it.
  severity: 'warning',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#datadisk',
  needs: 'config',
  check: (config) => {
    const { image, pool } = config
    if (image?.id !== undefined || hasOwnImage(pool?.properties)) return []
    const snapshots = image?.dataSnapshots ?? []
    const placed = assignLuns(
      snapshots.map(({ lun }) => ({
        kind: 'snapshot' as const,
        regroup: false,
        ...(lun !== undefined && { lun }),
      })),
    )
    const taken = placed.map(({ lun }) => lun)
    return vmItems(config, 'dataDisks').flatMap(({ at, item: { lun } }) => {
      if (typeof lun !== 'number' || !taken.includes(lun)) return []
      const message = `LUN ${String(lun)} is also that of a data disk in the image`
      const free = Array.from({ length: 64 }, (_, number) => number).find((n) => !taken.includes(n))
      const help = `write another, for example ${String(free ?? 0)}`
      return [{ at: [...at, 'lun'], message, help }]
    })
  },
}
