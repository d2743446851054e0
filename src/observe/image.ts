import type { LoadedConfig, RunOptions } from '../inputs/config.js'
import type { GivenImage, ImageFacts, SourceFacts } from '../model/facts.js'
import type { SnapshotFacts } from '../model/snapshots.js'
import type { Azure, Call } from '../ports/azure.js'
import {
  armTypes,
  hasType,
  imageId as idOfImage,
  parseArmId,
  resourceGroupId,
  sameId,
  type Scope,
} from '../shared/arm-id.js'
import { UserError } from '../shared/errors.js'
import type { Path } from '../shared/finding.js'
import { observeSource, type Reads, type SourceRequest } from './image-source.js'
import { snapshotSources } from './snapshots.js'
import { readRegions } from './regions.js'
import { readOrRefusal } from './read-result.js'

/**
 * Reads what an image section depends on, all at once. Undefined when the config makes no image of its own.
 * Throws `UserError` when it is not said where the image belongs.
 */
export async function observeImage(
  loaded: LoadedConfig,
  runOptions: RunOptions,
  azure: Azure,
  { snapshots, ...call }: Call & { readonly snapshots?: Promise<SnapshotFacts | undefined> },
): Promise<ImageFacts | undefined> {
  const { image, gallery } = loaded.config
  if (image === undefined || image.id !== undefined) return undefined
  const sources = readSources(loaded, snapshots)
  if (sources === undefined) return undefined
  const scope = imageScope(loaded, runOptions)
  const straight = gallery !== undefined && gallery.source === 'snapshots'
  const imageId = straight ? undefined : idOfImage(scope, imageName(loaded))
  const reads = { azure, scope, call }
  const givenLocation = image.location ?? runOptions.location

  const reading = sources(reads)
  const [found, existing, resourceGroup, locations] = await Promise.all([
    reading,
    imageId === undefined ? undefined : azure.image(imageId, call),
    reading.then(async (read) => await observeGroup(read?.osSource, reads)),
    observeLocations(azure, { scope, givenLocation }, call),
  ])
  if (found === undefined) return undefined
  return {
    mode: runOptions.mode,
    scope,
    ...found,
    ...(imageId !== undefined && { imageId }),
    ...(givenLocation !== undefined && { givenLocation }),
    ...(existing !== undefined && { existing }),
    ...(resourceGroup !== undefined && { resourceGroup }),
    ...(locations !== undefined && { locations }),
  }
}

type Sources = Pick<ImageFacts, 'osSource' | 'dataSources'>

/** Undefined when the config names none. */
function readSources(
  { config: { image = {}, snapshots: section } }: LoadedConfig,
  snapshots: Promise<SnapshotFacts | undefined> | undefined,
): ((reads: Reads) => Promise<Sources | undefined>) | undefined {
  const os = image.osSnapshot ?? image.source
  if (os === undefined) {
    if (section === undefined) return undefined
    return async () => {
      const facts = await snapshots
      return facts && snapshotSources(facts)
    }
  }
  const osRequest: SourceRequest =
    image.osSnapshot === undefined
      ? { role: 'os', given: os, path: ['image', 'source'] }
      : { role: 'os-snapshot', given: os, path: ['image', 'osSnapshot'] }
  const dataRequests: readonly SourceRequest[] = [
    ...(image.dataSnapshots ?? []).map(({ lun, source }, index) => ({
      role: 'data-snapshot' as const,
      given: source,
      path: ['image', 'dataSnapshots', index],
      ...(lun !== undefined && { lun }),
    })),
    ...(image.dataDiskSources ?? []).map((given, index) => ({
      role: 'data' as const,
      given,
      path: ['image', 'dataDiskSources', index],
    })),
  ]
  return async (reads) => {
    const [osSource, ...dataSources] = await Promise.all([
      observeSource(osRequest, reads),
      ...dataRequests.map(async (request) => await observeSource(request, reads)),
    ])
    return { osSource, dataSources }
  }
}

/**
 * Undefined when it may not be read, or need not be: it exists when the OS source was found in it, and its region is needed
 * only where the source states none.
 */
async function observeGroup(
  source: SourceFacts | undefined,
  { azure, scope, call }: Reads,
): Promise<ImageFacts['resourceGroup']> {
  const found = source?.found ?? { kind: 'missing' }
  const id = found.kind === 'disk' || found.kind === 'vm' ? parseArmId(found.id) : undefined
  if (id !== undefined && sameId(resourceGroupId(id), resourceGroupId(scope))) return undefined
  const group = await readOrRefusal(azure.resourceGroup(resourceGroupId(scope), call))
  if (group.kind === 'unreadable') return undefined
  return group.kind === 'found' ? group.value : 'missing'
}

/** Only for a location that looks like a display name: a short name stands for itself. */
async function observeLocations(
  azure: Azure,
  { scope, givenLocation }: { scope: Scope; givenLocation: string | undefined },
  call: Call,
): Promise<ImageFacts['locations']> {
  if (givenLocation === undefined || !/\s/.test(givenLocation)) return undefined
  return await readRegions(scope.subscriptionId, azure, call)
}

/** Reads a managed image that `image-id` names. Undefined for an id of anything else. */
export async function observeGivenImage(
  imageId: string,
  azure: Azure,
  call: Call,
): Promise<Extract<GivenImage, { kind: 'managed-image' }> | undefined> {
  const id = parseArmId(imageId)
  if (id === undefined || !hasType(id, armTypes.image)) return undefined
  const image = await azure.image(id.text, call)
  return { kind: 'managed-image', id: id.text, ...(image !== undefined && { image }) }
}

/** Where the config's image belongs. Throws `UserError` when that is not said. */
function imageScope(loaded: LoadedConfig, runOptions: RunOptions): Scope {
  const resourceGroup = loaded.config.image?.resourceGroup ?? runOptions.resourceGroup
  const { subscriptionId } = runOptions
  if (subscriptionId === undefined) {
    throw missing(loaded, ['image'], 'the image needs a subscription', 'give subscription-id')
  }
  if (resourceGroup === undefined) {
    throw missing(
      loaded,
      ['image', 'resourceGroup'],
      'the image needs a resource group',
      'give resource-group, or resourceGroup under image',
    )
  }
  return { subscriptionId, resourceGroup }
}

function imageName(loaded: LoadedConfig): string {
  const { image } = loaded.config
  if (image?.name !== undefined) return image.name
  throw missing(
    loaded,
    ['image', 'name'],
    'the image needs a name',
    'give image-name, or name under image',
  )
}

function missing(loaded: LoadedConfig, path: Path, message: string, help: string): UserError {
  const at = loaded.originOf(path)
  return new UserError([{ rule: 'image/is-complete', severity: 'error', message, help, at }])
}
