import { valueOf } from '../../model/check-facts.js'
import { hasOtherImage } from '../../model/given-image.js'
import { findSize, wordsOf } from '../../model/offered-sizes.js'
import { resolvePool } from '../../plan/resolve-pool.js'
import { textAt } from '../../shared/json-at.js'
import { poolValue } from '../kit/values.js'
import { normaliseRegion } from '../../shared/region.js'
import { suggest } from '../../shared/suggest.js'
import { forEverySize } from '../kit/every-size.js'
import { imageControllers, imageSecurityType } from '../kit/image-content.js'
import { atSize, sizeDocs, sizeOfPool } from '../kit/sizes.js'
import { rulesOn } from '../kit/rules-on.js'
import { inSubscription } from '../../shared/az-command.js'

export const poolVmSizeInAzureRules = rulesOn('facts', [
  forEverySize({
    id: 'pool/vm-size-fits-disk-controller',
    title: 'VM size and image have no disk controller in common',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/enable-nvme-interface',
    reads: ['vmSizes'],
    check: (config, facts) => {
      const size = sizeOfPool(config, facts)
      const definition = resolvePool(config, facts)?.definition
      if (size === undefined || hasOtherImage(config)) return []
      const ofSize = wordsOf(size, 'DiskControllerTypes')
      if (definition === undefined) {
        const hasScsi = ofSize === undefined || ofSize.some((word) => /^scsi$/i.test(word))
        // Of a definition that could not be read nothing is known; a managed image has none, and no mark for NVMe.
        if (hasScsi || imageSecurityType(config, facts) === undefined) return []
        const message = `${size.name} has NVMe disk controllers only, and a managed image cannot be marked for NVMe`
        const help =
          'publish the image under a definition with the feature DiskControllerTypes=SCSI,NVMe, or choose a VM size with SCSI'
        return atSize(message, help)
      }
      const ofImage = imageControllers(config, facts)
      // What states nothing has SCSI: sizes from before the list had the word, images that nobody prepared for NVMe.
      const theirs = (ofSize ?? ['SCSI']).map((word) => word.toLowerCase())
      const ours = ofImage ?? ['SCSI']
      if (ours.some((word) => theirs.includes(word.toLowerCase()))) return []
      const isSure = ofSize !== undefined && ofImage !== undefined
      const isForNvme = ours.some((word) => /^nvme$/i.test(word))
      return {
        ...(isForNvme
          ? atSize(
              `${size.name} has ${(ofSize ?? ['SCSI']).join(' and ')} disk controllers only, and image definition ${definition.id} is for ${ours.join(' and ')} only: no node would start`,
              'choose a VM size with NVMe (such as Standard_D4s_v6), or a definition with the feature DiskControllerTypes=SCSI,NVMe',
            )
          : atSize(
              `${size.name} has NVMe disk controllers only, and image definition ${definition.id} is not marked for NVMe (DiskControllerTypes ${ofImage?.join(', ') ?? 'is not stated'})`,
              'use a definition with the feature DiskControllerTypes=SCSI,NVMe and an image with NVMe drivers, or a VM size with SCSI',
            )),
        ...(isSure && { severity: 'error' as const }),
      }
    },
  }),
  forEverySize({
    id: 'pool/vm-size-is-offered',
    title: 'Batch does not offer the VM size in the region of the account',
    docs: sizeDocs,
    reads: ['vmSizes'],
    check: ({ pool }, { pool: facts, checks: live }) => {
      const wanted = textAt(poolValue({ pool }, 'vmSize'))
      const sizes = valueOf(live?.vmSizes) ?? []
      // A list without anything in it is no list.
      if (wanted === undefined || sizes.length === 0) return []
      if (findSize(wanted, sizes) !== undefined) return []
      const region = normaliseRegion(facts?.account?.location ?? '')
      const near = suggest(
        wanted,
        sizes.map(({ name }) => name),
      )
      const list = `az batch location list-skus --location ${region}${inSubscription(facts?.accountId)}`
      return atSize(
        `Batch does not offer VM size ${wanted} in ${region}`,
        near === undefined ? `choose one of ${list}` : `did you mean ${near}? All sizes: ${list}`,
      )
    },
  }),
])
