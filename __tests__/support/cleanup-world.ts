/** Random worlds for cleanup: what a team leaves behind in months, and what it still uses of it. */
import fc from 'fast-check'
import type { JsonObject } from '../../src/simulator/kernel.js'

export const day = 86_400_000
export const now = Date.parse('2026-11-23T08:00:00Z')
export const subscriptionId = '30000000-0000-4000-a000-000000000001'
const subscription = `/subscriptions/${subscriptionId}`
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
const regions = ['koreacentral', 'westeurope'] as const
const repositories = ['team/render', 'team/other'] as const

/** What this action wrote on something; undefined for what somebody else made. */
interface Mark {
  readonly repository: number
  readonly pullRequest: number | undefined
  /** Days ago; undefined: nobody wrote it down. */
  readonly age: number | undefined
}

export interface SomeImage {
  readonly kind: 'image'
  readonly index: number
  readonly mark: Mark | undefined
  readonly family: number
  readonly state: string
}

export interface SomeVersion {
  readonly kind: 'version'
  readonly index: number
  readonly definition: number
  readonly number: number
  readonly mark: Mark | undefined
  /** Days ago. */
  readonly published: number
  readonly state: string
  readonly isExcluded: boolean
  readonly regions: readonly number[]
  readonly excludedIn: number | undefined
  readonly isShallow: boolean
  readonly source: Ref
  readonly isBlocked: boolean
}

/** Into the lists of a world; beyond their ends: something that is not there. */
export type Ref =
  | { readonly to: 'image' | 'version'; readonly index: number }
  | { readonly to: 'latest'; readonly definition: number; readonly isWord: boolean }
  | { readonly to: 'nothing' }

export interface SomePool {
  readonly kind: 'pool'
  readonly index: number
  readonly account: number
  readonly mark: Mark | undefined
  readonly role: 'none' | 'canary' | 'live' | 'retired'
  /** Of one that is live: days ago. */
  readonly liveFor: number
  /** Days from now until which it is kept. */
  readonly keepFor: number | undefined
  readonly nodes: number
  readonly uses: Ref
  /** What it was made from before it was recycled. */
  readonly before: Ref
  readonly isDeleting: boolean
}

export interface SomeWorld {
  readonly keepLast: number
  /** Index of the region of each. */
  readonly accounts: readonly number[]
  readonly pools: readonly SomePool[]
  readonly images: readonly SomeImage[]
  readonly versions: readonly SomeVersion[]
}

export type Some = SomeImage | SomeVersion | SomePool

/** No two are of one age: which of them is the older would be anybody's guess. */
const ageOf = (index: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 40 }).map((days) => days + index / 1000)
const mark = (index: number): fc.Arbitrary<Mark | undefined> =>
  fc.option(
    fc.record({
      repository: fc.constantFrom(0, 0, 0, 1),
      pullRequest: fc.constantFrom(undefined, undefined, undefined, 7),
      age: fc.option(ageOf(index), { freq: 12, nil: undefined }),
    }),
    { freq: 6, nil: undefined },
  )
const refTo = (images: number, versions: number, definitions: number): fc.Arbitrary<Ref> =>
  fc.oneof(
    { weight: 3, arbitrary: to('image', images) },
    { weight: 4, arbitrary: to('version', versions) },
    {
      weight: 2,
      arbitrary: fc.record({
        to: fc.constant('latest' as const),
        definition: fc.nat({ max: definitions - 1 }),
        isWord: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ to: 'nothing' as const }) },
  )
function to(kind: 'image' | 'version', count: number): fc.Arbitrary<Ref> {
  return fc.nat({ max: count }).map((index) => ({ to: kind, index }))
}
const sourceRef = (images: number, index: number): fc.Arbitrary<Ref> =>
  fc.oneof(
    { weight: 4, arbitrary: to('image', images) },
    // Only from an older one, as in the world.
    ...(index === 0 ? [] : [{ weight: 2, arbitrary: to('version', index - 1) }]),
    { weight: 1, arbitrary: fc.constant({ to: 'nothing' as const }) },
  )
const state = fc.constantFrom(
  ...['Succeeded', 'Succeeded', 'Succeeded', 'Succeeded', 'Succeeded', 'Succeeded'],
  ...['Failed', 'Creating', 'Deleting'],
)

