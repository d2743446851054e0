import type { Config, GalleryConfig } from '../inputs/config.js'
import type { ImageDefinition, ImageVersion } from '../ports/azure.js'
import { normaliseRegion } from '../shared/region.js'
import type { Facts, GalleryFacts, GivenImage, ImageTraits } from '../model/facts.js'
import { takesNewSnapshots } from './snapshots.js'
import { planImage, resolveImage, type ImagePlan } from './image.js'
import { oncePer } from './once.js'
import { definitionTraits, newDefinition } from './image-definition.js'
import { chooseVersion, type VersionChoice, type WantedSource } from '../model/version-choice.js'

type GivenVersion = Extract<GivenImage, { kind: 'gallery' }>

/** All that config and facts settle about the gallery section: the rules judge it, the plan follows it. */
export interface ResolvedGallery {
  readonly gallery: GalleryConfig
  readonly facts: GalleryFacts
  /** As it is, or as it is to be made; undefined: neither. */
  readonly definition: ImageDefinition | undefined
  /** Of the source; undefined where nothing is known of it. */
  readonly traits: ImageTraits | undefined
  /** Undefined: there is nothing to make a version from. */
  readonly from: WantedSource | undefined
  readonly choice: VersionChoice | undefined
  /** Normalised; undefined without a pool. */
  readonly accountRegion: string | undefined
}

/** Undefined without a gallery section. */
export const resolveGallery: (config: Config, facts: Facts) => ResolvedGallery | undefined =
  oncePer(settleGallery)

function settleGallery(config: Config, facts: Facts): ResolvedGallery | undefined {
  const image = planImage(config, facts)
  const { gallery } = config
  if (gallery === undefined || facts.gallery === undefined) return undefined
  const traits = sourceTraits(config, facts, image)
  const from = wantedSource(config, facts, image)
  const accountRegion = accountRegionOf(facts)
  const name = gallery.imageVersion?.toLowerCase() === 'auto' ? undefined : gallery.imageVersion
  const { versions } = facts.gallery
  const choice = from && chooseVersion(versions, { name, from, accountRegion })
  const definition = facts.gallery.definition ?? newDefinition(config, facts.gallery, traits)
  return { gallery, facts: facts.gallery, definition, traits, from, choice, accountRegion }
}

export function accountRegionOf(facts: Facts): string | undefined {
  const location = facts.pool?.account?.location
  return location === undefined ? undefined : normaliseRegion(location)
}

/** Undefined where the sources were not found, or are none that a version can be made from. */
function wantedSource(config: Config, facts: Facts, image: ImagePlan): WantedSource | undefined {
  if (config.gallery?.source === 'snapshots') return snapshotSource(config, facts)
  const given = facts.given?.kind === 'gallery' ? facts.given.version?.id : facts.given?.id
  const id = given ?? image.imageId
  if (id === undefined) return undefined
  const isNew = image.steps.some(({ kind }) => kind === 'create-image') || isBeingCreated(facts)
  return { source: { kind: 'image', id }, isNew }
}

/** Azure makes no version of an image before it is complete, so none that exists is made of this one. */
function isBeingCreated({ image, given }: Facts): boolean {
  const managed = given?.kind === 'managed-image' ? given.image : image?.existing
  return managed?.provisioningState === 'Creating'
}

function snapshotSource(config: Config, facts: Facts): WantedSource | undefined {
  const resolved = facts.image && resolveImage(config, facts.image)
  if (resolved === undefined) return undefined
  const { os, data } = resolved
  if ([os, ...data].some(({ kind }) => kind === 'vm' || kind === 'vhd')) return undefined
  const source = {
    kind: 'disks',
    osId: os.id,
    data: data.map(({ lun, id }) => ({ lun, id })),
  } as const
  const ages = [os, ...data].map(({ disk }) => Date.parse(disk?.timeCreated ?? ''))
  const known = ages.filter((age) => !Number.isNaN(age))
  const isNew = takesNewSnapshots(config, facts)
  return { source, isNew, ...(known.length > 0 && { since: Math.max(...known) }) }
}

/**
 * What the source says of itself. A managed image always has a generation; for snapshots that state none the
 * definition decides, so none is assumed.
 */
function sourceTraits(config: Config, facts: Facts, image: ImagePlan): ImageTraits | undefined {
  if (facts.given?.kind === 'gallery') return givenTraits(facts.given)
  if (config.gallery?.source !== 'snapshots' || facts.image === undefined) return image.traits
  const resolved = resolveImage(config, facts.image)
  const hyperVGeneration = config.image?.hyperVGeneration ?? resolved?.os.hyperVGeneration
  return resolved && { ...resolved.traits, hyperVGeneration }
}

function givenTraits({ definition, version }: GivenVersion): ImageTraits | undefined {
  return definition && { ...definitionTraits(definition), location: version?.location }
}

/** The version that exists and is going to be used: adopted, or given by `image-id`. */
export function usedVersion(config: Config, facts: Facts): ImageVersion | undefined {
  const outlook = resolveGallery(config, facts)
  if (outlook !== undefined) {
    return outlook.choice?.kind === 'adopt' ? outlook.choice.version : undefined
  }
  return facts.given?.kind === 'gallery' ? facts.given.version : undefined
}
