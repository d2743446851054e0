import { describe, expect, test } from '@jest/globals'
import { weighFindings } from '../../../src/diagnosis/closer-look.js'
import type { Found, FoundImage } from '../../../src/diagnosis/looked-at.js'
import type { ReadResult } from '../../../src/model/check-facts.js'
import type {
  BatchAccount,
  Disk,
  ImageDefinition,
  ImageVersion,
  ManagedImage,
  Pool,
  RegionReplication,
  VmSize,
} from '../../../src/ports/azure.js'
import { AzureFailure } from '../../../src/shared/errors.js'
import type { JsonObject } from '../../../src/shared/json.js'

const group = '/subscriptions/s/resourceGroups/g/providers'
const accountId = `${group}/Microsoft.Batch/batchAccounts/renderbatch`
const imageId = `${group}/Microsoft.Compute/images/render-1`
const versionId = `${group}/Microsoft.Compute/galleries/renderGallery/images/render-node/versions/1.0.3`
const snapshotId = `${group}/Microsoft.Compute/snapshots/render-os`
const subnetId = `${group}/Microsoft.Network/virtualNetworks/net/subnets/nodes`

const missing = { kind: 'missing' } as const
const error = { code: 'AuthorizationFailed', message: 'no', details: [] }
const unreadable = {
  kind: 'unreadable',
  failure: new AzureFailure({ operation: 'read', status: 403, error }),
} as const

function found<T>(value: T): ReadResult<T> {
  return { kind: 'found', value }
}

function pool(name: string, vmSize: string, nodes: number, target = nodes): Pool {
  return {
    id: `${accountId}/pools/${name}`,
    properties: {
      vmSize,
      currentDedicatedNodes: nodes,
      resizeOperationStatus: { targetDedicatedNodes: target },
    },
  }
}

const account = (properties: JsonObject = {}): ReadResult<BatchAccount> =>
  found({
    id: accountId,
    name: 'renderbatch',
    location: 'koreacentral',
    poolAllocationMode: 'BatchService',
    properties,
  })

const disk = found<Disk>({
  ...{ id: snapshotId, kind: 'snapshot', location: 'koreacentral', tags: {} },
})

const size = (generations: string): VmSize => ({
  name: 'Standard_D4s_v5',
  family: 'standardDSv5Family',
  capabilities: { vCPUs: '4', HyperVGenerations: generations },
})

const image = (read: ReadResult<ManagedImage>): FoundImage => ({
  kind: 'managed-image',
  id: imageId,
  read,
})
const managedImage = found<ManagedImage>({
  ...{ id: imageId, location: 'koreacentral', tags: {} },
  properties: { hyperVGeneration: 'V2' },
})

function version(
  replication: readonly RegionReplication[],
  provisioningState = 'Succeeded',
): FoundImage {
  const value = { id: versionId, name: '1.0.3', provisioningState, replication } as ImageVersion
  const definition = found({ hyperVGeneration: 'V2' } as ImageDefinition)
  return { kind: 'version', id: versionId, read: found(value), definition }
}

function look(rest: Partial<Found>) {
  return weighFindings({
    pool: pool('render', 'Standard_D4s_v5', 0, 10),
    account: account(),
    sources: [],
    ...rest,
  })
}

