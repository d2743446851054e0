import { hasOtherImage } from '../../model/given-image.js'
import { wordsOf } from '../../model/offered-sizes.js'
import { resolvePool } from '../../plan/resolve-pool.js'
import type { AzureRule } from '../rule.js'
import { atSize, sizeOfPool } from '../offered-size.js'

export const vmSizeFitsDiskController: AzureRule = {
  id: 'pool/vm-size-fits-disk-controller',
  title: 'a VM size with NVMe disks only has an image that is marked for NVMe',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/enable-nvme-interface',
  needs: 'facts',
  reads: ['vmSizes'],
  check: (config, facts) => {
    const size = sizeOfPool(config, facts)
    const definition = resolvePool(config, facts)?.definition
    const controllers = size && wordsOf(size, 'DiskControllerTypes')
    if (size === undefined || definition === undefined || controllers === undefined) return []
    if (hasOtherImage(config)) return []
    if (controllers.some((type) => type.toLowerCase() !== 'nvme')) return []
    const marked = definition.features.find(({ name }) => /^DiskControllerTypes?$/i.test(name))
    if (marked !== undefined && /nvme/i.test(marked.value)) return []
    return [
      atSize(
        `${size.name} has NVMe disk controllers only, and image definition ${definition.id} is not marked for NVMe (DiskControllerTypes ${marked?.value ?? 'is not stated'})`,
        'use a definition with the feature DiskControllerTypes=SCSI,NVMe and an image with NVMe drivers, or a VM size with SCSI',
      ),
    ]
  },
}
