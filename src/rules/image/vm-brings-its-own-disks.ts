import { nameSource, osSourceOf } from '../image-sources.js'
import type { AzureRule, Violation } from '../rule.js'

export const vmBringsItsOwnDisks: AzureRule = {
  id: 'image/vm-brings-its-own-disks',
  title: 'an image of a VM takes the disks and their settings from the VM',
  severity: 'error',
  docs: 'https://learn.microsoft.com/cli/azure/image#az-image-create',
  needs: 'facts',
  check: ({ image = {} }, facts) => {
    const os = osSourceOf(facts)
    if (os?.kind !== 'vm') return []
    const problems: Violation[] = []
    for (const key of ['dataDiskSources', 'dataSnapshots'] as const) {
      if ((image[key] ?? []).length > 0) {
        problems.push({
          at: ['image', key],
          message: `${nameSource(os)} is captured with the data disks that it has: no others can be added`,
          help: `remove ${key}, or name the snapshot of the VM's OS disk as the source`,
        })
      }
    }
    for (const key of ['storageSku', 'osDiskCaching', 'dataDiskCaching'] as const) {
      if (image[key] !== undefined) {
        problems.push({
          at: ['image', key],
          severity: 'warning',
          message: `${key} ${image[key]} has no effect: ${nameSource(os)} is captured with the settings of its disks`,
          help: `remove ${key}, or change the disks of the VM`,
        })
      }
    }
    return problems
  },
}
