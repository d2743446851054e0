/**
 * What a pool asks of its VM size, and the capability that the size must have for it: one row each. The sizes list of
 * Batch has the capabilities of Compute's resource SKUs: https://learn.microsoft.com/rest/api/compute/resource-skus/list
 * Loads nothing that only Azure's facts ask for: what the names of sizes say is judged without them.
 */
import { isSameText } from '../../shared/same-text.js'
import type { Config } from '../../inputs/config.js'
import { coresOf, wordsOf } from '../../model/offered-sizes.js'
import type { VmSize } from '../../ports/azure.js'
import { isJsonObject } from '../../shared/json.js'
import { numberAt } from '../../shared/json-at.js'
import type { AskedOfSize, SizeNeed } from '../kit/size-rules.js'
import { nodeCountsOf, targetPath } from '../kit/nodes.js'
import { atSize, lacks } from '../kit/sizes.js'
import { poolPath, poolValue, vmItems, vmPath, vmValue } from '../kit/values.js'
import type { Found } from '../rule.js'

const gibibyte = 1024 ** 3
const isPremium = (sku: unknown) => typeof sku === 'string' && /^premium_/i.test(sku)
const isUltra = (sku: unknown) => typeof sku === 'string' && /^(ultrassd|premiumv2)_/i.test(sku)

/** The disks of the pool whose storage type is one of those asked about. */
function disksOf(config: Config, isAsked: (sku: unknown) => boolean) {
  const ofOs = ['managedDisk', 'storageAccountType'] as const
  const os = { at: vmPath('osDisk', ...ofOs), sku: vmValue(config, 'osDisk', ...ofOs) }
  const ofData = vmItems(config, 'dataDisks').flatMap(({ at, item }) => {
    const managed = item['managedDisk']
    const nested = isJsonObject(managed) ? managed['storageAccountType'] : undefined
    return [
      { at: [...at, 'storageAccountType'], sku: item['storageAccountType'] },
      { at: [...at, 'managedDisk', 'storageAccountType'], sku: nested },
    ]
  })
  return [os, ...ofData].flatMap(({ at, sku }) =>
    typeof sku === 'string' && isAsked(sku) ? [{ at, sku }] : [],
  )
}

const ephemeralPath = ['osDisk', 'ephemeralOSDiskSettings'] as const
const acceleratedPath = ['networkConfiguration', 'enableAcceleratedNetworking'] as const

/** Where the OS disk of a node without one of its own lies, and how much room there is, in bytes. */
const placements = {
  cachedisk: {
    what: 'cache',
    room: ({ capabilities }: VmSize) => Number(capabilities['CachedDiskBytes']),
  },
  resourcedisk: {
    what: 'temporary disk',
    room: ({ capabilities }: VmSize) => Number(capabilities['MaxResourceVolumeMB']) * 1024 ** 2,
  },
  nvmedisk: {
    what: 'NVMe disk',
    room: ({ capabilities }: VmSize) => Number(capabilities['NvmeDiskSizeInMiB']) * 1024 ** 2,
  },
} as const

type Placement = keyof typeof placements
const isPlacement = (text: string): text is Placement => text in placements

/** Batch places it in the cache unless told otherwise: https://learn.microsoft.com/azure/batch/create-pool-ephemeral-os-disk */
function placementOf(config: Config): string | undefined {
  const settings = vmValue(config, ...ephemeralPath)
  if (!isJsonObject(settings)) return undefined
  const { placement } = settings
  return typeof placement === 'string' && placement !== '' ? placement : 'CacheDisk'
}

function ephemeralViolations({ size, config, image }: AskedOfSize): Found {
  const placement = placementOf(config)
  if (placement === undefined || lacks(size, 'EphemeralOSDiskSupported')) return []
  const settings = vmValue(config, ...ephemeralPath)
  const isWritten = isJsonObject(settings) && settings['placement'] !== undefined
  const at = isWritten ? vmPath(...ephemeralPath, 'placement') : vmPath(...ephemeralPath)
  const other = 'choose another VM size, or leave ephemeralOSDiskSettings out'
  const supported = wordsOf(size, 'SupportedEphemeralOSDiskPlacements')
  const isOffered = supported?.some((word) => isSameText(word, placement))
  if (supported !== undefined && supported.length > 0 && isOffered !== true) {
    const message = `${size.name} has ephemeral OS disks on ${supported.join(' or ')} only, the pool places them on ${placement}`
    return { at, message, help: `${other}; Batch knows the placement CacheDisk` }
  }
  const place = placement.toLowerCase()
  const written = vmValue(config, 'osDisk', 'diskSizeGB')
  const least = typeof written === 'number' ? written : 0
  const wanted = Math.max(image.osDiskGB ?? 0, least)
  if (!isPlacement(place) || wanted === 0) return []
  const { what, room } = placements[place]
  const bytes = room(size)
  if (Number.isNaN(bytes) || wanted * gibibyte <= bytes) return []
  const has = String(Math.floor(bytes / gibibyte))
  const message = `the OS disk of ${String(wanted)} GiB does not fit into the ${what} of ${size.name}, which has ${has} GiB`
  return {
    at,
    message,
    help: `choose a VM size with a larger ${what}, a smaller image, or leave ephemeralOSDiskSettings out`,
    ...(image.isTypicalDisk === true && least * gibibyte <= bytes && { severity: 'warning' }),
  }
}

