/**
 * What a size of machine can do, as Resource SKUs and Batch list it. Which size has what is simplified to rules over the
 * family's letters (https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions); amounts are those of the
 * documented sizes, per core.
 */
import type { JsonObject, Scenario } from '../kernel.js'
import { firstMatch } from '../patterns.js'
import type { VmSize } from './batch/vm-sizes.js'

const gibibyte = 1024 ** 3

interface Storage {
  /** GiB a core. */
  readonly temporary: number
  readonly cache: number
}

/** By family: https://learn.microsoft.com/azure/virtual-machines/sizes/overview */
const storageByFamily: readonly (readonly [RegExp, Storage])[] = [
  [/^standardAv2/i, { temporary: 10, cache: 0 }],
  [/^standardDv2/i, { temporary: 50, cache: 0 }],
  [/^standardDSv2/i, { temporary: 7, cache: 43 }],
  [/^standardDv3/i, { temporary: 25, cache: 0 }],
  [/^standardDSv3/i, { temporary: 8, cache: 25 }],
  [/^standardESv3/i, { temporary: 16, cache: 25 }],
  [/^standardFSv2/i, { temporary: 8, cache: 16 }],
  [/^standard(?:DD|DAD|ED)Sv[45]/i, { temporary: 37.5, cache: 25 }],
  [/^standardNCASv3/i, { temporary: 44, cache: 0 }],
  [/^standardNDASv4/i, { temporary: 62.5, cache: 0 }],
  [/^standardHB/i, { temporary: 4, cache: 0 }],
  [/^standardBS/i, { temporary: 4, cache: 0 }],
]
/** Local NVMe disks of the sixth generation: 110 GiB for two cores. */
const nvmeGibPerCore = 55

const yes = (is: boolean): string => (is ? 'True' : 'False')

/** As Compute and Batch list them; the scenario's `capabilitiesByVmSize` goes before. */
export function capabilitiesOf(size: VmSize, scenario: Scenario): JsonObject[] {
  const own = firstMatch(scenario.capabilitiesByVmSize, size.name)?.[1] ?? {}
  return Object.entries({ ...valuesOf(size), ...own }).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [{ name, value }],
  )
}

function valuesOf(size: VmSize): Readonly<Record<string, string | undefined>> {
  const { cores, generations, architecture, name, family } = size
  const isPremium = /\d[a-z]*s[a-z]*(?:_|$)/.test(name)
  const hasNvme = hasLocalNvme(name)
  const { temporary, cache } = storageOf(family)
  const placements = placementsOf({ isPremium, hasNvme, temporary, cache })
  return {
    vCPUs: String(cores),
    vCPUsAvailable: String(cores),
    vCPUsPerCore: architecture === 'Arm64' || /^standardHB/i.test(family) ? '1' : '2',
    VMDeploymentTypes: 'IaaS',
    OSVhdSizeMB: '1047552',
    MaxResourceVolumeMB: String(Math.floor(temporary * cores * 1024)),
    HyperVGenerations: generations.join(','),
    CpuArchitectureType: architecture,
    MaxDataDiskCount: String(Math.min(cores * 2, 32)),
    LowPriorityCapable: 'True',
    PremiumIO: yes(isPremium),
    EphemeralOSDiskSupported: yes(placements !== undefined),
    SupportedEphemeralOSDiskPlacements: placements,
    CachedDiskBytes: cache === 0 ? undefined : String(cache * cores * gibibyte),
    NvmeDiskSizeInMiB: hasNvme ? String(nvmeGibPerCore * cores * 1024) : undefined,
    EncryptionAtHostSupported: yes(isPremium),
    AcceleratedNetworkingEnabled: yes(cores > 1),
    DiskControllerTypes: controllersOf(name),
    TrustedLaunchDisabled: architecture === 'Arm64' ? 'True' : undefined,
    ConfidentialComputingType: /_DC\d+as_/.test(name) ? 'SNP' : undefined,
  }
}

function storageOf(family: string): Storage {
  const bare = family.replaceAll(' ', '')
  return storageByFamily.find(([pattern]) => pattern.test(bare))?.[1] ?? { temporary: 0, cache: 0 }
}

/** Where the OS disk of a node can lie that has none of its own: https://learn.microsoft.com/azure/virtual-machines/ephemeral-os-disks */
function placementsOf({
  isPremium,
  hasNvme,
  temporary,
  cache,
}: Storage & { readonly isPremium: boolean; readonly hasNvme: boolean }): string | undefined {
  if (!isPremium) return undefined
  if (hasNvme) return 'NvmeDisk'
  const places = [...(temporary > 0 ? ['ResourceDisk'] : []), ...(cache > 0 ? ['CacheDisk'] : [])]
  return places.length === 0 ? undefined : places.join(',')
}

/** The sixth generation has left SCSI behind, on AMD not quite. */
function controllersOf(name: string): string {
  if (!/_v6$/.test(name)) return 'SCSI'
  return /\d[a-z]*a[a-z]*_/.test(name) ? 'SCSI, NVMe' : 'NVMe'
}

function hasLocalNvme(name: string): boolean {
  return /\d[a-z]*d[a-z]*_v6$/.test(name)
}

/** Ultra disks are for premium sizes from v3 on, in zones: https://learn.microsoft.com/azure/virtual-machines/disks-enable-ultra-ssd */
export function takesUltraDisks({ name }: VmSize): boolean {
  const version = Number(/_v(\d+)$/.exec(name)?.[1] ?? '1')
  return version >= 3 && /\d[a-z]*s[a-z]*_/.test(name)
}