export const someWorld: fc.Arbitrary<SomeWorld> = fc
  .record({
    images: fc.nat({ max: 7 }),
    versions: fc.nat({ max: 8 }),
    definitions: fc.integer({ min: 1, max: 2 }),
    accounts: fc.array(fc.nat({ max: 1 }), { minLength: 1, maxLength: 3 }),
  })
  .chain(({ images, versions, definitions, accounts }) =>
    fc.record({
      keepLast: fc.integer({ min: 1, max: 3 }),
      accounts: fc.constant(accounts),
      images: listOf(images, (index) =>
        fc.record({
          kind: fc.constant('image' as const),
          index: fc.constant(index),
          mark: mark(index),
          family: fc.nat({ max: 1 }),
          state,
        }),
      ),
      versions: listOf(versions, (index) =>
        fc.record({
          kind: fc.constant('version' as const),
          index: fc.constant(index),
          definition: fc.nat({ max: definitions - 1 }),
          // Numbers are not in the order in which they were published.
          number: fc.nat({ max: 2 }).map((major) => major * 100 + index),
          mark: mark(index),
          published: ageOf(index),
          state: fc.oneof(
            { weight: 8, arbitrary: state },
            { weight: 1, arbitrary: fc.constant('Updating') },
          ),
          isExcluded: fc.constantFrom(false, false, true),
          regions: fc.constantFrom([0], [1], [0, 1]),
          excludedIn: fc.constantFrom(undefined, undefined, undefined, 0, 1),
          isShallow: fc.constantFrom(false, false, true),
          source: sourceRef(images, index),
          isBlocked: fc.constantFrom(false, false, false, false, true),
        }),
      ),
      pools: fc
        .nat({ max: 6 })
        .chain((count) =>
          listOf(count, (index) =>
            somePool(index, [images, versions, definitions, accounts.length]),
          ),
        ),
    }),
  )

function somePool(
  index: number,
  [images, versions, definitions, accounts]: readonly [number, number, number, number],
): fc.Arbitrary<SomePool> {
  return fc.record({
    kind: fc.constant('pool' as const),
    index: fc.constant(index),
    account: fc.nat({ max: accounts - 1 }),
    mark: mark(index),
    role: fc.constantFrom('none', 'canary', 'canary', 'live', 'retired', 'retired', 'retired'),
    liveFor: fc.integer({ min: 0, max: 40 }).map((days) => days + 0.5),
    keepFor: fc.constantFrom(undefined, -3, -3, -3, 2),
    nodes: fc.constantFrom(0, 0, 0, 2),
    uses: refTo(images, versions, definitions),
    before: fc.oneof(
      { weight: 5, arbitrary: fc.constant({ to: 'nothing' as const }) },
      { weight: 1, arbitrary: refTo(images, versions, definitions) },
    ),
    isDeleting: fc.constantFrom(false, false, false, false, false, true),
  })
}

function listOf<T>(count: number, item: (index: number) => fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.tuple(...Array.from({ length: count }, (_, index) => item(index)))
}

/** Azure answers ids in whichever letter case it likes: every other one here is in capitals. */
function shout(id: string, index: number): string {
  return index % 2 === 0 ? id : id.replace('/resourceGroups/', '/RESOURCEGROUPS/').toUpperCase()
}

export function idOf(some: Some): string {
  switch (some.kind) {
    case 'image':
      return `${compute}/images/image-${String(some.index)}`
    case 'version':
      return `${definitionId(some.definition)}/versions/${versionName(some)}`
    case 'pool':
      return `${accountId(some.account)}/pools/pool-${String(some.index)}`
  }
}

export function definitionId(index: number): string {
  return `${compute}/galleries/renderGallery/images/render-${String(index)}`
}

export function accountId(index: number): string {
  return `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/account${String(index)}`
}

export function versionName({ number }: Pick<SomeVersion, 'number'>): string {
  return `${String(Math.floor(number / 100))}.0.${String(number % 100)}`
}

function refId(ref: Ref, world: SomeWorld): string | undefined {
  switch (ref.to) {
    case 'image': {
      const image = world.images[ref.index]
      return image === undefined ? `${compute}/images/gone` : idOf(image)
    }
    case 'version': {
      const version = world.versions[ref.index]
      return version === undefined ? `${definitionId(0)}/versions/9.9.9` : idOf(version)
    }
    case 'latest':
      return `${definitionId(ref.definition)}${ref.isWord ? '/versions/latest' : ''}`
    case 'nothing':
      return undefined
  }
}

function itemsOf(
  made: Mark | undefined,
  more: Record<string, string> = {},
): Record<string, string> {
  if (made === undefined) return { team: 'render' }
  return {
    team: 'render',
    'image-to-pool': '1.0.0',
    'Image-To-Pool-Repository': repositories[made.repository] ?? '',
    ...(made.pullRequest === undefined
      ? {}
      : { 'image-to-pool-pull-request': String(made.pullRequest) }),
    ...(made.age === undefined
      ? {}
      : { 'image-to-pool-made': new Date(now - made.age * day).toISOString() }),
    ...more,
  }
}

/** An ARM resource, as an answer shows it and a scenario takes it. */
export interface Resource extends JsonObject {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly properties: JsonObject
}

export function imageResource({ ...image }: SomeImage): Resource {
  return {
    id: shout(idOf(image), image.index),
    name: `image-${String(image.index)}`,
    type: 'Microsoft.Compute/images',
    location: 'koreacentral',
    tags: itemsOf(image.mark, { 'image-to-pool-family': `image:render-${String(image.family)}` }),
    properties: {
      provisioningState: image.state,
      hyperVGeneration: 'V2',
      storageProfile: {
        osDisk: {
          osType: 'Linux',
          osState: 'Generalized',
          snapshot: { id: `${compute}/snapshots/render-os` },
        },
      },
    },
  }
}

