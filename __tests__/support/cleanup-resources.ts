/** The random worlds of a cleanup as resources: the answers that a look at them gets. */
import type { Fault, JsonObject, Scenario } from '../../src/simulator/kernel.js'
import {
  day,
  now,
  otherSubscriptionId,
  subscriptionId,
  type ListOfWorld,
  type Mark,
  type Ref,
  type Some,
  type SomeImage,
  type SomePool,
  type SomeSnapshot,
  type SomeUser,
  type SomeVersion,
  type SomeWorld,
} from './cleanup-world.js'

const subscription = `/subscriptions/${subscriptionId}`
const other = `/subscriptions/${otherSubscriptionId}`
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
const regions = ['koreacentral', 'westeurope'] as const
const repositories = ['team/render', 'team/other'] as const

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
      return `${accountId(some.account, some.isFar)}/pools/pool-${String(some.index)}`
    case 'snapshot':
      return `${compute}/snapshots/snapshot-${String(some.index)}-${some.role}`
  }
}

export function definitionId(index: number): string {
  return `${compute}/galleries/renderGallery/images/render-${String(index)}`
}

export function accountId(index: number, isFar: boolean): string {
  return `${isFar ? other : subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/account${String(index)}`
}

export function versionName({ number }: Pick<SomeVersion, 'number'>): string {
  return `${String(Math.floor(number / 100))}.0.${String(number % 100)}`
}

/** Beyond the end of the list: one that is not there. */
function snapshotId(index: number, { snapshots }: SomeWorld): string {
  const snapshot = snapshots[index]
  return snapshot === undefined ? `${compute}/snapshots/gone` : idOf(snapshot)
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
    ...(made.lacks === 'run' ? {} : { 'Image-To-Pool-Run': '1/1' }),
    ...(made.lacks === 'digest' ? {} : { 'image-to-pool-digest': 'd'.repeat(64) }),
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

export function imageResource(image: SomeImage, world: SomeWorld): Resource {
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
          snapshot: { id: snapshotId(image.snapshot, world) },
        },
      },
    },
  }
}

export function snapshotResource(snapshot: SomeSnapshot, world: SomeWorld): Resource {
  const { copyOf, isCopying, state, index, role, family } = snapshot
  const sourceResourceId =
    copyOf === undefined ? `${compute}/disks/golden-os` : snapshotId(copyOf, world)
  return {
    id: shout(idOf(snapshot), index),
    name: `snapshot-${String(index)}-${role}`,
    type: 'Microsoft.Compute/snapshots',
    location: 'koreacentral',
    tags: itemsOf(snapshot.mark, { 'image-to-pool-family': `image:render-${String(family)}` }),
    properties: {
      provisioningState: state,
      diskState: 'Unattached',
      timeCreated: new Date(now - day).toISOString(),
      creationData: { createOption: copyOf === undefined ? 'Copy' : 'CopyStart', sourceResourceId },
      ...(isCopying && { completionPercent: 40 }),
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
          ? { osDiskImage: { source: { id: snapshotId(version.snapshot, world) } } }
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
    ...(pool.comesFrom !== undefined && {
      'image-to-pool-source': snapshotId(pool.comesFrom, world),
    }),
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

const marketplace = {
  publisher: 'canonical',
  offer: 'ubuntu-24_04-lts',
  sku: 'server',
  version: 'latest',
}

/** The resource that uses an image, and the scale set that it is in. */
export function userResources(user: SomeUser, world: SomeWorld): Resource[] {
  const id = refId(user.uses, world)
  const imageReference = id === undefined ? marketplace : { id: shout(id, user.index) }
  const location = regions[user.region] ?? ''
  const group = `${user.isFar ? other : subscription}/resourceGroups/rg-apps/providers/Microsoft.Compute`
  const name = `user-${String(user.index)}`
  const resource = (type: string, path: string, properties: JsonObject): Resource => ({
    ...{ id: `${group}/${path}`, name: path.split('/').at(-1) ?? '', location },
    ...{ type: `Microsoft.Compute/${type}`, properties },
  })
  const sets = 'virtualMachineScaleSets'
  const machine = { storageProfile: { imageReference } }
  switch (user.kind) {
    case 'machine':
      return [resource('virtualMachines', `virtualMachines/${name}`, machine)]
    case 'scale-set':
      return [
        resource(sets, `${sets}/${name}`, {
          ...{ orchestrationMode: 'Uniform', virtualMachineProfile: machine },
        }),
      ]
    case 'instance':
      return [
        resource(sets, `${sets}/${name}`, {
          orchestrationMode: 'Uniform',
          virtualMachineProfile: { storageProfile: { imageReference: marketplace } },
        }),
        // Older than its model, which names another image by now.
        resource(`${sets}/virtualMachines`, `${sets}/${name}/virtualMachines/0`, {
          ...{ latestModelApplied: false, ...machine },
        }),
      ]
    case 'flexible':
      return [
        resource(sets, `${sets}/${name}`, { orchestrationMode: 'Flexible' }),
        resource('virtualMachines', `virtualMachines/${name}`, {
          ...{ virtualMachineScaleSet: { id: `${group}/${sets}/${name}` }, ...machine },
        }),
      ]
    case 'disk': {
      if (user.snapshot !== undefined) {
        const sourceResourceId = snapshotId(user.snapshot, world)
        const creationData = { createOption: 'Copy', sourceResourceId }
        return [resource('disks', `disks/${name}`, { diskState: 'Unattached', creationData })]
      }
      const creationData =
        user.uses.to === 'image'
          ? { createOption: 'FromImage', imageReference }
          : { createOption: 'FromImage', galleryImageReference: imageReference }
      return [resource('disks', `disks/${name}`, { diskState: 'Unattached', creationData })]
    }
  }
}

/** Everything of the world as the resources of a scenario, what it all lies in included. */
export function resourcesOf(world: SomeWorld): Resource[] {
  const group = (name: string, of = subscription): Resource => ({
    ...{ id: `${of}/resourceGroups/${name}`, name, location: 'koreacentral' },
    ...{ type: 'Microsoft.Resources/resourceGroups', properties: {} },
  })
  const gallery = definitionId(0).split('/images/')[0] ?? ''
  return [
    group('rg-images'),
    group('rg-batch'),
    group('rg-batch', other),
    group('rg-apps'),
    group('rg-apps', other),
    ...world.users.flatMap((user) => userResources(user, world)),
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
      ...{
        id: accountId(index, world.farAccounts[index] ?? false),
        name: `account${String(index)}`,
      },
      location: regions[region] ?? '',
      type: 'Microsoft.Batch/batchAccounts',
      properties: {
        ...{ accountEndpoint: '{batchEndpoint}', provisioningState: 'Succeeded' },
        ...{ poolAllocationMode: 'BatchService', dedicatedCoreQuota: 4000, poolQuota: 100 },
      },
    })),
    ...world.images.map((image) => imageResource(image, world)),
    ...world.snapshots.map((snapshot) => snapshotResource(snapshot, world)),
    ...world.versions.map((version) => versionResource(version, world)),
    ...world.pools.map((pool) => poolResource(pool, world)),
  ]
}

