/** What the account itself lists of node agents and marketplace images: newer than the table of retirements. */
import type { SupportedImage } from '../ports/azure.js'
import type { JsonObject } from '../shared/json.js'
import type { Facts } from './facts.js'
import { valueOf } from './check-facts.js'
import { marketplaceImageOf, nodeAgentOf, wantsAutoNodeAgent } from './pool-body.js'
import { isKnownAgent, retirementOf } from './retirements.js'

/** Of something that the account lists. */
export interface ListedEnd {
  /** ISO 8601 date; undefined: none is announced. */
  readonly on: string | undefined
}

/** Whether asking can change what is said of a pool: not where the table is sure that agent and image go on. */
export function mayAccountKnowBetter(properties: JsonObject | undefined): boolean {
  // Which images there are, and which agent each takes, only the account knows.
  if (marketplaceImageOf(properties) !== '::') return true
  const agent = nodeAgentOf(properties) ?? ''
  if (agent === '' || wantsAutoNodeAgent(properties)) return false
  return !isKnownAgent(agent) || retirementOf('node-agent', agent) !== undefined
}

/** Undefined where the account was not asked, or did not answer with anything. */
export function listedImages(facts: Facts): readonly SupportedImage[] | undefined {
  const images = facts.pool?.supportedImages ?? valueOf(facts.checks?.supportedImages)
  return images === undefined || images.length === 0 ? undefined : images
}

/** When the account gives up an agent: with the last of its images. Undefined for one that it does not list. */
export function endOfAgent(id: string, facts: Facts): ListedEnd | undefined {
  const wanted = id.trim().toLowerCase()
  return lastEnd(
    listedImages(facts)?.filter(({ nodeAgentSkuId }) => nodeAgentSkuId.toLowerCase() === wanted),
  )
}

/** When it gives up a marketplace image, `publisher:offer:sku`. Undefined for one that it does not list. */
export function endOfImage(name: string, facts: Facts): ListedEnd | undefined {
  const wanted = name.toLowerCase()
  return lastEnd(
    listedImages(facts)?.filter(
      ({ publisher, offer, sku }) => [publisher, offer, sku].join(':').toLowerCase() === wanted,
    ),
  )
}

function lastEnd(images: readonly SupportedImage[] = []): ListedEnd | undefined {
  if (images.length === 0) return undefined
  const ends = images.map(({ endOfLife }) => dateOf(endOfLife))
  return { on: ends.includes(undefined) ? undefined : ends.sort().at(-1) }
}

function dateOf(time: string | undefined): string | undefined {
  const ms = Date.parse(time ?? '')
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString().slice(0, 10)
}
