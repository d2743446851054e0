import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../../src/inputs/config.js'
import type { Facts } from '../../../src/model/facts.js'
import {
  byImage,
  imageDefinition,
  imageFacts,
  imageId,
  withAccount,
} from '../../support/gallery-facts.js'
import { imageVersion } from '../../support/image-version.js'
import { poolConfig, poolFacts } from '../../support/pool-facts.js'
import { azureRule, offlineRule } from '../../support/rules.js'

const regionsOnce = offlineRule('gallery/regions-once')
const usedVersionHasReplicas = azureRule('gallery/used-version-has-replicas')
const source = { kind: 'image', id: imageId } as const
const versionInAccountRegion = azureRule('gallery/version-in-account-region')
function asking(gallery: Config['gallery']): Config {
  return { ...byImage, gallery: { ...byImage.gallery, ...gallery } }
}
const enoughReplicas = azureRule('gallery/enough-replicas')
const regionsKnown = azureRule('gallery/regions-known')

test('a region listed twice is told where it is the second time, whatever its spelling', () => {
  const targetRegions = [{ name: 'East US' }, { name: 'koreacentral' }, { name: 'eastus' }]
  expect(regionsOnce.check({ gallery: { targetRegions } })).toMatchObject([
    {
      at: ['gallery', 'targetRegions', 2],
      message: "target region 'eastus' is listed twice: 'East US' is the same region",
    },
  ])
})

test('gallery/used-version-has-replicas counts those of a version that is given', () => {
  const many = poolConfig({ scaleSettings: { fixedScale: { targetDedicatedNodes: 301 } } })
  expect(usedVersionHasReplicas.check(many, poolFacts())).toMatchObject([
    {
      at: ['image', 'id'],
      message:
        'image version 1.0.0 has 1 replica in koreacentral, low for 301 nodes, which then wait for the image',
      help: expect.stringMatching(
        /^raise it to 2: az sig image-version update -g .+ --subscription s --target-regions koreacentral=2$/,
      ),
    },
  ])
})

describe('a version outside the region of the Batch account', () => {
  const message = expect.stringContaining('has no replica in eastus')
  const help = expect.stringContaining(
    'az sig image-version update -g rg-images -r gal -i node -e 1.0.0 --subscription s --target-regions koreacentral=1 eastus=1',
  )

  test('is adopted, as the region is added to it', () => {
    const facts = imageFacts({ versions: [imageVersion('1.0.0', { source })] })
    expect(versionInAccountRegion.check(byImage, withAccount(facts, 'East US'))).toEqual([])
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

test('a target region that the subscription does not know is told', () => {
  const locations = [{ name: 'koreacentral', displayName: 'Korea Central' }]
  const config = asking({ targetRegions: [{ name: 'Korea Central' }, { name: 'koreacentrall' }] })
  expect(regionsKnown.check(config, imageFacts({ locations }))).toMatchObject([
    { at: ['gallery', 'targetRegions', 1, 'name'] },
  ])
})
