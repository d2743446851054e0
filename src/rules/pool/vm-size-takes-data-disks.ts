import type { Config } from '../../inputs/config.js'
import type { Facts } from '../../model/facts.js'
import { usedVersion } from '../../plan/resolve-gallery.js'
import { vmConfigurationPath } from '../../model/pool-body.js'
import type { Json } from '../../shared/json.js'
import { jsonAt } from '../../shared/json-at.js'
import type { AzureRule } from '../rule.js'
import { atSize, sizeOfPool } from '../offered-size.js'

export const vmSizeTakesDataDisks: AzureRule = {
  id: 'pool/vm-size-takes-data-disks',
  title: 'the VM size takes the data disks of image and pool together',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/sizes/overview',
  needs: 'facts',
  reads: ['vmSizes'],
  check: (config, facts) => {
    const size = sizeOfPool(config, facts)
    const most = Number(size?.capabilities['MaxDataDiskCount'])
    if (size === undefined || Number.isNaN(most)) return []
    const ofImage = disksOfImage(config, facts)
    const ofPool = count(jsonAt(config.pool?.properties, ...vmConfigurationPath, 'dataDisks'))
    if (ofImage + ofPool <= most) return []
    return [
      atSize(
        `${size.name} takes ${String(most)} data disks, the image brings ${String(ofImage)} and the pool adds ${String(ofPool)}`,
        'choose a larger VM size, or fewer data disks',
      ),
    ]
  },
}

function disksOfImage(config: Config, facts: Facts): number {
  if (facts.image !== undefined) return facts.image.dataSources.length
  if (facts.given?.kind === 'managed-image') {
    return count(jsonAt(facts.given.image?.properties, 'storageProfile', 'dataDisks'))
  }
  const version = usedVersion(config, facts)
  return count(jsonAt(version?.properties, 'storageProfile', 'dataDiskImages'))
}

function count(list: Json | undefined): number {
  return Array.isArray(list) ? list.length : 0
}
