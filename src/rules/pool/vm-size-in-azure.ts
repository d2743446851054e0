import { valueOf } from '../../model/check-facts.js'
import { hasOtherImage } from '../../model/given-image.js'
import { coresOf, findSize, wordsOf } from '../../model/offered-sizes.js'
import { nodeGoal, vmConfigurationPath } from '../../model/pool-body.js'
import { resolvePool } from '../../plan/resolve-pool.js'
import { numberAt, textAt } from '../../shared/json-at.js'
import { poolValue, vmValue } from '../kit/values.js'
import type { Json } from '../../shared/json.js'
import { normaliseRegion } from '../../shared/region.js'
import { suggest } from '../../shared/suggest.js'
import { forEverySize } from '../kit/every-size.js'
import { dataDiskCount, imageControllers } from '../kit/image-content.js'
import { atSize, lacks, sizeDocs, sizeOfPool } from '../kit/sizes.js'
import type { Rule } from '../rule.js'
import { inSubscription } from '../../shared/az-command.js'

const acceleratedPath = ['networkConfiguration', 'enableAcceleratedNetworking'] as const
const ephemeralPath = [...vmConfigurationPath, 'osDisk', 'ephemeralOSDiskSettings'] as const
/** https://learn.microsoft.com/azure/batch/batch-parallel-node-tasks */
const slotsPerCore = 4
const mostSlots = 256

