/** The VM sizes the simulated Batch knows: enough of the real families for quotas and generations to matter. */

export interface VmSize {
  readonly name: string
  /** As Azure spells it, with blanks in some. */
  readonly family: string
  readonly cores: number
  readonly generations: readonly ('V1' | 'V2')[]
  readonly architecture: 'x64' | 'Arm64'
  /** Compute has it, Batch never offered it: taken by a PUT, then a resize error. */
  readonly unsupported?: boolean
}

interface Family {
  readonly family: string
  /** `#` stands for the number in the name. */
  readonly names: readonly string[]
  /** Number in the name and cores; a plain number is both. */
  readonly sizes: readonly (number | readonly [number, number])[]
  readonly generations: readonly ('V1' | 'V2')[]
  readonly architecture?: 'Arm64'
  readonly unsupported?: boolean
}

const both = ['V1', 'V2'] as const
const byTwos = [2, 4, 8, 16, 32, 48, 64, 96] as const

const families: readonly Family[] = [
  {
    family: 'standardAv2Family',
    names: ['Standard_A#_v2'],
    sizes: [1, 2, 4, 8],
    generations: ['V1'],
  },
  {
    family: 'standardDv2Family',
    names: ['Standard_D#_v2'],
    sizes: [1, 2, [3, 4], [4, 8], [5, 16], [11, 2], [12, 4], [13, 8], [14, 16]],
    generations: ['V1'],
  },
  {
    family: 'standardDSv2Family',
    names: ['Standard_DS#_v2'],
    sizes: [1, 2, [3, 4], [4, 8], [5, 16], [11, 2], [12, 4], [13, 8], [14, 16]],
    generations: both,
  },
  {
    family: 'standardDv3Family',
    names: ['Standard_D#_v3'],
    sizes: [2, 4, 8, 16, 32, 48, 64],
    generations: ['V1'],
  },
  {
    family: 'standardDSv3Family',
    names: ['Standard_D#s_v3'],
    sizes: [2, 4, 8, 16, 32, 48, 64],
    generations: both,
  },
  {
    family: 'standardESv3Family',
    names: ['Standard_E#s_v3'],
    sizes: [2, 4, 8, 16, 20, 32, 48, 64],
    generations: both,
  },
  {
    family: 'standardFSv2Family',
    names: ['Standard_F#s_v2'],
    sizes: [2, 4, 8, 16, 32, 48, 64, 72],
    generations: both,
  },
  {
    family: 'standardDSv4Family',
    names: ['Standard_D#s_v4'],
    sizes: [2, 4, 8, 16, 32, 48, 64],
    generations: both,
  },
  {
    family: 'standardDDSv4Family',
    names: ['Standard_D#ds_v4'],
    sizes: [2, 4, 8, 16, 32, 48, 64],
    generations: both,
  },
  { family: 'standardDv5Family', names: ['Standard_D#_v5'], sizes: byTwos, generations: both },
  { family: 'standardDSv5Family', names: ['Standard_D#s_v5'], sizes: byTwos, generations: both },
  { family: 'standardDDSv5Family', names: ['Standard_D#ds_v5'], sizes: byTwos, generations: both },
  {
    family: 'standardDADSv5Family',
    names: ['Standard_D#ads_v5'],
    sizes: byTwos,
    generations: both,
  },
  { family: 'standardDASv5Family', names: ['Standard_D#as_v5'], sizes: byTwos, generations: both },
  { family: 'standardESv5Family', names: ['Standard_E#s_v5'], sizes: byTwos, generations: both },
  { family: 'standardEDSv5Family', names: ['Standard_E#ds_v5'], sizes: byTwos, generations: both },
  {
    family: 'standardDCASv5Family',
    names: ['Standard_DC#as_v5'],
    sizes: byTwos,
    generations: ['V2'],
  },
  {
    family: 'standardDPSv5Family',
    names: ['Standard_D#ps_v5'],
    sizes: [2, 4, 8, 16, 32, 48, 64],
    generations: ['V2'],
    architecture: 'Arm64',
  },
  {
    family: 'standardDSv6Family',
    names: ['Standard_D#s_v6'],
    sizes: [...byTwos, 128],
    generations: ['V2'],
  },
  {
    family: 'standardDADSv6Family',
    names: ['Standard_D#ads_v6'],
    sizes: byTwos,
    generations: ['V2'],
  },
  {
    family: 'Standard NCASv3_T4 Family',
    names: ['Standard_NC#as_T4_v3'],
    sizes: [4, 8, 16, 64],
    generations: both,
  },
  {
    family: 'Standard NDASv4_A100 Family',
    names: ['Standard_ND#asr_v4'],
    sizes: [96],
    generations: ['V2'],
  },
  { family: 'standardHBrsv2Family', names: ['Standard_HB#rs_v2'], sizes: [120], generations: both },
  { family: 'standardHBv3Family', names: ['Standard_HB#rs_v3'], sizes: [120], generations: ['V2'] },
  {
    family: 'standardBSFamily',
    names: ['Standard_B#ms', 'Standard_B#s'],
    sizes: [1, 2, 4, 8],
    generations: both,
    unsupported: true,
  },
]

export const vmSizes: readonly VmSize[] = families.flatMap((family) =>
  family.names.flatMap((name) =>
    family.sizes.map((size) => {
      const [number, cores] = typeof size === 'number' ? [size, size] : size
      return {
        name: name.replace('#', String(number)),
        family: family.family,
        cores,
        generations: family.generations,
        architecture: family.architecture ?? 'x64',
        ...(family.unsupported === true ? { unsupported: true } : {}),
      }
    }),
  ),
)

const byName = new Map(vmSizes.map((size) => [size.name.toLowerCase(), size]))

export function findVmSize(name: string): VmSize | undefined {
  return byName.get(name.toLowerCase())
}
