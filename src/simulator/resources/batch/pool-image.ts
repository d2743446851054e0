/** What a pool's `imageReference` names, and whether it is there for a region. */
import { objectAt, objectsAt, textAt } from '../../json.js'
import type { JsonObject, RouteContext, StoredResource } from '../../kernel.js'
import { provisioningState } from '../../arm.js'
import { isDenied } from '../../rights.js'
import { sameText } from '../../store.js'
import { isReplicatedIn } from '../replication.js'

export type World = Pick<RouteContext, 'store' | 'clock' | 'scenario'>

/** The parts of an image that nodes depend on. */
export interface PoolImage {
  readonly osType: string | undefined
  readonly generation: 'V1' | 'V2'
  readonly architecture: string
  /** `TrustedLaunch` and `ConfidentialVM` definitions demand it of the pool. */
  readonly securityType: string | undefined
}

export type ImageId =
  | { readonly kind: 'managed'; readonly id: string; readonly subscriptionId: string }
  | {
      readonly kind: 'gallery'
      readonly definitionId: string
      readonly version: string | undefined
    }

export function imageIdOf({ properties }: StoredResource): string | undefined {
  const vm = ['deploymentConfiguration', 'virtualMachineConfiguration'] as const
  return textAt(properties, ...vm, 'imageReference', 'id')
}

const managedPattern =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/[^/]+\/providers\/Microsoft\.Compute\/images\/[^/]+\/?$/i
const galleryPattern =
  /^(\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Compute\/galleries\/[^/]+\/images\/[^/]+)(?:\/versions\/([^/]+))?\/?$/i

export function parseImageId(id: string): ImageId | undefined {
  const managed = managedPattern.exec(id)
  if (managed !== null) return { kind: 'managed', id, subscriptionId: managed[1] ?? '' }
  const gallery = galleryPattern.exec(id)
  if (gallery === null) return undefined
  const version = gallery[2]
  const isPinned = version !== undefined && !sameText(version, 'latest')
  return {
    kind: 'gallery',
    definitionId: gallery[1] ?? '',
    version: isPinned ? version : undefined,
  }
}

export type FoundImage =
  | {
      readonly image: PoolImage
      readonly resource: StoredResource
      readonly definition?: StoredResource
    }
  | { readonly absent: 'unreadable' | 'not-in-region' | 'not-generalized' | 'not-ready' }

/** Looks for an image that nodes in `region` can be made from, as of now. */
export function findImage(world: World, id: ImageId, region: string): FoundImage {
  return id.kind === 'managed' ? findManaged(world, id.id, region) : findGallery(world, id, region)
}

function findManaged({ store, clock, scenario }: World, id: string, region: string): FoundImage {
  const resource = store.get(id)
  if (resource === undefined || isDenied('Microsoft.Compute/images/read', scenario, id)) {
    return { absent: 'unreadable' }
  }
  if (!sameText(resource.location ?? '', region)) return { absent: 'not-in-region' }
  if (provisioningState(resource, clock.now()) !== 'Succeeded') return { absent: 'not-ready' }
  const osDisk = objectAt(resource.properties, 'storageProfile', 'osDisk')
  if (osDisk['osState'] === 'Specialized') return { absent: 'not-generalized' }
  if (!hasItsSource(store, osDisk)) return { absent: 'unreadable' }
  const generation = textAt(resource.properties, 'hyperVGeneration') === 'V2' ? 'V2' : 'V1'
  const osType = textAt(osDisk, 'osType')
  const image = { osType, generation, architecture: 'x64', securityType: undefined } as const
  return { image, resource }
}

/** The snapshot that a managed image was made from must live as long as the pool. */
function hasItsSource(store: World['store'], osDisk: JsonObject): boolean {
  const snapshot = textAt(osDisk, 'snapshot', 'id')
  return snapshot === undefined || store.get(snapshot) !== undefined
}

function findGallery(
  { store, clock, scenario }: World,
  { definitionId, version }: Extract<ImageId, { kind: 'gallery' }>,
  region: string,
): FoundImage {
  const definition = store.get(definitionId)
  if (
    definition === undefined ||
    isDenied('Microsoft.Compute/galleries/images/versions/read', scenario, definitionId)
  ) {
    return { absent: 'unreadable' }
  }
  if (textAt(definition.properties, 'osState') === 'Specialized')
    return { absent: 'not-generalized' }
  const now = clock.now()
  const resource =
    version === undefined
      ? latestVersion(store.list(`${definitionId}/versions`), (one) =>
          isReplicatedIn(one, region, now),
        )
      : store.get(`${definitionId}/versions/${version}`)
  if (resource === undefined)
    return { absent: version === undefined ? 'not-in-region' : 'unreadable' }
  if (provisioningState(resource, now) === 'Deleting') return { absent: 'unreadable' }
  if (!isReplicatedIn(resource, region, now)) return { absent: 'not-in-region' }
  return { image: traitsOf(definition), resource, definition }
}

function traitsOf({ properties }: StoredResource): PoolImage {
  const feature = objectsAt(properties, 'features').find((one) => one['name'] === 'SecurityType')
  return {
    osType: textAt(properties, 'osType'),
    generation: textAt(properties, 'hyperVGeneration') === 'V2' ? 'V2' : 'V1',
    architecture: textAt(properties, 'architecture') ?? 'x64',
    securityType: textAt(feature, 'value'),
  }
}

/** Highest major, minor, patch of those not excluded and usable. */
function latestVersion(
  versions: readonly StoredResource[],
  isUsable: (version: StoredResource) => boolean,
): StoredResource | undefined {
  return versions
    .filter((one) => objectAt(one.properties, 'publishingProfile')['excludeFromLatest'] !== true)
    .filter(isUsable)
    .toSorted((a, b) => compareVersions(b.name, a.name))[0]
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)]
  for (const index of [0, 1, 2]) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
