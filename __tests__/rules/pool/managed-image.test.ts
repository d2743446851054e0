import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../../src/inputs/config.js'
import type { Disk, Pool } from '../../../src/ports/azure.js'
import type { JsonObject } from '../../../src/shared/json.js'
import { foundDisk, imageFacts, snapshot, source } from '../../support/image-facts.js'
import {
  legacyConfig,
  legacyFacts,
  managedImageId,
  poolConfig,
  poolFacts,
  versionId,
  vm,
} from '../../support/pool-facts.js'
import { fixed, legacy, providers } from '../../support/pool-yaml.js'
import { testRules } from '../../support/rule-cases.js'
import { azureRule, offlineRule } from '../../support/rules.js'
import { otherPool, liveFacts, scale } from '../../support/check-facts.js'

const managedImagesHaveRetired = offlineRule('pool/managed-images-have-retired')
const vmPath = ['pool', 'properties', 'deploymentConfiguration', 'virtualMachineConfiguration']
const managedImageNodeLimit = offlineRule('pool/managed-image-node-limit')
const managedImageNatPools = offlineRule('pool/managed-image-nat-pools')
const managedImageHasOnePool = azureRule('pool/managed-image-has-one-pool')
const managedImageNodesInTotal = azureRule('pool/managed-image-nodes-in-total')
const managedImageIsNear = azureRule('pool/managed-image-is-near')
const managedImageSubscription = offlineRule('pool/managed-image-subscription')
const managedImagePurchasePlan = azureRule('pool/managed-image-purchase-plan')

testRules({
  'pool/managed-image-from-snapshot': {
    passes: [
      legacy(
        fixed('targetDedicatedNodes: 400'),
        `name: i, source: ${providers}/Microsoft.Compute/snapshots/s`,
      ),
      legacy(
        fixed('targetDedicatedNodes: 300'),
        `name: i, source: ${providers}/Microsoft.Compute/disks/s`,
      ),
    ],
    fails: [
      [
        legacy(
          fixed('targetDedicatedNodes: 301'),
          `name: i, source: ${providers}/Microsoft.Compute/disks/s`,
        ),
        'warning at image.source: 301 nodes are to be made from an image of a managed disk, which does not scale to many hundreds',
      ],
    ],
  },
  'pool/managed-image-sources-stay': {
    passes: [legacy(''), `image: { osSnapshot: a }\ngallery: {}\npool: {}`],
    fails: [
      [
        legacy('', 'name: i, osSnapshot: a'),
        'notice at image.osSnapshot: a pool made straight from a managed image needs the image and its sources whenever it grows',
      ],
    ],
  },
  'pool/managed-image-made-by-packer': {
    passes: [legacy('')],
    fails: [
      [
        legacy('', `id: ${providers}/Microsoft.Compute/images/my-Packer-image`),
        "notice at image.id: managed image 'my-Packer-image' seems to be made by Packer, and an account in Batch-service mode takes no image that Packer made directly",
      ],
    ],
  },
})

describe('pool/managed-images-have-retired', () => {
  test('warns of the image section, or of the reference in the pool', () => {
    expect(managedImagesHaveRetired.check(legacyConfig())).toMatchObject([{ at: ['image'] }])
    expect(
      managedImagesHaveRetired.check(poolConfig(vm({ imageReference: { id: managedImageId } }))),
    ).toMatchObject([{ at: [...vmPath, 'imageReference'] }])
  })

  test('has nothing against a managed image that goes through a gallery', () => {
    expect(managedImagesHaveRetired.check({ ...legacyConfig(), gallery: {} })).toEqual([])
  })
})

describe('pool/managed-image-node-limit', () => {
  const itsScale = (fixedScale: JsonObject) => legacyConfig({ scaleSettings: { fixedScale } })
  test.each([
    [{ targetDedicatedNodes: 2000, targetLowPriorityNodes: 1000 }, []],
    [
      { targetDedicatedNodes: 2500 },
      [
        '2500 dedicated nodes are within the 2500 that one page of Batch allows for a managed image, and over the 2000 of another',
      ],
    ],
    [
      { targetDedicatedNodes: 2501 },
      ['2501 dedicated nodes are more than the 2500 that Batch makes from one managed image'],
    ],
    [
      { targetLowPriorityNodes: 1001 },
      ['1001 low-priority nodes are more than the 1000 that Batch makes from one managed image'],
    ],
  ])('%j', (fixedScale, messages) => {
    expect(managedImageNodeLimit.check(itsScale(fixedScale)).map(({ message }) => message)).toEqual(
      messages,
    )
  })

  test('holds for managed images alone', () => {
    const scaleSettings = { fixedScale: { targetDedicatedNodes: 9000 } }
    expect(managedImageNodeLimit.check(poolConfig({ scaleSettings }))).toEqual([])
  })
})

test('pool/managed-image-nat-pools tells of a limit that nobody numbers, where many nodes are wanted', () => {
  const inboundNatPools = [{ name: 'ssh', backendPort: 22 }]
  const config = (nodes: number, nat: JsonObject): JsonObject => ({
    scaleSettings: { fixedScale: { targetDedicatedNodes: nodes } },
    networkConfiguration: { endpointConfiguration: nat },
  })
  expect(managedImageNatPools.check(legacyConfig(config(301, { inboundNatPools })))).toMatchObject([
    { message: expect.stringContaining('the pool asks for 301') },
  ])
  expect(managedImageNatPools.check(legacyConfig(config(300, { inboundNatPools })))).toEqual([])
  expect(managedImageNatPools.check(legacyConfig(config(301, {})))).toEqual([])
  expect(managedImageNatPools.check(poolConfig(config(301, { inboundNatPools })))).toEqual([])
})

