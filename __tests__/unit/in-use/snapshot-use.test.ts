import { expect, test } from '@jest/globals'
import { judgeUse } from '../../../src/in-use/judge-use.js'
import type { Seen } from '../../../src/in-use/seen.js'
import type { ImageVersion, ManagedImage, Pool } from '../../../src/ports/azure.js'

const compute = '/subscriptions/s-1/resourceGroups/rg/providers/Microsoft.Compute'
const snapshot = `${compute}/snapshots/golden-os`
const account = '/subscriptions/s-1/resourceGroups/rg/providers/Microsoft.Batch/batchAccounts/b'
const nothing: Seen = {
  images: [],
  versions: [],
  snapshots: [{ id: snapshot, kind: 'snapshot', location: 'koreacentral', tags: {} }],
  accounts: [],
  users: [],
  unread: [],
  notLookedAt: [],
}

const image: ManagedImage = {
  id: `${compute}/images/golden`,
  location: 'koreacentral',
  tags: {},
  properties: { storageProfile: { osDisk: { snapshot: { id: snapshot.toUpperCase() } } } },
}

function version(state: string, mode = 'Full'): ImageVersion {
  return {
    id: `${compute}/galleries/g/images/d/versions/1.0.0`,
    name: '1.0.0',
    location: 'koreacentral',
    tags: {},
    provisioningState: state,
    excludeFromLatest: false,
    properties: {
      publishingProfile: { replicationMode: mode },
      storageProfile: { osDiskImage: { source: { id: snapshot } } },
    },
  }
}

const pool: Pool = {
  id: `${account}/pools/render`,
  properties: {
    metadata: [{ name: 'image-to-pool-source', value: snapshot }],
    deploymentConfiguration: {
      virtualMachineConfiguration: { imageReference: { id: image.id } },
    },
  },
}
function copying(completionPercent: number): Seen {
  const copy = {
    id: `${compute}/snapshots/copy`,
    kind: 'snapshot',
    location: 'westeurope',
  } as const
  const snapshots = [
    ...nothing.snapshots,
    { ...copy, tags: {}, sourceResourceId: snapshot, completionPercent },
  ]
  return { ...nothing, snapshots }
}

const pools = [{ account: { id: account, location: 'koreacentral' }, pools: [pool] }]
const unread = {
  list: 'the pools of Batch account b',
  why: 'Forbidden',
  names: ['image', 'snapshot'] as const,
}

test.each<[string, Seen, string | undefined]>([
  ['nothing names it', nothing, undefined],
  ['an image was made from it', { ...nothing, images: [image] }, 'image golden was made from it'],
  ['an image of another one', { ...nothing, images: [{ ...image, properties: {} }] }, undefined],
  ['a version is being made', { ...nothing, versions: [version('Creating')] }, 'is being made'],
  ['a version is complete', { ...nothing, versions: [version('Succeeded')] }, undefined],
  ['a version is shallow', { ...nothing, versions: [version('Succeeded', 'Shallow')] }, 'shallow'],
  ['a pool says it comes from it', { ...nothing, accounts: pools }, 'pool render'],
  ['a copy in another region is not complete', copying(40), 'is being copied from it'],
  ['its copy in another region is complete', copying(100), undefined],
  ['a list was refused', { ...nothing, unread: [unread] }, 'cannot be read (Forbidden)'],
  ['not looked at', { ...nothing, notLookedAt: ['subscription s-2: disks'] }, undefined],
])('a snapshot where %s', (_what, seen, reason) => {
  const found = judgeUse(seen).get(snapshot.toLowerCase())
  if (reason === undefined) expect(found).toBeUndefined()
  else expect(found).toContain(reason)
})
