import { nameSource, settledSources } from '../image-sources.js'
import type { AzureRule, Violation } from '../rule.js'

/** https://learn.microsoft.com/azure/virtual-machines/azure-compute-gallery */
const mostGB = 2048
/** https://learn.microsoft.com/azure/virtual-machines/image-version */
const mostDataGB = 1024

export const disksFitVersion: AzureRule = {
  id: 'gallery/disks-fit-version',
  title: 'a version that is replicated in full holds disks of up to 2 TB, data disks of up to 1 TB',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/azure-compute-gallery',
  needs: 'facts',
  check: ({ gallery }, facts) => {
    if (gallery === undefined || gallery.replicationMode === 'Shallow') return []
    return settledSources(facts).flatMap((source, index): readonly Violation[] => {
      const size = source.disk?.sizeGB
      const most = index === 0 ? mostGB : mostDataGB
      if (size === undefined || source.kind === 'vm' || size <= most) return []
      return [
        {
          at: source.path,
          message: `${nameSource(source)} has ${String(size)} GB, a gallery version takes ${String(most)} GB for ${index === 0 ? 'the OS disk' : 'a data disk'}`,
          help: 'take a snapshot of a smaller disk, keep large data out of the image, or write replicationMode: Shallow',
        },
      ]
    })
  },
}
