import type { Config } from '../inputs/config.js'
import type { ImageDefinition } from '../ports/azure.js'
import { parseArmId, parentId } from '../shared/arm-id.js'
import type { JsonObject } from '../shared/json.js'
import type { GalleryFacts, ImageTraits } from '../model/facts.js'

const securityTypeFeature = 'SecurityType'
/** Azure's limit for offer and SKU: https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries */
const longestOffer = 64

/** The feature `SecurityType` of a definition; a definition without it holds plain images. */
export function securityTypeOf(definition: Pick<ImageDefinition, 'features'>): string {
  const wanted = securityTypeFeature.toLowerCase()
  return definition.features.find(({ name }) => name.toLowerCase() === wanted)?.value ?? 'Standard'
}

/** Whether a snapshot or disk of that security type holds the guest state of its VM, as those of plain VMs do not. */
export function holdsGuestState(securityType: string | undefined): boolean {
  return /^(TrustedLaunch|ConfidentialVM)(_|$)/i.test(securityType ?? '')
}

/**
 * The definition that `createImageDefinition: true` asks for. Undefined unless it is asked for, the gallery is
 * there, and OS type, generation and security type are settled: none of them can be changed afterwards.
 */
export function newDefinition(
  config: Config,
  facts: GalleryFacts,
  traits: ImageTraits | undefined,
): ImageDefinition | undefined {
  const { createImageDefinition, securityType } = config.gallery ?? {}
  const hyperVGeneration = config.gallery?.hyperVGeneration ?? config.image?.hyperVGeneration
  const { osType, architecture, purchasePlan } = traits ?? {}
  if (createImageDefinition !== true || facts.gallery === undefined) return undefined
  if (osType === undefined || hyperVGeneration === undefined || securityType === undefined) {
    return undefined
  }
  return {
    id: facts.definitionId,
    location: facts.gallery.location,
    osType,
    osState: 'Generalized', // Batch takes no other: https://learn.microsoft.com/azure/batch/batch-sig-images
    hyperVGeneration,
    ...(architecture !== undefined && { architecture }),
    // Always said, `Standard` too: left out, API 2025-03-03 and later take TrustedLaunchSupported.
    features: [{ name: securityTypeFeature, value: securityType }],
    ...(purchasePlan !== undefined && { purchasePlan }),
    identifier: identifierOf(facts.definitionId),
  }
}

/** Unique in the gallery, as Azure wants it: both ends of the definition's name tell two definitions apart. */
function identifierOf(definitionId: string): ImageDefinition['identifier'] {
  const id = parseArmId(definitionId)
  const name = id?.name ?? ''
  const gallery = parseArmId((id && parentId(id)) ?? '')?.name ?? name
  const offer = name.slice(0, longestOffer).replace(/[._-]+$/, '')
  const sku = name.slice(-longestOffer).replace(/^[._-]+/, '')
  return { publisher: gallery, offer, sku }
}

/** What every version of the definition is. */
export function definitionTraits(definition: ImageDefinition): Omit<ImageTraits, 'location'> {
  const { osType, hyperVGeneration, architecture = 'x64', purchasePlan } = definition
  const securityType = securityTypeOf(definition)
  const plan = purchasePlan !== undefined && { purchasePlan }
  return { osType, hyperVGeneration, architecture, securityType, ...plan }
}

/** ARM body of the definition's PUT. */
export function definitionBody(definition: ImageDefinition): JsonObject {
  const { location, osType, osState, hyperVGeneration, architecture } = definition
  const { name, publisher, product } = definition.purchasePlan ?? {}
  return {
    location,
    tags: {},
    properties: {
      osType,
      osState,
      hyperVGeneration,
      ...(architecture !== undefined && { architecture }),
      features: definition.features.map((feature) => ({ ...feature })),
      identifier: { ...definition.identifier },
      ...(name !== undefined &&
        publisher !== undefined &&
        product !== undefined && { purchasePlan: { name, publisher, product } }),
    },
  }
}