describe('a managed image', () => {
  const on = (image: string, properties: JsonObject): JsonObject => ({
    ...vm({ imageReference: { id: image } }),
    ...properties,
  })
  const others = [
    otherPool('a', on(managedImageId.toUpperCase(), { currentDedicatedNodes: 2495 })),
    otherPool('b', on(`${managedImageId}-2`, { currentDedicatedNodes: 100 })),
  ]
  const given = { ...legacyFacts(), checks: liveFacts({ pools: others }) }

  test('serves one pool', () => {
    expect(managedImageHasOnePool.check(legacyConfig(), given)).toMatchObject([
      { message: expect.stringContaining('the managed image serves pool a already') },
    ])
  })

  test('bears so many nodes in all', () => {
    expect(managedImageNodesInTotal.check(legacyConfig(), given)).toMatchObject([
      {
        message:
          'with pool a on the same managed image there would be 2505 dedicated nodes, Batch makes 2500 from one image',
      },
    ])
    const few = legacyConfig(scale({ targetDedicatedNodes: 5 }))
    expect(managedImageNodesInTotal.check(few, given)).toEqual([])
  })

  describe('from a snapshot', () => {
    const snapshotId =
      '/subscriptions/s/resourceGroups/rg-images/providers/Microsoft.Compute/snapshots/os'
    const from = (
      itsSnapshot: string,
      nodes: number,
      image = `${managedImageId}-3`,
    ): JsonObject => ({
      ...on(image, { currentDedicatedNodes: nodes }),
      metadata: [
        { name: 'image-to-pool', value: '1.0.0' },
        { name: 'image-to-pool-source', value: itsSnapshot },
      ],
    })
    const taggedWith = (itsSource: string) => ({ tags: { 'image-to-pool-source': itsSource } })
    const disks = (id: string) => ({
      properties: { storageProfile: { osDisk: { osType: 'Linux', snapshot: { id } } } },
    })
    const total = (image: Parameters<typeof legacyFacts>[0], pools: readonly Pool[]) =>
      managedImageNodesInTotal
        .check(legacyConfig(), { ...legacyFacts(image), checks: liveFacts({ pools: [...pools] }) })
        .map(({ message, help }) => `${message}: ${help}`)

    const c = otherPool('c', from(snapshotId.toUpperCase(), 2495))
    test.each([
      ['its tags', taggedWith(snapshotId)],
      ['its disks', disks(snapshotId)],
    ])('that %s name shares what the snapshot bears with pools on its other images', (_, image) => {
      expect(total(image, [c])).toEqual([
        'with pool c on an image from the same snapshot there would be 2505 dedicated nodes, Batch makes 2500 from one snapshot: publish the image through a gallery, or make an image from another snapshot for this pool',
      ])
      const live = liveFacts({ pools: [c] })
      expect(
        managedImageHasOnePool.check(legacyConfig(), { ...legacyFacts(image), checks: live }),
      ).toEqual([])
    })

    test('counts every pool once, whichever way it is on it', () => {
      const half = otherPool('c', from(snapshotId, 1250))
      const same = otherPool('d', from(snapshotId, 1245, managedImageId))
      expect(total(disks(snapshotId), [half, same])).toEqual([
        expect.stringMatching(
          /^with pool d on the same managed image and pool c on an image from the same snapshot there would be 2505 /,
        ),
      ])
    })

    test('has nothing to do with another snapshot, a disk, an unknown source and a gallery image', () => {
      expect(total(disks(`${snapshotId}-2`), [c])).toEqual([])
      expect(total({}, [c])).toEqual([])
      const disk = snapshotId.replace('snapshots', 'disks')
      expect(total(disks(disk), [otherPool('c', from(disk, 2495))])).toEqual([])
      expect(total(disks(snapshotId), [otherPool('c', from(snapshotId, 2495, versionId))])).toEqual(
        [],
      )
    })
  })
})

test('pool/managed-image-is-near compares subscription and region', () => {
  expect(
    managedImageIsNear.check(legacyConfig(), legacyFacts({ location: 'Korea Central' })),
  ).toEqual([])
  expect(
    managedImageIsNear.check(
      legacyConfig(),
      legacyFacts({ location: 'westeurope', id: managedImageId.replace('/s/', '/other/') }),
    ),
  ).toMatchObject([
    { message: 'the managed image is in subscription other, the Batch account in s' },
    { message: 'the managed image is in westeurope, the Batch account in koreacentral' },
  ])
  const elsewhere = managedImageId.replace('/s/', '/other/')
  const given = poolConfig({}, { image: { id: elsewhere } })
  expect(managedImageSubscription.check(given)).toMatchObject([{ at: ['image', 'id'] }])
  expect(managedImageIsNear.check(given, legacyFacts({ id: elsewhere }))).toEqual([])
})

test('pool/managed-image-purchase-plan takes no image that comes from one with a plan', () => {
  const config: Config = { ...poolConfig(), image: { name: 'render', source: 'os' } }
  const plan = { name: 'n', publisher: 'p', product: 'o' }
  const from = (disk: Disk) => ({
    ...imageFacts({ osSource: source(foundDisk(disk)) }),
    pool: poolFacts().pool!,
  })
  expect(managedImagePurchasePlan.check(config, from(snapshot()))).toEqual([])
  expect(
    managedImagePurchasePlan.check(config, from(snapshot({ purchasePlan: plan }))),
  ).toMatchObject([{ at: ['image'], message: expect.stringContaining('purchase plan p:o:n') }])
})