export const poolVmSizeInAzureRules: readonly Rule[] = [
  forEverySize({
    id: 'pool/vm-size-boots-generation',
    title: 'the VM size does not boot the Hyper-V generation of the image',
    severity: 'error',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/generation-2',
    needs: 'facts',
    reads: ['vmSizes'],
    check: (config, facts) => {
      const size = sizeOfPool(config, facts)
      const image = resolvePool(config, facts)?.image
      const generation = image?.traits?.hyperVGeneration
      if (size === undefined || generation === undefined) return []
      if (hasOtherImage(config)) return []
      const boots = wordsOf(size, 'HyperVGenerations')
      if (boots === undefined || boots.includes(generation)) return []
      return [
        atSize(
          `${size.name} boots images of generation ${boots.join(' and ')} only, the image is ${generation}: no node would start`,
          `choose a VM size that boots ${generation}, or an image of generation ${boots.join(' or ')}`,
        ),
      ]
    },
  }),
  forEverySize({
    id: 'pool/vm-size-fits-architecture',
    title: 'VM size and image have different processor architectures',
    severity: 'error',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries',
    needs: 'facts',
    reads: ['vmSizes'],
    check: (config, facts) => {
      const size = sizeOfPool(config, facts)
      const traits = resolvePool(config, facts)?.image?.traits
      const theirs = size?.capabilities['CpuArchitectureType']
      if (size === undefined || theirs === undefined || traits === undefined) return []
      if (hasOtherImage(config)) return []
      // A definition that states no architecture is for x64.
      const ours = traits.architecture ?? 'x64'
      if (theirs.toLowerCase() === ours.toLowerCase()) return []
      return [
        atSize(
          `${size.name} has ${theirs} processors, the image is for ${ours}: no node would start`,
          `choose a VM size with ${ours} processors, or an image for ${theirs}`,
        ),
      ]
    },
  }),
  forEverySize({
    id: 'pool/vm-size-fits-disk-controller',
    title: 'VM size and image have no disk controller in common',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/enable-nvme-interface',
    needs: 'facts',
    reads: ['vmSizes'],
    check: (config, facts) => {
      const size = sizeOfPool(config, facts)
      const definition = resolvePool(config, facts)?.definition
      if (size === undefined || definition === undefined || hasOtherImage(config)) return []
      const ofSize = wordsOf(size, 'DiskControllerTypes')
      const ofImage = imageControllers(config, facts)
      // What states nothing has SCSI: sizes from before the list had the word, images that nobody prepared for NVMe.
      const theirs = (ofSize ?? ['SCSI']).map((word) => word.toLowerCase())
      const ours = ofImage ?? ['SCSI']
      if (ours.some((word) => theirs.includes(word.toLowerCase()))) return []
      const isSure = ofSize !== undefined && ofImage !== undefined
      const isForNvme = ours.some((word) => /^nvme$/i.test(word))
      return [
        {
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
        },
      ]
    },
  }),
  forEverySize({
    id: 'pool/vm-size-is-offered',
    title: 'Batch does not offer the VM size in the region of the account',
    severity: 'error',
    docs: sizeDocs,
    needs: 'facts',
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
      return [
        atSize(
          `Batch does not offer VM size ${wanted} in ${region}`,
          near === undefined ? `choose one of ${list}` : `did you mean ${near}? All sizes: ${list}`,
        ),
      ]
    },
  }),
  forEverySize({
    id: 'pool/vm-size-takes-accelerated-networking',
    title: 'a pool with accelerated networking has a VM size that cannot do it',
    // Published pools ask for it with sizes that cannot, and Batch makes them all the same.
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/virtual-network/accelerated-networking-overview',
    needs: 'facts',
    reads: ['vmSizes'],
    check: (config, facts) => {
      const size = sizeOfPool(config, facts)
      if (poolValue(config, ...acceleratedPath) !== true) return []
      if (size === undefined || !lacks(size, 'AcceleratedNetworkingEnabled')) return []
      return [
        {
          at: ['pool', 'properties', ...acceleratedPath],
          message: `${size.name} has no accelerated networking`,
          help: 'choose a larger VM size, or leave enableAcceleratedNetworking out',
        },
      ]
    },
  }),
  forEverySize({
    id: 'pool/vm-size-takes-data-disks',
    title: 'the VM size does not take the data disks of image and pool together',
    severity: 'error',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/sizes/overview',
    needs: 'facts',
    reads: ['vmSizes'],
    check: (config, facts) => {
      const size = sizeOfPool(config, facts)
      const most = Number(size?.capabilities['MaxDataDiskCount'])
      if (size === undefined || Number.isNaN(most)) return []
      const ofImage = dataDiskCount(config, facts)
      const ofPool = count(vmValue(config, 'dataDisks'))
      if (ofImage + ofPool <= most) return []
      return [
        atSize(
          `${size.name} takes ${String(most)} data disks, the image brings ${String(ofImage)} and the pool adds ${String(ofPool)}`,
          'choose a larger VM size, or fewer data disks',
        ),
      ]
    },
  }),
  forEverySize({
    id: 'pool/vm-size-takes-ephemeral-disk',
    title: 'a pool with ephemeral OS disks has a VM size that cannot have them',
    severity: 'error',
    docs: 'https://learn.microsoft.com/azure/batch/create-pool-ephemeral-os-disk',
    needs: 'facts',
    reads: ['vmSizes'],
    check: (config, facts) => {
      const size = sizeOfPool(config, facts)
      if (poolValue(config, ...ephemeralPath) === undefined) return []
      if (size === undefined || !lacks(size, 'EphemeralOSDiskSupported')) return []
      return [
        {
          at: ['pool', 'properties', ...ephemeralPath],
          message: `${size.name} has no room for an ephemeral OS disk`,
          help: 'choose a VM size with a local disk or a cache (such as Standard_D4ds_v5), or leave ephemeralOSDiskSettings out',
        },
      ]
    },
  }),
  forEverySize({
    id: 'pool/vm-size-takes-spot',
    title: 'a pool with Spot nodes has a VM size that cannot be had as Spot',
    severity: 'error',
    docs: 'https://learn.microsoft.com/azure/batch/batch-spot-vms',
    needs: 'facts',
    reads: ['vmSizes'],
    check: (config, facts) => {
      const size = sizeOfPool(config, facts)
      if (config.pool === undefined || size === undefined) return []
      const { targetLowPriorityNodes } = nodeGoal(config.pool, config.rollout)
      if (targetLowPriorityNodes === 0 || !lacks(size, 'LowPriorityCapable')) return []
      return [
        {
          at: ['pool', 'properties', 'scaleSettings', 'fixedScale', 'targetLowPriorityNodes'],
          message: `${size.name} cannot be had as Spot, the pool asks for ${String(targetLowPriorityNodes)} Spot nodes`,
          help: 'ask for dedicated nodes (targetDedicatedNodes), or choose another VM size',
        },
      ]
    },
  }),
  forEverySize({
    id: 'pool/vm-size-takes-task-slots',
    title: 'a node has more than four task slots for each core, or more than 256 in all',
    severity: 'error',
    docs: 'https://learn.microsoft.com/azure/batch/batch-parallel-node-tasks',
    needs: 'facts',
    reads: ['vmSizes'],
    check: (config, facts) => {
      const size = sizeOfPool(config, facts)
      const cores = size && coresOf(size)
      if (size === undefined || cores === undefined) return []
      const most = Math.min(mostSlots, slotsPerCore * cores)
      return ['taskSlotsPerNode', 'maxTasksPerNode'].flatMap((key) => {
        const slots = numberAt(config.pool?.properties, key)
        if (slots === undefined || slots <= most) return []
        return [
          {
            at: ['pool', 'properties', key],
            message: `${key} is ${String(slots)}, a node of ${size.name} (${String(cores)} cores) has at most ${String(most)}`,
            help: `write at most ${String(most)}, or choose a larger VM size`,
          },
        ]
      })
    },
  }),
]

function count(list: Json | undefined): number {
  return Array.isArray(list) ? list.length : 0
}