describe('a cause that is found', () => {
  test.each<[string, Partial<Found>, string, RegExp, RegExp]>([
    [
      'the image is gone',
      { image: image(missing), sources: [{ id: snapshotId, read: disk }] },
      'ImageMissing',
      /^image render-1, made from snapshot render-os, no longer exists$/,
      /from its source with the image section/,
    ],
    [
      'image and snapshot are gone',
      { image: image(missing), sources: [{ id: snapshotId, read: missing }] },
      'ImageMissing',
      /no longer exists; nor does snapshot render-os$/,
      /take a new snapshot/,
    ],
    [
      'the snapshot under the image is gone',
      { image: image(managedImage), sources: [{ id: snapshotId, read: missing }] },
      'ImageSourceMissing',
      /^snapshot render-os, which image render-1 was made from, no longer exists/,
      /make a new image/,
    ],
    [
      'the version is gone',
      {
        image: {
          ...{ kind: 'version', id: versionId, read: missing, definition: missing },
        },
      },
      'ImageVersionMissing',
      /^gallery image version renderGallery\/render-node\/1\.0\.3 no longer exists$/,
      /publish the version again/,
    ],
    [
      'the version is elsewhere',
      { image: version([{ region: 'West Europe', state: 'Completed' }]) },
      'ImageReplicaMissing',
      /has no replica in koreacentral, the region of the account \(it has West Europe\)/,
      /add koreacentral to target-regions/,
    ],
    [
      'its replica failed',
      { image: version([{ region: 'Korea Central', state: 'Failed', details: 'disk full' }]) },
      'ImageReplicaMissing',
      /no complete replica in koreacentral: Failed, disk full/,
      /target-regions/,
    ],
    [
      'the version failed',
      { image: version([], 'Failed') },
      'ImageVersionUnusable',
      /is Failed/,
      /publish a new version/,
    ],
    [
      'the network is gone',
      { subnet: { id: subnetId, read: missing } },
      'SubnetMissing',
      /subnet net\/nodes no longer exists: there is no virtual network net/,
      /subnetId/,
    ],
    [
      'the subnet is gone',
      { subnet: { id: subnetId, read: found({ id: '', location: '', subnets: [] }) } },
      'SubnetMissing',
      /subnet net\/nodes no longer exists$/,
      /subnetId/,
    ],
    [
      'the subnet is delegated',
      {
        subnet: {
          id: subnetId,
          read: found({
            ...{ id: '', location: '' },
            subnets: [
              {
                ...{ id: subnetId, name: 'Nodes', addressPrefixes: [], addressesInUse: 0 },
                delegations: ['Microsoft.Web/serverFarms'],
              },
            ],
          }),
        },
      },
      'SubnetDelegated',
      /delegated to Microsoft\.Web\/serverFarms/,
      /remove the delegation/,
    ],
    [
      'the size boots another generation',
      { image: image(managedImage), vmSizes: found([size('V1')]) },
      'GenerationMismatch',
      /Standard_D4s_v5 boots generation V1 only, and the image is V2/,
      /a vmSize that boots V2/,
    ],
    [
      'the size is not offered',
      { vmSizes: found([]) },
      'VmSizeNotOffered',
      /does not offer Standard_D4s_v5 in koreacentral/,
      /another vmSize/,
    ],
    [
      'the quota is used up',
      {
        account: account({ dedicatedCoreQuota: 100 }),
        vmSizes: found([size('V1,V2')]),
        pools: found([
          pool('render', 'Standard_D4s_v5', 0, 10),
          pool('a', 'Standard_D4s_v5', 8),
          pool('b', 'Standard_D4s_v5', 17),
        ]),
      },
      'QuotaUsedUp',
      /quota of 100 dedicated cores, 100 in use, and a node of Standard_D4s_v5 needs 4; they are in b \(68\), a \(32\)/,
      /free cores/,
    ],
    [
      "the family's quota is used up",
      {
        account: account({
          dedicatedCoreQuota: 1000,
          dedicatedCoreQuotaPerVMFamilyEnforced: true,
          dedicatedCoreQuotaPerVMFamily: [{ name: 'standardDSv5Family', coreQuota: 2 }],
        }),
        vmSizes: found([size('V1,V2')]),
        pools: found([]),
      },
      'QuotaUsedUp',
      /quota of 2 cores of standardDSv5Family, 0 in use/,
      /more quota/,
    ],
    [
      "the subscription's quota is used up",
      {
        account: found({
          ...{ id: accountId, name: 'renderbatch', location: 'koreacentral' },
          ...{ poolAllocationMode: 'UserSubscription', properties: {} },
        }),
        vmSizes: found([size('V1,V2')]),
        usages: found([{ name: 'cores', used: 350, limit: 350 }]),
      },
      'QuotaUsedUp',
      /the subscription has a quota of 350 regional cores, 350 in use/,
      /more quota/,
    ],
  ])('%s', (_, rest, code, cause, remedy) => {
    const { causes } = look(rest)
    expect(causes).toMatchObject([
      { code, cause: expect.stringMatching(cause), remedy: expect.stringMatching(remedy) },
    ])
    const isPassing = causes.map(({ remedy: text }) => /run again/.test(text))
    expect(causes.map(({ retryable }) => retryable)).toEqual(isPassing)
  })
})

test('what is in order is told, and what could not be looked at', () => {
  const { causes, checked } = look({
    image: image(managedImage),
    sources: [
      { id: snapshotId, read: disk },
      { id: `${snapshotId}-2`, read: unreadable },
    ],
    subnet: { id: subnetId, read: unreadable },
    vmSizes: found([size('V1,V2')]),
    account: account({ dedicatedCoreQuota: 100 }),
    pools: found([]),
  })
  expect(causes).toEqual([])
  expect(checked).toEqual([
    'image render-1 exists',
    'snapshot render-os, its source, exists',
    'snapshot render-os-2 could not be looked at (AuthorizationFailed)',
    'subnet net/nodes could not be looked at (AuthorizationFailed)',
    'Standard_D4s_v5 boots V2, which the image is',
    'Batch account renderbatch has a quota of 100 dedicated cores, 0 in use',
  ])
})

test('where nothing may be read, nothing is claimed', () => {
  const { causes } = look({
    account: unreadable,
    image: image(unreadable),
    pools: unreadable,
    vmSizes: unreadable,
    subnet: { id: subnetId, read: unreadable },
  })
  expect(causes).toEqual([])
})
