import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../../src/inputs/config.js'
import type { Facts } from '../../../src/model/facts.js'
import {
  byImage,
  bySnapshots,
  imageDefinition,
  imageFacts,
  imageId,
  osSnapshotId,
  snapshotFacts,
  withAccount,
} from '../../support/gallery-facts.js'
import { definitionId, imageVersion } from '../../support/image-version.js'
import { azureRule } from '../../support/rules.js'

const accountSubscription = azureRule('gallery/account-subscription')
const adoptedVersionCovers = azureRule('gallery/adopted-version-covers')
const enoughReplicas = azureRule('gallery/enough-replicas')
const givenVersion = azureRule('gallery/given-version')
const locationAgrees = azureRule('gallery/location-agrees')
const regionsKnown = azureRule('gallery/regions-known')
const snapshotSources = azureRule('gallery/snapshot-sources')
const snapshotsOnce = azureRule('gallery/snapshots-once')
const versionFree = azureRule('gallery/version-free')
const versionInAccountRegion = azureRule('gallery/version-in-account-region')

const source = { kind: 'image', id: imageId } as const
const other = { kind: 'image', id: `${imageId}-2` } as const

function asking(gallery: Config['gallery']): Config {
  return { ...byImage, gallery: { ...byImage.gallery, ...gallery } }
}

test.each([
  accountSubscription,
  adoptedVersionCovers,
  enoughReplicas,
  givenVersion,
  locationAgrees,
  regionsKnown,
  snapshotSources,
  snapshotsOnce,
  versionFree,
  versionInAccountRegion,
])('$id: a sound config is left alone', (rule) => {
  const versions = [imageVersion('1.0.0', { source })]
  expect(rule.check(byImage, withAccount(imageFacts({ versions }), 'koreacentral'))).toEqual([])
  expect(rule.check(bySnapshots, withAccount(snapshotFacts(), 'koreacentral'))).toEqual([])
  expect(rule.check({}, {})).toEqual([])
})

describe('a number that is taken', () => {
  const named = asking({ imageVersion: '1.0.0' })
  const check = (made: Parameters<typeof imageVersion>[1], config = named) =>
    versionFree.check(config, imageFacts({ versions: [imageVersion('1.0.0', made)] }))

  test('by another source: both are shown', () => {
    expect(check({ source: other })).toMatchObject([
      {
        at: ['gallery', 'imageVersion'],
        message: `image version 1.0.0 exists and was made from ${other.id}, wanted is ${imageId}`,
      },
    ])
  })

  test('by a failed version: how to delete it', () => {
    expect(check({ source, state: 'Failed' })).toMatchObject([
      {
        help: expect.stringContaining(
          'az sig image-version delete -g rg-images -r gal -i node -e 1.0.0',
        ),
      },
    ])
  })

  test('by one that is being deleted', () => {
    expect(check({ source, state: 'Deleting' })).toMatchObject([
      { message: 'image version 1.0.0 is being deleted' },
    ])
  })

  test('by a version of an older snapshot of the same name', () => {
    const snapshots = { kind: 'disks', osId: osSnapshotId, data: [] } as const
    const versions = [
      imageVersion('1.0.0', { source: snapshots, publishedDate: '2026-01-01T00:00:00Z' }),
    ]
    const config = { ...bySnapshots, gallery: { ...bySnapshots.gallery, imageVersion: '1.0.0' } }
    const facts = snapshotFacts({ timeCreated: '2026-02-01T00:00:00Z' }, { versions })
    expect(versionFree.check(config, facts)).toMatchObject([
      { message: expect.stringContaining('was made from an earlier') },
    ])
  })
})

describe('a version outside the region of the Batch account', () => {
  const message = expect.stringContaining('has no replica in eastus')
  const help = expect.stringContaining(
    'az sig image-version update -g rg-images -r gal -i node -e 1.0.0 --target-regions koreacentral=1 eastus=1',
  )

  test('is not adopted silently: the command that adds the region is told', () => {
    const facts = imageFacts({ versions: [imageVersion('1.0.0', { source })] })
    expect(versionInAccountRegion.check(byImage, withAccount(facts, 'East US'))).toMatchObject([
      { at: ['gallery'], message, help },
    ])
  })

  test('is refused as image-id', () => {
    const version = imageVersion('1.0.0', { source })
    const definition = imageDefinition()
    const facts: Facts = { given: { kind: 'gallery', id: version.id, version, definition } }
    const config = { image: { id: version.id } }
    expect(versionInAccountRegion.check(config, withAccount(facts, 'East US'))).toMatchObject([
      { at: ['image', 'id'], message, help },
    ])
  })

  test('matters not when it is only copied from', () => {
    const version = imageVersion('1.0.0', { source })
    const given = {
      kind: 'gallery',
      id: version.id,
      version,
      definition: imageDefinition(),
    } as const
    const facts: Facts = { ...imageFacts(), given }
    expect(versionInAccountRegion.check(byImage, withAccount(facts, 'eastus'))).toEqual([])
  })
})

