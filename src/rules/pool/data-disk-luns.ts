import { repeated, vmItems } from '../pool-values.js'
import type { OfflineRule, Violation } from '../rule.js'

const highest = 63

export const dataDiskLuns: OfflineRule = {
  id: 'pool/data-disk-luns',
  title: 'the data disks of nodes have LUNs of their own, from 0 to 63',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#datadisk',
  needs: 'config',
  check: (config) => {
    const disks = vmItems(config, 'dataDisks')
    const outside = disks.flatMap(({ at, item: { lun } }): readonly Violation[] => {
      if (typeof lun !== 'number' || (lun >= 0 && lun <= highest)) return []
      const message = `LUN ${String(lun)} is not from 0 to ${String(highest)}`
      return [{ at: [...at, 'lun'], message, help: `write a number from 0 to ${String(highest)}` }]
    })
    const twice = repeated(disks, 'lun').map(({ at, value }) => ({
      at,
      message: `LUN ${String(value)} is given to more than one data disk`,
      help: 'give each data disk a LUN of its own',
    }))
    return [...outside, ...twice]
  },
}
