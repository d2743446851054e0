/** What the config asks of a version that it adopts: what is added to it, what is changed, what is only told. */
import { describe, expect, test } from '@jest/globals'
import type { Config, GalleryConfig } from '../../../src/inputs/config.js'
import type { Facts } from '../../../src/model/facts.js'
import { updatedProperties } from '../../../src/model/version-update.js'
import { planGallery } from '../../../src/plan/gallery.js'
import type { ImageVersion } from '../../../src/ports/azure.js'
import { pathText } from '../../../src/shared/path-text.js'
import { byImage, imageFacts, imageId, withAccount } from '../../support/gallery-facts.js'
import { imageVersion } from '../../support/image-version.js'
import { azureRule } from '../../support/rules.js'

const rule = azureRule('gallery/adopted-version-covers')
const source = { kind: 'image', id: imageId } as const
const ours = {
  'image-to-pool': '1.0.0',
  'image-to-pool-run': '1/1',
  'image-to-pool-digest': 'a',
  'image-to-pool-made': '2026-11-01T00:00:00Z',
}

interface World {
  readonly tags?: Readonly<Record<string, string>>
  readonly otherUsers?: readonly string[]
  readonly profile?: object
}

function version({ tags = {}, profile = {} }: World): ImageVersion {
  const made = imageVersion('1.0.0', { source, regions: ['Korea Central', 'East US'] })
  const { publishingProfile } = made.properties
  const properties = {
    ...made.properties,
    publishingProfile: {
      storageAccountType: 'Standard_ZRS',
      ...(publishingProfile as object),
      ...profile,
    },
  }
  return { ...made, tags, properties }
}

function ask(gallery: GalleryConfig, world: World = {}) {
  const config: Config = { ...byImage, gallery: { ...byImage.gallery, ...gallery } }
  const { otherUsers } = world
  const facts: Facts = imageFacts({
    versions: [version(world)],
    ...(otherUsers !== undefined && { otherUsers }),
  })
  const found = rule.check(config, facts)
  const step = planGallery(config, facts)?.steps.at(-1)
  return { found, step }
}

const both = [{ name: 'koreacentral' }, { name: 'eastus' }]

describe('is added, whosever the version is', () => {
  test.each<[string, GalleryConfig, object]>([
    [
      'a region',
      { targetRegions: [...both, { name: 'West Europe', replicas: 2 }] },
      { name: 'westeurope', regionalReplicaCount: 2 },
    ],
    [
      'a replica',
      { targetRegions: [{ name: 'koreacentral', replicas: 3 }, { name: 'eastus' }] },
      { name: 'Korea Central', regionalReplicaCount: 3 },
    ],
  ])('%s', (_what, gallery, target) => {
    const { found, step } = ask(gallery)
    expect(found).toEqual([])
    if (step?.kind !== 'update-image-version') throw new Error('nothing is updated')
    expect(step.impact).toBe('update')
    const properties = updatedProperties(version({}).properties, step.update)
    expect(properties).toMatchObject({
      publishingProfile: { targetRegions: expect.arrayContaining([target]) },
    })
    const doneAlready = updatedProperties(properties ?? {}, step.update)
    expect(doneAlready).toBeUndefined()
  })

  test('the region of the account, and a count for all regions', () => {
    const facts = imageFacts({ versions: [version({})] })
    const config = { ...byImage, gallery: { ...byImage.gallery, replicaCount: 2 } }
    const [step] = planGallery(config, withAccount(facts, 'westeurope'))?.steps ?? []
    if (step?.kind !== 'update-image-version') throw new Error('nothing is updated')
    expect(step.because.map(({ property, to }) => [property, to])).toEqual([
      ['targetRegions.koreacentral.replicas', 2],
      ['targetRegions.westeurope', 2],
    ])
  })
})

