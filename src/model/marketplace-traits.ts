/** What the name of a marketplace image, `publisher:offer:sku`, says of it; its version says nothing more. */
import type { HyperVGeneration } from '../ports/azure.js'
import { agentsOfImage } from './agents-of-images.js'

export interface MarketplaceTraits {
  readonly hyperVGeneration?: HyperVGeneration
  readonly architecture?: 'x64' | 'Arm64'
  /** GiB of the OS disk that images of its kind have. */
  readonly osDiskGB?: number
}

/** https://learn.microsoft.com/azure/virtual-machines/ephemeral-os-disks: what Windows images have, and the small ones among them. */
const windowsDiskGB = 127
const smallDiskGB = 30

/** Nothing where the name says nothing. `others`: the images that the account lists beside it. */
export function marketplaceTraits(name: string, others: readonly string[] = []): MarketplaceTraits {
  if (name === '::' || name.split(':').some((part) => part === '')) return {}
  const plain = name.toLowerCase()
  const hyperVGeneration = generationOf(plain, new Set(others.map((one) => one.toLowerCase())))
  const architecture = architectureOf(plain)
  const osDiskGB = osDiskOf(plain)
  return {
    ...(hyperVGeneration !== undefined && { hyperVGeneration }),
    ...(architecture !== undefined && { architecture }),
    ...(osDiskGB !== undefined && { osDiskGB }),
  }
}

/** SKUs come in twins, one of which says its generation: https://learn.microsoft.com/azure/virtual-machines/generation-2 */
function generationOf(name: string, others: ReadonlySet<string>): HyperVGeneration | undefined {
  const sku = name.split(':').at(-1) ?? ''
  if (/(^|[-_])(gen-?1|g1)([-_]|$)/.test(sku)) return 'V1'
  if (/(^|[-_])(gen-?2|gensecond|g2|cvm)([-_]|$)/.test(sku)) return 'V2'
  if (['-gen2', '-g2', '-gensecond'].some((end) => others.has(name + end))) return 'V1'
  if (['-gen1', '-g1'].some((end) => others.has(name + end))) return 'V2'
  return knownGenerations.find(([form]) => form.test(name))?.[1]
}

/** Skus of before the second generation, and the first that were made for it. */
const knownGenerations: readonly (readonly [RegExp, HyperVGeneration])[] = [
  [/^canonical:0001-com-ubuntu-server-(focal|jammy):2[02]_04-lts$/, 'V1'],
  [/^canonical:ubuntu-24_04-lts:(server|minimal|ubuntu-pro)$/, 'V2'],
  [/^microsoftwindowsserver:windowsserver:20(12|16|19|22)-(r2-)?datacenter$/, 'V1'],
  [/^microsoftwindowsserver:windowsserver:2022-datacenter-azure-edition/, 'V2'],
]

function architectureOf(name: string): MarketplaceTraits['architecture'] {
  if (/arm64|aarch64/.test(name)) return 'Arm64'
  // Of publishers that are known here, whose images for Arm say so.
  return agentsOfImage(name) === undefined ? undefined : 'x64'
}

function osDiskOf(name: string): number | undefined {
  if (!/^microsoftwindows(server|desktop):/.test(name)) return undefined
  return /smalldisk/.test(name) ? smallDiskGB : windowsDiskGB
}
