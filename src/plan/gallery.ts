import type { Config } from '../inputs/config.js'
import type { ImageVersion } from '../ports/azure.js'
import { imageVersionId, nameOfId } from '../shared/arm-id.js'
import { durationOfMinutes } from '../shared/duration.js'
import type { JsonObject } from '../shared/json.js'
import { normaliseRegion } from '../shared/region.js'
import { parseEndOfLifeDate } from '../model/end-of-life.js'
import type { Facts, ImageTraits } from '../model/facts.js'
import { accountRegionOf, resolveGallery, type ResolvedGallery } from './resolve-gallery.js'
import { oncePer } from './once.js'
import { definitionBody, definitionTraits } from './image-definition.js'
import { planItems, withLineageTags, type Lineage } from '../model/lineage.js'
import { sourcesOf } from './sources.js'
import type { CreateImageVersion, Step } from '../model/step.js'
import { nodesWanted, targetRegions } from '../model/target-regions.js'
import { joinUpdates } from '../model/version-update.js'
import { adoptedDifferences } from './adopted-version.js'
import { isSucceeded } from '../model/version-choice.js'
import { describeSource, storageProfileOf, type VersionSource } from '../model/version-source.js'

/** Replication may take hours; Azure's advice is to wait up to six: https://learn.microsoft.com/azure/virtual-machines/troubleshooting-shared-images */
const defaultReplicationTimeout = durationOfMinutes(6 * 60)

export interface PlannedGallery {
  readonly steps: readonly Step[]
  readonly galleryImageVersionId: string
  /** What a pool's `imageReference.id` is to be: the version, or the floating id that the user gave. */
  readonly imageReferenceId: string
  /** What nodes made from the version must agree with: what the definition says. */
  readonly traits: ImageTraits
}

/**
 * Steps that lead to a gallery image version: made, adopted from an earlier run, or given by `image-id`.
 * Undefined where no gallery is involved, and where the rules found that there can be no version.
 */
export const planGallery: (config: Config, facts: Facts) => PlannedGallery | undefined =
  oncePer(computeGalleryPlan)

function computeGalleryPlan(config: Config, facts: Facts): PlannedGallery | undefined {
  const outlook = resolveGallery(config, facts)
  if (outlook === undefined) return planGiven(config, facts)
  const { choice, from, definition } = outlook
  if (choice === undefined || from === undefined || definition === undefined) return undefined
  if (choice.kind === 'taken') return undefined
  const traits = { ...definitionTraits(definition), location: outlook.traits?.location }
  if (choice.kind === 'adopt') {
    const { id } = choice.version
    const steps = [adoptedStep(choice.version, config, facts)]
    return { steps, galleryImageVersionId: id, imageReferenceId: id, traits }
  }
  const id = imageVersionId(outlook.facts.definitionId, choice.name)
  const tags = withLineageTags(config.image?.tags ?? {}, facts.lineage, sourcesOf(config, facts))
  const step: CreateImageVersion = {
    kind: 'create-image-version',
    title: `create image version ${choice.name} of ${nameOfId(outlook.facts.definitionId)}`,
    resource: id,
    impact: 'create',
    because: [{ property: 'source', to: describeSource(from.source) }],
    body: versionBody(config, outlook, { tags, source: from.source }),
    auto: choice.auto,
    ...waiting(config, facts),
  }
  const steps = [...definitionSteps(outlook, facts.lineage), step]
  return { steps, galleryImageVersionId: id, imageReferenceId: id, traits }
}

/** A version or definition given by `image-id`. */
function planGiven(config: Config, facts: Facts): PlannedGallery | undefined {
  if (facts.given?.kind !== 'gallery') return undefined
  const { id, version, definition } = facts.given
  if (version === undefined || definition === undefined) return undefined
  const traits = { ...definitionTraits(definition), location: version.location }
  const steps = [presentStep(version, config, facts)]
  return { steps, galleryImageVersionId: version.id, imageReferenceId: id, traits }
}

function definitionSteps(
  { facts, definition }: ResolvedGallery,
  lineage: Lineage | undefined,
): Step[] {
  if (facts.definition !== undefined || definition === undefined) return []
  return [
    {
      kind: 'create-image-definition',
      title: `create image definition ${nameOfId(definition.id)}`,
      resource: definition.id,
      impact: 'create',
      because: [{ property: 'id', to: definition.id }],
      body: { ...definitionBody(definition), tags: withLineageTags({}, lineage, []) },
    },
  ]
}

/** A version that was made of the same source: what the config asks for beyond that is added to it. */
function adoptedStep(version: ImageVersion, config: Config, facts: Facts): Step {
  const wanted = adoptedDifferences(config, facts).filter(({ isDone }) => isDone)
  if (wanted.length === 0) return presentStep(version, config, facts)
  const definition = nameOfId(version.id.split('/versions/')[0] ?? '')
  return {
    kind: 'update-image-version',
    title: `update image version ${version.name} of ${definition}`,
    resource: version.id,
    impact: 'update',
    because: wanted.map(({ property, from, to }) => ({
      property,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    })),
    update: joinUpdates(wanted.flatMap(({ update }) => update ?? [])),
    mark: planItems(facts.lineage?.plan),
    ...waiting(config, facts),
  }
}

/** A version that is there: used as it is, or waited for. */
function presentStep(version: ImageVersion, config: Config, facts: Facts): Step {
  const what = `image version ${version.name} of ${nameOfId(version.id.split('/versions/')[0] ?? '')}`
  const base = { resource: version.id, impact: 'none', because: [] } as const
  return isSucceeded(version)
    ? { ...base, kind: 'reuse', what: 'image-version', title: `reuse ${what}` }
    : { ...base, kind: 'await-image-version', title: `wait for ${what}`, ...waiting(config, facts) }
}

function waiting(
  { gallery }: Config,
  facts: Facts,
): Pick<CreateImageVersion, 'waitRegion' | 'timeoutMs'> {
  const timeout = gallery?.replicationTimeout ?? defaultReplicationTimeout
  return { waitRegion: accountRegionOf(facts), timeoutMs: timeout.ms }
}

/** ARM body of the version's PUT; what the user left out is left out. */
function versionBody(
  config: Config,
  outlook: ResolvedGallery,
  { tags, source }: { readonly tags: JsonObject; readonly source: VersionSource },
): JsonObject {
  const { gallery, traits, definition, accountRegion } = outlook
  const location = normaliseRegion(traits?.location ?? definition?.location ?? '')
  const { replicaCount, excludeFromLatest, replicationMode } = gallery
  const endOfLifeDate = parseEndOfLifeDate(gallery.endOfLifeDate ?? '')
  const nodes = nodesWanted(config.pool)
  return {
    location,
    tags,
    properties: {
      publishingProfile: {
        targetRegions: targetRegions(gallery, { homeRegion: location, accountRegion, nodes }),
        ...(typeof replicaCount === 'number' && { replicaCount }),
        ...(excludeFromLatest !== undefined && { excludeFromLatest }),
        ...(endOfLifeDate !== undefined && { endOfLifeDate }),
        ...(replicationMode !== undefined && { replicationMode }),
      },
      storageProfile: storageProfileOf(source),
    },
  }
}