function securityTypeViolations({ size, config }: AskedOfSize): Found {
  const type = vmValue(config, 'securityProfile', 'securityType')
  const at = vmPath('securityProfile', 'securityType')
  if (typeof type !== 'string') return []
  const boots = wordsOf(size, 'HyperVGenerations')
  const isOld = boots !== undefined && boots.length > 0 && !boots.includes('V2')
  if (/^trustedlaunch$/i.test(type)) {
    const isDisabled = size.capabilities['TrustedLaunchDisabled']?.toLowerCase() === 'true'
    if (!isDisabled && !isOld) return []
    const message = `${size.name} has no trusted launch, the pool asks for securityType ${type}: no node would start`
    return {
      at,
      message,
      help: 'choose a VM size that supports trusted launch, or leave securityProfile out',
    }
  }
  if (!/^confidentialvm$/i.test(type)) return []
  // A size that states nothing at all says nothing of this either.
  const isPlain =
    Object.keys(size.capabilities).length > 0 &&
    (size.capabilities['ConfidentialComputingType'] ?? '') === ''
  if (!isPlain || /^standard_[de]c\d/i.test(size.name)) return []
  const message = `${size.name} makes no confidential VMs, the pool asks for securityType ${type}: no node would start`
  return {
    at,
    message,
    help: 'choose a confidential VM size (such as Standard_DC4as_v5), or leave securityProfile out',
  }
}

/** https://learn.microsoft.com/azure/batch/batch-parallel-node-tasks */
const slotsPerCore = 4
const mostSlots = 256