const near = `/subscriptions/${subscriptionId}`
const pathOf: Readonly<Record<ListOfWorld, string>> = {
  subscriptions: '/subscriptions',
  accounts: `${near}/providers/Microsoft.Batch/batchAccounts`,
  pools: `${near}/.*/batchAccounts/[^/]+/pools`,
  galleries: `${near}/providers/Microsoft.Compute/galleries`,
  definitions: `${near}/.*/galleries/[^/]+/images`,
  versions: `${near}/.*/galleries/[^/]+/images/[^/]+/versions`,
  machines: `${near}/providers/Microsoft.Compute/virtualMachines`,
  'scale-sets': `${near}/providers/Microsoft.Compute/virtualMachineScaleSets`,
  instances: `${near}/.*/virtualMachineScaleSets/[^/]+/virtualMachines`,
  disks: `${near}/providers/Microsoft.Compute/disks`,
  snapshots: `${near}/providers/Microsoft.Compute/snapshots`,
  permissions: `${near}/providers/Microsoft.Authorization/permissions`,
}
const shapes = ['{}', '{"value":null}', '{"value":{}}', '{"value":[null]}', 'null', '[]']

/** What the caller may see, and the list that is not as it should be, for the whole of a run. */
export function sightOf({ sight, keepLast }: SomeWorld): Pick<Scenario, 'faults' | 'rights'> {
  const { broken, isFarHidden } = sight
  const how = (): Pick<Fault, 'status' | 'text'> => {
    switch (broken?.how) {
      case 'forbidden':
        return { status: 403 }
      case 'missing':
        return { status: 404 }
      case 'cut':
        return { status: 200, text: '{"value":[{"id":"/subscr' }
      case 'malformed':
      case undefined:
        return { status: 200, text: shapes[(keepLast * 7) % shapes.length] ?? '{}' }
    }
  }
  return {
    ...(isFarHidden && { rights: [{ scope: other, deny: ['*'] }] }),
    ...(broken !== undefined && {
      faults: [{ method: 'GET', path: pathOf[broken.list], times: 9_999, ...how() }],
    }),
  }
}