test.each([
  [{ name: 'eastus' }, 'it has no replica in eastus'],
  [{ name: 'koreacentral', replicas: 3 }, 'it has 1 replica in koreacentral'],
])('an adopted version that is not published to %j is a warning', (region, message) => {
  const facts = imageFacts({ versions: [imageVersion('1.0.0', { source })] })
  expect(adoptedVersionCovers.check(asking({ targetRegions: [region] }), facts)).toMatchObject([
    { at: ['gallery', 'targetRegions', 0], message: expect.stringContaining(message) },
  ])
})

describe('too few replicas for the nodes', () => {
  const properties = { scaleSettings: { fixedScale: { targetDedicatedNodes: 900 } } }
  const facts = withAccount(imageFacts(), 'koreacentral')

  test.each([
    [{ replicaCount: 1 }, ['gallery', 'replicaCount']],
    [
      { targetRegions: [{ name: 'Korea Central', replicas: 2 }], replicaCount: 3 },
      ['gallery', 'targetRegions', 0, 'replicas'],
    ],
  ])('are a warning: %j', (gallery, at) => {
    const config = { ...asking(gallery), pool: { properties } }
    expect(enoughReplicas.check(config, facts)).toMatchObject([
      { at, help: 'ask for 3, or leave the count to auto' },
    ])
  })

  test.each([[{ replicaCount: 3 }], [{ replicaCount: 'auto' as const }], [{}]])(
    'are none: %j',
    (gallery) => {
      expect(enoughReplicas.check({ ...asking(gallery), pool: { properties } }, facts)).toEqual([])
    },
  )
})

describe('image-id of a gallery', () => {
  const version = imageVersion('1.0.0', { source })
  const definition = imageDefinition()
  const check = (given: object, id: string = version.id) =>
    givenVersion.check({}, { given: { kind: 'gallery', id, ...given } })

  test('that is there is well', () => {
    expect(check({ version, definition })).toEqual([])
  })

  test.each([
    [{}, version.id, 'the image definition of'],
    [{ definition }, version.id, 'does not exist'],
    [{ definition }, definitionId, 'has no version that counts as latest'],
    [
      { definition, version: imageVersion('1.0.0', { source, state: 'Failed' }) },
      version.id,
      'is Failed',
    ],
  ])('%j at %s is told', (given, id, message) => {
    expect(check(given, id)).toMatchObject([
      { at: ['image', 'id'], message: expect.stringContaining(message) },
    ])
  })
})

test('an image that only the pool names is told where the pool names it', () => {
  const virtualMachineConfiguration = { imageReference: { id: `${definitionId}/versions/2.0.0` } }
  const properties = { deploymentConfiguration: { virtualMachineConfiguration } }
  const given = { kind: 'gallery', id: `${definitionId}/versions/2.0.0` } as const
  expect(givenVersion.check({ pool: { properties } }, { given })).toMatchObject([
    {
      at: [
        ...['pool', 'properties', 'deploymentConfiguration', 'virtualMachineConfiguration'],
        ...['imageReference', 'id'],
      ],
      severity: 'warning',
    },
  ])
})

test('a location that is not that of the given image is told', () => {
  const facts = imageFacts({ givenLocation: 'East US' })
  expect(locationAgrees.check(byImage, facts)).toMatchObject([
    { message: expect.stringContaining("location 'East US' is not that of the source") },
  ])
  expect(locationAgrees.check(byImage, imageFacts({ givenLocation: 'Korea Central' }))).toEqual([])
})

test('a target region that the subscription does not know is told', () => {
  const locations = [{ name: 'koreacentral', displayName: 'Korea Central' }]
  const config = asking({ targetRegions: [{ name: 'Korea Central' }, { name: 'koreacentrall' }] })
  expect(regionsKnown.check(config, imageFacts({ locations }))).toMatchObject([
    { at: ['gallery', 'targetRegions', 1, 'name'] },
  ])
})

describe('straight from snapshots', () => {
  const facts = snapshotFacts()
  const path = ['image', 'dataSnapshots', 0]

  test('a VHD or a machine is told', () => {
    const found = { kind: 'vhd', uri: 'https://a.blob.core.windows.net/b.vhd' } as const
    const dataSources = [{ path, given: found.uri, found }]
    const image = facts.image && { ...facts.image, dataSources }
    if (image === undefined) throw new Error('no image')
    expect(snapshotSources.check(bySnapshots, { ...facts, image })).toMatchObject([
      { at: path, message: expect.stringContaining('is a VHD') },
    ])
  })

  test('a snapshot for two disks is told', () => {
    if (facts.image === undefined) throw new Error('no image')
    const dataSources = [{ ...facts.image.osSource, path }]
    expect(
      snapshotsOnce.check(bySnapshots, { ...facts, image: { ...facts.image, dataSources } }),
    ).toMatchObject([{ at: path, message: expect.stringContaining('is given 2 times') }])
  })
})

test('a gallery in another subscription than the account is a warning', () => {
  expect(accountSubscription.severity).toBe('warning')
  expect(
    accountSubscription.check(byImage, withAccount(imageFacts(), 'eastus', 't')),
  ).toMatchObject([{ message: 'the gallery is in subscription s, the Batch account in t' }])
})
