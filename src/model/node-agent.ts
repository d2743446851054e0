import type { OsType, SupportedImage } from '../ports/azure.js'

/** A marketplace image: what an image was once made from. */
export interface BaseImage {
  readonly publisher: string
  readonly offer: string
  readonly sku: string
}

export interface NodeAgentWish {
  /** Of the image; undefined: not known. */
  readonly osType: OsType | undefined
  /** From the lineage of the image. */
  readonly baseImage: BaseImage | undefined
  /** What the gallery definition calls itself: only a hint, people write what they like. */
  readonly identifier: BaseImage | undefined
  readonly supported: readonly SupportedImage[]
  /** Ms since the epoch. */
  readonly now: number
}

export type NodeAgentChoice =
  | { readonly kind: 'chosen'; readonly id: string; readonly because: string }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[] }
  /** Nothing that Batch supports fits. */
  | { readonly kind: 'none'; readonly because: string }

/**
 * The node agent that fits the image: the one that Batch has verified for the marketplace image it comes from, else for the
 * one its definition names, else the only one there is for its operating system.
 */
export function chooseNodeAgent(wish: NodeAgentWish): NodeAgentChoice {
  const { baseImage, identifier, osType } = wish
  const usable = wish.supported.filter((image) => isUsable(image, wish))
  if (baseImage !== undefined) {
    const choice = choiceFor(baseImage, usable, `the image comes from ${nameOf(baseImage)}`)
    if (choice !== undefined) return choice
    const ended = wish.supported.find((image) => isSameImage(image, baseImage))
    if (ended !== undefined) return { kind: 'none', because: whyNot(ended, baseImage) }
  }
  if (identifier !== undefined) {
    const because = `the image definition names ${nameOf(identifier)}`
    const choice = choiceFor(identifier, usable, because)
    if (choice !== undefined) return choice
  }
  const agents = agentsOf(usable)
  const os = osType ?? 'this operating system'
  if (agents.length === 0) return { kind: 'none', because: `Batch lists no agent for ${os}` }
  return onlyOne(agents, `it is the only agent that Batch has for ${os}`)
}

function isUsable({ verified, endOfLife, osType }: SupportedImage, wish: NodeAgentWish): boolean {
  const end = Date.parse(endOfLife ?? '')
  const isOver = !Number.isNaN(end) && end <= wish.now
  return verified && !isOver && (wish.osType === undefined || osType === wish.osType)
}

/** By the very image; else by the offer, where all its SKUs agree on the agent. */
function choiceFor(
  base: BaseImage,
  usable: readonly SupportedImage[],
  because: string,
): NodeAgentChoice | undefined {
  const exact = agentsOf(usable.filter((image) => isSameImage(image, base)))
  if (exact.length > 0) return onlyOne(exact, because)
  const ofOffer = agentsOf(usable.filter((image) => isSameOffer(image, base)))
  return ofOffer.length > 0 ? onlyOne(ofOffer, because) : undefined
}

function onlyOne(agents: readonly string[], because: string): NodeAgentChoice {
  const [only, ...others] = agents
  if (only === undefined || others.length > 0) return { kind: 'ambiguous', candidates: agents }
  return { kind: 'chosen', id: only, because }
}

function agentsOf(images: readonly SupportedImage[]): readonly string[] {
  return [...new Set(images.map((image) => image.nodeAgentSkuId))].sort()
}

function isSameOffer(image: SupportedImage, base: BaseImage): boolean {
  return isSame(image.publisher, base.publisher) && isSame(image.offer, base.offer)
}

function isSameImage(image: SupportedImage, base: BaseImage): boolean {
  return isSameOffer(image, base) && isSame(image.sku, base.sku)
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

function whyNot({ verified, endOfLife }: SupportedImage, base: BaseImage): string {
  const state = verified
    ? `supported by Batch only until ${endOfLife ?? 'a date that has passed'}`
    : 'not verified by Batch'
  return `the image comes from ${nameOf(base)}, which is ${state}`
}

function nameOf({ publisher, offer, sku }: BaseImage): string {
  return `${publisher}:${offer}:${sku}`
}

const marketplaceId =
  /\/publishers\/([^/]+)\/artifactTypes\/VMImage\/offers\/([^/]+)\/skus\/([^/]+)/i

/**
 * The marketplace image in a disk's `creationData.imageReference.id`, e.g.
 * `/Subscriptions/…/Locations/koreacentral/Publishers/canonical/ArtifactTypes/VMImage/Offers/ubuntu-24_04-lts/Skus/server/Versions/…`.
 */
export function parseMarketplaceId(id: string): BaseImage | undefined {
  const [, publisher, offer, sku] = marketplaceId.exec(id) ?? []
  if (publisher === undefined || offer === undefined || sku === undefined) return undefined
  return { publisher, offer, sku }
}

/** The operating system that an agent is for; undefined for ids that follow no pattern of Batch's. */
export function osOfNodeAgent(id: string): OsType | undefined {
  if (!/^batch\.node\./i.test(id)) return undefined
  return /^batch\.node\.windows\b/i.test(id) ? 'Windows' : 'Linux'
}