describe('what is as it should be', () => {
  test.each<[GalleryConfig]>([
    [{}],
    [{ targetRegions: both }],
    [{ replicaCount: 1 }],
    [{ replicationMode: 'Full' }],
    [{ excludeFromLatest: false }],
    [
      {
        targetRegions: [
          { name: 'East US', storageAccountType: 'Standard_ZRS' },
          both[0] ?? { name: '' },
        ],
      },
    ],
  ])('%j is left alone', (gallery) => {
    expect(ask(gallery)).toMatchObject({ found: [], step: { kind: 'reuse' } })
  })
})

const changes: readonly (readonly [string, GalleryConfig, string, RegExp, World?])[] = [
  [
    'a lower count',
    { targetRegions: [{ name: 'koreacentral', replicas: 1 }, { name: 'eastus' }] },
    'gallery.targetRegions[0].replicas',
    /--target-regions koreacentral=1 eastus=2/,
    {
      profile: {
        targetRegions: ['Korea Central', 'East US'].map((name) => ({
          name,
          regionalReplicaCount: 2,
        })),
      },
    },
  ],
  [
    'a region that goes',
    { targetRegions: [{ name: 'koreacentral' }] },
    'gallery.targetRegions',
    /--target-regions koreacentral=1,/,
  ],
  [
    'excludeFromLatest',
    { excludeFromLatest: true },
    'gallery.excludeFromLatest',
    /--set publishingProfile.excludeFromLatest=true/,
  ],
  [
    'an end of life',
    { endOfLifeDate: '2030-12-31' },
    'gallery.endOfLifeDate',
    /--set publishingProfile.endOfLifeDate=2030-12-31/,
  ],
]

describe.each(changes)('%s', (_what, gallery, place, help, world = {}) => {
  test('is changed on a version that is ours and nobody else uses', () => {
    const { found, step } = ask(gallery, { ...world, tags: ours, otherUsers: [] })
    expect(found).toEqual([])
    if (step?.kind !== 'update-image-version') throw new Error('nothing is updated')
    const before = version(world).properties
    expect(updatedProperties(before, step.update)).not.toEqual({
      publishingProfile: before['publishingProfile'],
    })
  })

  test.each<[string, World]>([
    ['of others', {}],
    ['of ours whose users were not seen', { tags: ours }],
    ['of ours that another pool uses', { tags: ours, otherUsers: ['pool b of Batch account a'] }],
  ])('is told with the command on a version %s', (_whose, whose) => {
    const { found, step } = ask(gallery, { ...world, ...whose })
    expect(step?.kind).toBe('reuse')
    expect(found.map(({ at }) => pathText(at))).toEqual([place])
    expect(found[0]?.help).toMatch(help)
    expect(found[0]?.help).toMatch(/--subscription s .+, or give another version number$/)
    const isNamed = whose.otherUsers !== undefined
    expect(found[0]?.message.includes('pool b of Batch account a uses it')).toBe(isNamed)
  })
})

test.each<[GalleryConfig, string]>([
  [{ replicationMode: 'Shallow' }, 'its replication mode is Full, not Shallow'],
  [
    {
      targetRegions: [
        { name: 'koreacentral', storageAccountType: 'Premium_LRS' },
        { name: 'eastus' },
      ],
    },
    'in koreacentral it lies on Standard_ZRS, not Premium_LRS',
  ],
  [
    { targetRegions: [{ name: 'koreacentral', encryption: { osDisk: 'd' } }, { name: 'eastus' }] },
    'its replica in koreacentral is under a key of the platform',
  ],
])('%j can be had by another version only', (gallery, message) => {
  const { found, step } = ask(gallery, { tags: ours, otherUsers: [] })
  expect(step?.kind).toBe('reuse')
  expect(found).toMatchObject([
    {
      message: `image version 1.0.0 is adopted as it is: ${message}`,
      help: 'give another version number: that is settled when a version is made',
    },
  ])
})

test('replicas that somebody added meanwhile stay', () => {
  const update = {
    regions: [{ name: 'koreacentral', regionalReplicaCount: 2 }],
    ...{ lowered: [], removed: [], settings: {} },
  }
  const targetRegions = [{ name: 'Korea Central', regionalReplicaCount: 5 }]
  expect(updatedProperties({ publishingProfile: { targetRegions } }, update)).toBeUndefined()
})