export function versionResource(version: SomeVersion, world: SomeWorld): Resource {
  const source = refId(version.source, world)
  return {
    id: shout(idOf(version), version.index),
    name: versionName(version),
    type: 'Microsoft.Compute/galleries/images/versions',
    location: 'koreacentral',
    tags: itemsOf(version.mark),
    properties: {
      provisioningState: version.state,
      publishingProfile: {
        excludeFromLatest: version.isExcluded,
        replicationMode: version.isShallow ? 'Shallow' : 'Full',
        publishedDate: new Date(now - version.published * day).toISOString(),
        endOfLifeDate: new Date(now + (version.isBlocked ? day : -day)).toISOString(),
        targetRegions: version.regions.map((region) => ({
          name: region === 0 ? 'Korea Central' : 'West Europe',
          regionalReplicaCount: 1,
          excludeFromLatest: version.excludedIn === region,
        })),
      },
      safetyProfile: { blockDeletionBeforeEndOfLife: true },
      storageProfile:
        source === undefined
          ? { osDiskImage: { source: { id: `${compute}/snapshots/render-os` } } }
          : { source: { id: source } },
    },
  }
}

export function poolResource(pool: SomePool, world: SomeWorld): Resource {
  const id = refId(pool.uses, world)
  const before = refId(pool.before, world)
  const own = itemsOf(pool.mark, {
    ...(pool.role === 'none'
      ? {}
      : { 'image-to-pool-role': pool.role, 'image-to-pool-pool': 'render' }),
    ...(pool.role === 'live'
      ? { 'image-to-pool-live': new Date(now - pool.liveFor * day).toISOString() }
      : {}),
    ...(pool.keepFor === undefined
      ? {}
      : { 'image-to-pool-keep-until': new Date(now + pool.keepFor * day).toISOString() }),
  })
  // Also on pools that somebody else made: a reference counts wherever it stands.
  const all = {
    ...own,
    ...(before === undefined
      ? {}
      : { 'image-to-pool-before': JSON.stringify({ body: { imageReference: { id: before } } }) }),
  }
  const imageReference =
    id === undefined
      ? { publisher: 'canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' }
      : { id: shout(id, pool.index) }
  return {
    id: shout(idOf(pool), pool.index),
    name: `pool-${String(pool.index)}`,
    type: 'Microsoft.Batch/batchAccounts/pools',
    properties: {
      provisioningState: pool.isDeleting ? 'Deleting' : 'Succeeded',
      allocationState: 'Steady',
      vmSize: 'STANDARD_D4S_V5',
      currentDedicatedNodes: pool.nodes,
      currentLowPriorityNodes: 0,
      deploymentConfiguration: {
        virtualMachineConfiguration: { imageReference, nodeAgentSkuId: 'batch.node.ubuntu 24.04' },
      },
      metadata: Object.entries(all).map(([name, value]) => ({ name, value })),
      scaleSettings: {
        fixedScale: {
          targetDedicatedNodes: pool.nodes,
          targetLowPriorityNodes: 0,
          resizeTimeout: 'PT15M',
        },
      },
    },
  }
}

export function regionOf(world: SomeWorld, pool: SomePool): string {
  return regions[world.accounts[pool.account] ?? 0] ?? ''
}

/** Everything of the world as the resources of a scenario, what it all lies in included. */
export function resourcesOf(world: SomeWorld): Resource[] {
  const group = (name: string): Resource => ({
    ...{ id: `${subscription}/resourceGroups/${name}`, name, location: 'koreacentral' },
    ...{ type: 'Microsoft.Resources/resourceGroups', properties: {} },
  })
  const gallery = definitionId(0).split('/images/')[0] ?? ''
  return [
    group('rg-images'),
    group('rg-batch'),
    {
      ...{ id: gallery, name: 'renderGallery', type: 'Microsoft.Compute/galleries' },
      ...{ location: 'koreacentral', properties: { provisioningState: 'Succeeded' } },
    },
    ...[0, 1].map((index) => ({
      ...{ id: definitionId(index), name: `render-${String(index)}`, location: 'koreacentral' },
      type: 'Microsoft.Compute/galleries/images',
      properties: {
        ...{ osType: 'Linux', osState: 'Generalized', hyperVGeneration: 'V2' },
        identifier: { publisher: 'team', offer: 'nodes', sku: String(index) },
      },
    })),
    ...world.accounts.map((region, index) => ({
      ...{ id: accountId(index), name: `account${String(index)}`, location: regions[region] ?? '' },
      type: 'Microsoft.Batch/batchAccounts',
      properties: {
        ...{ accountEndpoint: '{batchEndpoint}', provisioningState: 'Succeeded' },
        ...{ poolAllocationMode: 'BatchService', dedicatedCoreQuota: 4000, poolQuota: 100 },
      },
    })),
    ...world.images.map(imageResource),
    ...world.versions.map((version) => versionResource(version, world)),
    ...world.pools.map((pool) => poolResource(pool, world)),
  ]
}