export const sizeNeeds: readonly SizeNeed[] = [
  {
    id: 'pool/vm-size-boots-generation',
    title: 'the VM size does not boot the Hyper-V generation of the image',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/generation-2',
    unmet: ({ size, image: { hyperVGeneration: generation } }) => {
      const boots = wordsOf(size, 'HyperVGenerations')
      if (generation === undefined || boots === undefined || boots.includes(generation)) return []
      return atSize(
        `${size.name} boots images of generation ${boots.join(' and ')} only, the image is ${generation}: no node would start`,
        `choose a VM size that boots ${generation}, or an image of generation ${boots.join(' or ')}`,
      )
    },
  },
  {
    id: 'pool/vm-size-fits-architecture',
    title: 'VM size and image have different processor architectures',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries',
    unmet: ({ size, image: { architecture: ours } }) => {
      const theirs = size.capabilities['CpuArchitectureType']
      if (theirs === undefined || ours === undefined) return []
      if (isSameText(theirs, ours)) return []
      return atSize(
        `${size.name} has ${theirs} processors, the image is for ${ours}: no node would start`,
        `choose a VM size with ${ours} processors, or an image for ${theirs}`,
      )
    },
  },
  {
    id: 'pool/vm-size-takes-premium-disks',
    title: 'a pool with premium disks has a VM size without premium storage',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/disks-types',
    unmet: ({ size, config }) =>
      lacks(size, 'PremiumIO')
        ? disksOf(config, isPremium).map(({ at, sku }) => ({
            at,
            message: `${size.name} has no premium storage, the pool asks for ${sku}: no node would start`,
            help: 'choose a VM size with an s in its name (such as Standard_D4s_v5), or write StandardSSD_LRS',
          }))
        : [],
  },
  {
    id: 'pool/vm-size-takes-ultra-disks',
    title: 'a pool with Ultra or Premium SSD v2 disks has a VM size that cannot attach them',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/disks-enable-ultra-ssd',
    unmet: ({ size, config }) =>
      lacks(size, 'UltraSSDAvailable') || lacks(size, 'PremiumIO')
        ? disksOf(config, isUltra).map(({ at, sku }) => ({
            at,
            message: `${size.name} attaches no disks of ${sku}`,
            help: 'choose a VM size and region that have them, or write Premium_LRS',
          }))
        : [],
  },
  {
    id: 'pool/vm-size-takes-encryption-at-host',
    title: 'a pool with encryption at host has a VM size that cannot do it',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/disks-enable-host-based-encryption-portal',
    unmet: ({ size, config }) =>
      vmValue(config, 'securityProfile', 'encryptionAtHost') === true &&
      lacks(size, 'EncryptionAtHostSupported')
        ? {
            at: vmPath('securityProfile', 'encryptionAtHost'),
            message: `${size.name} has no encryption at host: no node would start`,
            help: 'choose a VM size that supports it (such as Standard_D4s_v5), or leave encryptionAtHost out',
          }
        : [],
  },
  {
    id: 'pool/vm-size-takes-ephemeral-disk',
    title: 'a pool with ephemeral OS disks has a VM size that cannot have them',
    docs: 'https://learn.microsoft.com/azure/batch/create-pool-ephemeral-os-disk',
    unmet: ({ size, config }) =>
      isJsonObject(vmValue(config, ...ephemeralPath)) && lacks(size, 'EphemeralOSDiskSupported')
        ? {
            at: vmPath(...ephemeralPath),
            message: `${size.name} has no room for an ephemeral OS disk`,
            help: 'choose a VM size with a local disk or a cache (such as Standard_D4ds_v5), or leave ephemeralOSDiskSettings out',
          }
        : [],
  },
  {
    id: 'pool/vm-size-fits-ephemeral-disk',
    title: 'the ephemeral OS disk does not fit where the VM size would place it',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/ephemeral-os-disks',
    unmet: ephemeralViolations,
  },
  {
    id: 'pool/vm-size-takes-security-type',
    title: 'a pool of trusted launch or confidential VMs has a VM size that makes none',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/trusted-launch',
    unmet: securityTypeViolations,
  },
  {
    id: 'pool/vm-size-takes-accelerated-networking',
    title: 'a pool with accelerated networking has a VM size that cannot do it',
    // Published pools ask for it with sizes that cannot, and Batch makes them all the same.
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/virtual-network/accelerated-networking-overview',
    unmet: ({ size, config }) =>
      poolValue(config, ...acceleratedPath) === true && lacks(size, 'AcceleratedNetworkingEnabled')
        ? {
            at: poolPath(...acceleratedPath),
            message: `${size.name} has no accelerated networking`,
            help: 'choose a larger VM size, or leave enableAcceleratedNetworking out',
          }
        : [],
  },
  {
    id: 'pool/vm-size-takes-data-disks',
    title: 'the VM size does not take the data disks of image and pool together',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/sizes/overview',
    unmet: ({ size, config, image }) => {
      const most = Number(size.capabilities['MaxDataDiskCount'])
      const disks = vmValue(config, 'dataDisks')
      const ofPool = Array.isArray(disks) ? disks.length : 0
      if (Number.isNaN(most) || image.dataDisks + ofPool <= most) return []
      return atSize(
        `${size.name} takes ${String(most)} data disks, the image brings ${String(image.dataDisks)} and the pool adds ${String(ofPool)}`,
        'choose a larger VM size, or fewer data disks',
      )
    },
  },
  {
    id: 'pool/vm-size-takes-spot',
    title: 'a pool with Spot nodes has a VM size that cannot be had as Spot',
    docs: 'https://learn.microsoft.com/azure/batch/batch-spot-vms',
    unmet: ({ size, config }) => {
      const { lowPriority } = nodeCountsOf(config)
      if (lowPriority === 0 || !lacks(size, 'LowPriorityCapable')) return []
      return {
        at: targetPath('lowPriority'),
        message: `${size.name} cannot be had as Spot, the pool asks for ${String(lowPriority)} Spot nodes`,
        help: 'ask for dedicated nodes (targetDedicatedNodes), or choose another VM size',
      }
    },
  },
  {
    id: 'pool/vm-size-takes-task-slots',
    title: 'a node has more than four task slots for each core, or more than 256 in all',
    docs: 'https://learn.microsoft.com/azure/batch/batch-parallel-node-tasks',
    unmet: ({ size, config }) => {
      const cores = coresOf(size)
      if (cores === undefined) return []
      const most = Math.min(mostSlots, slotsPerCore * cores)
      return ['taskSlotsPerNode', 'maxTasksPerNode'].flatMap((key) => {
        const slots = numberAt(config.pool?.properties, key)
        if (slots === undefined || slots <= most) return []
        return {
          at: poolPath(key),
          message: `${key} is ${String(slots)}, a node of ${size.name} (${String(cores)} cores) has at most ${String(most)}`,
          help: `write at most ${String(most)}, or choose a larger VM size`,
        }
      })
    },
  },
]
