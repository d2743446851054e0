/** What managed image a config asks for, and what has to be done to have it. */
import type { Config } from '../inputs/config.js'
import type { Disk } from '../ports/azure.js'
import { nameOfId } from '../shared/arm-id.js'
import type { Json, JsonObject } from '../shared/json.js'
import { normaliseRegion } from '../shared/region.js'
import { oncePer } from './once.js'
import type { Facts, ImageFacts, ImageTraits, SourceFacts } from '../model/facts.js'
import { imageBody, type WantedImage } from './image-body.js'
import { imageDifferences } from '../model/image-differences.js'
import { imageTraits } from '../model/image-traits.js'
import { withLineageTags } from '../model/lineage.js'
import { assignLuns } from '../model/luns.js'
import type { AwaitImage, CreateImage, Reuse } from '../model/step.js'
import { showSource } from '../model/image-source.js'
import { describeSources, imageSource, type ImageSource } from '../model/settled-source.js'

/** The image that is wanted, every default settled. */
export interface ResolvedImage extends WantedImage {
  readonly traits: ImageTraits
  /** ARM body of the PUT; undefined while the location, or an OS type that is needed, is unknown. */
  readonly body: JsonObject | undefined
}

export interface ImagePlan {
  /** None when there is no image section, or no plan can be made: the rules say why. */
  readonly steps: readonly (Reuse | CreateImage | AwaitImage)[]
  /** The managed image that is there after the steps; undefined when the config wants none. */
  readonly imageId: string | undefined
  /** What the image is; undefined when nothing is known. */
  readonly traits: ImageTraits | undefined
}

/** Undefined when a source is missing, malformed or cannot be told. */
export const resolveImage: (config: Config, facts: ImageFacts) => ResolvedImage | undefined =
  oncePer(settleImage)

function settleImage(config: Config, facts: ImageFacts): ResolvedImage | undefined {
  const os = imageSource(facts.osSource)
  const data = assignLuns(facts.dataSources.map(withSource)).flatMap(({ source, lun }) =>
    source === undefined ? [] : [{ ...source, lun }],
  )
  if (os === undefined || data.length < facts.dataSources.length) return undefined
  const location = resolveLocation(facts, [os, ...data])
  const osType = config.image?.osType ?? os.osType
  const hyperVGeneration = config.image?.hyperVGeneration ?? os.hyperVGeneration ?? 'V1'
  const wanted = { os, data, location, osType, hyperVGeneration }
  const traits: ImageTraits = { ...diskTraits(os.disk), location, osType, hyperVGeneration }
  return { ...wanted, traits, body: imageBody(config, wanted) }
}

function withSource(facts: SourceFacts) {
  const source = imageSource(facts)
  const regroup = facts.path.includes('dataDiskSources')
  return {
    source,
    kind: source?.kind,
    ...(facts.lun !== undefined && { lun: facts.lun }),
    regroup,
  }
}

/** Given, else the region of the sources (Azure takes none from elsewhere), else the resource group's. */
function resolveLocation(facts: ImageFacts, sources: readonly ImageSource[]): string | undefined {
  const { givenLocation, resourceGroup, locations = [] } = facts
  if (givenLocation !== undefined) {
    const wanted = givenLocation.toLowerCase()
    const known = locations.find(({ displayName }) => displayName.toLowerCase() === wanted)
    return known?.name ?? normaliseRegion(givenLocation)
  }
  const group = typeof resourceGroup === 'object' ? resourceGroup.location : undefined
  const region = sources.find(({ location }) => location !== undefined)?.location ?? group
  return region === undefined ? undefined : normaliseRegion(region)
}

function diskTraits(disk: Disk | undefined): Partial<ImageTraits> {
  const { architecture, securityType, purchasePlan } = disk ?? {}
  return {
    ...(architecture !== undefined && { architecture }),
    ...(securityType !== undefined && { securityType }),
    ...(purchasePlan !== undefined && { purchasePlan }),
  }
}

export const planImage: (config: Config, facts: Facts) => ImagePlan = oncePer(computeImagePlan)

function computeImagePlan(config: Config, facts: Facts): ImagePlan {
  if (facts.given?.kind === 'managed-image') return planGivenImage(facts.given)
  if (facts.image === undefined) return { steps: [], imageId: undefined, traits: undefined }
  const { imageId } = facts.image
  const wanted = resolveImage(config, facts.image)
  const traits = wanted?.traits
  if (imageId === undefined || wanted?.body === undefined) return { steps: [], imageId, traits }
  const sources = [wanted.os, ...wanted.data].map(({ id }) => id)
  const tags = withLineageTags(config.image?.tags ?? {}, facts.lineage, sources)
  const body = { ...wanted.body, tags }
  return { steps: imageSteps(imageId, wanted, body, facts.image), imageId, traits }
}

function planGivenImage(given: Extract<Facts['given'], { kind: 'managed-image' }>): ImagePlan {
  const { id, image } = given
  if (image === undefined) return { steps: [], imageId: id, traits: undefined }
  const base = { resource: id, impact: 'none', because: [] } as const
  const step: Reuse | AwaitImage = isBeingMade(image.provisioningState)
    ? { kind: 'await-image', title: `wait for image ${nameOfId(id)}`, ...base }
    : { kind: 'reuse', what: 'image', title: `use image ${nameOfId(id)}`, ...base }
  return { steps: [step], imageId: id, traits: imageTraits(image) }
}

function imageSteps(
  imageId: string,
  wanted: ResolvedImage,
  body: JsonObject,
  { existing }: ImageFacts,
): ImagePlan['steps'] {
  const name = nameOfId(imageId)
  const base = { resource: imageId, impact: 'none', because: [] } as const
  if (existing === undefined) {
    const title = `create image ${name} from ${describeSources(wanted.os, wanted.data)}`
    return [
      { ...base, kind: 'create-image', impact: 'create', title, because: because(wanted), body },
    ]
  }
  const usable = existing.provisioningState ?? 'Succeeded'
  if (imageDifferences(body, existing).length > 0) return []
  if (isBeingMade(usable)) {
    return [
      { ...base, kind: 'await-image', title: `wait for image ${name}, already being created` },
    ]
  }
  if (usable !== 'Succeeded') return []
  return [{ ...base, kind: 'reuse', what: 'image', title: `reuse image ${name}` }]
}

export function isBeingMade(provisioningState: string | undefined): boolean {
  return provisioningState === 'Creating' || provisioningState === 'Updating'
}

function because({ os, data, location, osType, hyperVGeneration }: ResolvedImage) {
  const settings: Readonly<Record<string, Json | undefined>> = {
    source: showSource(os.id),
    ...Object.fromEntries(
      data.map(({ lun, id }) => [`data disk at LUN ${String(lun)}`, showSource(id)]),
    ),
    location,
    osType,
    hyperVGeneration,
  }
  return Object.entries(settings).flatMap(([property, to]) =>
    to === undefined ? [] : [{ property, to }],
  )
}
