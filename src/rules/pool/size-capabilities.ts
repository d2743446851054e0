/**
 * What a pool asks of its VM size, and the capability that the size must have for it: one row each. The sizes list of
 * Batch has the capabilities of Compute's resource SKUs: https://learn.microsoft.com/rest/api/compute/resource-skus/list
 */
import type { Config } from '../../inputs/config.js'
import type { Facts } from '../../model/facts.js'
import { wordsOf } from '../../model/offered-sizes.js'
import type { VmSize } from '../../ports/azure.js'
import { isJsonObject } from '../../shared/json.js'
import { osDiskSizeGB } from '../kit/image-content.js'
import { forEverySize } from '../kit/every-size.js'
import { lacks, sizeOfPool } from '../kit/sizes.js'
import { vmItems, vmPath, vmValue } from '../kit/values.js'
import type { Rule, Violation } from '../rule.js'

interface SizeNeed {
  readonly id: string
  readonly title: string
  readonly docs: string
  readonly capability: string
  readonly severity?: 'error' | 'warning'
  /** What the pool asks for that the size cannot do, with the place where it asks. */
  readonly unmet: (size: VmSize, config: Config, facts: Facts) => readonly Violation[]
}

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

function ephemeralViolations(size: VmSize, config: Config, facts: Facts): readonly Violation[] {
  const placement = placementOf(config)
  if (placement === undefined || lacks(size, 'EphemeralOSDiskSupported')) return []
  const settings = vmValue(config, ...ephemeralPath)
  const isWritten = isJsonObject(settings) && settings['placement'] !== undefined
  const at = isWritten ? vmPath(...ephemeralPath, 'placement') : vmPath(...ephemeralPath)
  const other = 'choose another VM size, or leave ephemeralOSDiskSettings out'
  const supported = wordsOf(size, 'SupportedEphemeralOSDiskPlacements')
  const isOffered = supported?.some((word) => word.toLowerCase() === placement.toLowerCase())
  if (supported !== undefined && supported.length > 0 && isOffered !== true) {
    const message = `${size.name} has ephemeral OS disks on ${supported.join(' or ')} only, the pool places them on ${placement}`
    return [{ at, message, help: `${other}; Batch knows the placement CacheDisk` }]
  }
  const place = placement.toLowerCase()
  const gb = osDiskSizeGB(config, facts)
  const written = vmValue(config, 'osDisk', 'diskSizeGB')
  const wanted = Math.max(gb ?? 0, typeof written === 'number' ? written : 0)
  if (!isPlacement(place) || wanted === 0) return []
  const { what, room } = placements[place]
  const bytes = room(size)
  if (Number.isNaN(bytes) || wanted * gibibyte <= bytes) return []
  const has = String(Math.floor(bytes / gibibyte))
  const message = `the OS disk of ${String(wanted)} GiB does not fit into the ${what} of ${size.name}, which has ${has} GiB`
  return [
    {
      at,
      message,
      help: `choose a VM size with a larger ${what}, a smaller image, or leave ephemeralOSDiskSettings out`,
    },
  ]
}

const sizeNeeds: readonly SizeNeed[] = [
  {
    id: 'pool/vm-size-takes-premium-disks',
    title: 'a pool with premium disks has a VM size without premium storage',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/disks-types',
    capability: 'PremiumIO',
    unmet: (size, config) =>
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
    capability: 'UltraSSDAvailable',
    unmet: (size, config) =>
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
    capability: 'EncryptionAtHostSupported',
    unmet: (size, config) =>
      vmValue(config, 'securityProfile', 'encryptionAtHost') === true &&
      lacks(size, 'EncryptionAtHostSupported')
        ? [
            {
              at: vmPath('securityProfile', 'encryptionAtHost'),
              message: `${size.name} has no encryption at host: no node would start`,
              help: 'choose a VM size that supports it (such as Standard_D4s_v5), or leave encryptionAtHost out',
            },
          ]
        : [],
  },
  {
    id: 'pool/vm-size-fits-ephemeral-disk',
    title: 'the ephemeral OS disk does not fit where the VM size would place it',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/ephemeral-os-disks',
    capability:
      'SupportedEphemeralOSDiskPlacements, CachedDiskBytes, MaxResourceVolumeMB, NvmeDiskSizeInMiB',
    unmet: ephemeralViolations,
  },
  {
    id: 'pool/vm-size-takes-security-type',
    title: 'a pool of trusted launch or confidential VMs has a VM size that makes none',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/trusted-launch',
    capability: 'TrustedLaunchDisabled, ConfidentialComputingType, HyperVGenerations',
    unmet: (size, config) => securityTypeViolations(size, config),
  },
]

function securityTypeViolations(size: VmSize, config: Config): readonly Violation[] {
  const type = vmValue(config, 'securityProfile', 'securityType')
  const at = vmPath('securityProfile', 'securityType')
  if (typeof type !== 'string') return []
  const boots = wordsOf(size, 'HyperVGenerations')
  const isOld = boots !== undefined && boots.length > 0 && !boots.includes('V2')
  if (/^trustedlaunch$/i.test(type)) {
    const isDisabled = size.capabilities['TrustedLaunchDisabled']?.toLowerCase() === 'true'
    if (!isDisabled && !isOld) return []
    const message = `${size.name} has no trusted launch, the pool asks for securityType ${type}: no node would start`
    return [
      {
        at,
        message,
        help: 'choose a VM size that supports trusted launch, or leave securityProfile out',
      },
    ]
  }
  if (!/^confidentialvm$/i.test(type)) return []
  // A size that states nothing at all says nothing of this either.
  const isPlain =
    Object.keys(size.capabilities).length > 0 &&
    (size.capabilities['ConfidentialComputingType'] ?? '') === ''
  if (!isPlain || /^standard_[de]c\d/i.test(size.name)) return []
  const message = `${size.name} makes no confidential VMs, the pool asks for securityType ${type}: no node would start`
  return [
    {
      at,
      message,
      help: 'choose a confidential VM size (such as Standard_DC4as_v5), or leave securityProfile out',
    },
  ]
}

export const poolSizeCapabilitiesRules: readonly Rule[] = sizeNeeds.map(
  ({ id, title, docs, severity = 'error', unmet }) =>
    forEverySize({
      id,
      title,
      severity,
      docs,
      needs: 'facts',
      reads: ['vmSizes'],
      check: (config, facts) => {
        const size = sizeOfPool(config, facts)
        return size === undefined ? [] : unmet(size, config, facts)
      },
    }),
)
