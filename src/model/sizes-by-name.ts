/**
 * What the name of a VM size says for sure of what it can do, in the words of Batch's list of sizes; a capability that it does
 * not say is left out. https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions
 */
import type { VmSize } from '../ports/azure.js'

interface Name {
  /** Upper case: `D`, `DS`, `DC`, `NC` … */
  readonly family: string
  /** The number behind it: cores, from the third version on. */
  readonly number: number
  /** Cores left of those, of a constrained size. */
  readonly constrained: number | undefined
  /** `a` AMD, `d` local disk, `l` little memory, `p` Arm, `s` premium storage … */
  readonly features: string
  readonly version: number
}

function readName(text: string): Name | undefined {
  const match = /^standard_([a-z]+)(\d+)(?:-(\d+))?([a-z]*)(?:_v(\d+))?(?:_promo)?$/i.exec(
    text.trim(),
  )
  if (match === null) return undefined
  const [, family = '', number = '', constrained, features = '', version = '1'] = match
  return {
    ...{ family: family.toUpperCase(), features: features.toLowerCase() },
    ...{ number: Number(number), version: Number(version) },
    constrained: constrained === undefined ? undefined : Number(constrained),
  }
}

type Capabilities = Readonly<Record<string, string>>

/** Undefined where the name says nothing. Its `family`, that of quotas, is not among what a name says. */
export function sizeByName(text: string): VmSize | undefined {
  const name = readName(text)
  if (name === undefined) return undefined
  const capabilities = Object.fromEntries(sayings.flatMap((says) => Object.entries(says(name))))
  return Object.keys(capabilities).length === 0
    ? undefined
    : { name: text.trim(), family: '', capabilities }
}

const isOf = ({ family }: Name, ...families: readonly string[]): boolean =>
  families.includes(family)

const sayings: readonly ((name: Name) => Capabilities)[] = [
  cores,
  premiumStorage,
  generation,
  architecture,
  localDisk,
  dataDisks,
  acceleratedNetworking,
]

/** The number is that of the cores since D and E have their third version, F its second. */
function isNumberedByCores(name: Name): boolean {
  return (isOf(name, 'D', 'E') && name.version >= 3) || (isOf(name, 'F') && name.version >= 2)
}

function cores(name: Name): Capabilities {
  const { number, constrained } = name
  if (!isNumberedByCores(name)) return {}
  const all = { vCPUs: String(number) }
  return constrained === undefined ? all : { ...all, vCPUsAvailable: String(constrained) }
}

/**
 * From the second version to the fifth the letter decides; the pages of Av2, Dv2 to Dv5, Dav4, Ev3 to Ev5 and Eav4 say so
 * each. Of the sizes before them nothing is said: Microsoft's own examples give premium disks to Standard_D4.
 */
function premiumStorage(name: Name): Capabilities {
  const isLettered = isOf(name, 'A', 'D', 'E', 'F') && name.version >= 2 && name.version <= 5
  return isLettered && !name.features.includes('s') ? { PremiumIO: 'False' } : {}
}

/** Of the first generation alone: https://learn.microsoft.com/azure/virtual-machines/generation-2 */
function generation(name: Name): Capabilities {
  const isFirst =
    (isOf(name, 'A') && name.version <= 2) ||
    (isOf(name, 'D') && name.version <= 3 && name.features === '')
  return isFirst ? { HyperVGenerations: 'V1' } : {}
}

function architecture(name: Name): Capabilities {
  if (!isOf(name, 'B', 'D', 'E', 'F', 'A', 'L')) return {}
  return { CpuArchitectureType: name.features.includes('p') ? 'Arm64' : 'x64' }
}

/** Without one, and without a cache, there is nowhere for an ephemeral OS disk: Av2, and D and E from v5 on without a d. */
function localDisk(name: Name): Capabilities {
  const isDiskless = isOf(name, 'D', 'E') && name.version >= 5 && !name.features.includes('d')
  const isPlain = isOf(name, 'A') && name.version <= 2
  return isDiskless || isPlain ? { EphemeralOSDiskSupported: 'False' } : {}
}

/** D and E of v3 to v5 and Fsv2: two for each core, from 16 cores on 32. */
function dataDisks(name: Name): Capabilities {
  if (!isNumberedByCores(name) || name.version > 5) return {}
  return { MaxDataDiskCount: String(name.number >= 16 ? 32 : name.number * 2) }
}

function acceleratedNetworking(name: Name): Capabilities {
  return isOf(name, 'A') ? { AcceleratedNetworkingEnabled: 'False' } : {}
}
