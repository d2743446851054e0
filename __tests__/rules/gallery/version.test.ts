import { describe, expect, test } from '@jest/globals'
import type { Config, GalleryConfig } from '../../../src/inputs/config.js'
import type { CheckFacts } from '../../../src/model/check-facts.js'
import {
  byImage,
  bySnapshots,
  galleryId,
  imageDefinition,
  imageFacts,
  imageId,
  osSnapshotId,
  snapshotFacts,
  withAccount,
} from '../../support/gallery-facts.js'
import { definitionId, imageVersion } from '../../support/image-version.js'
import { versionId } from '../../support/pool-facts.js'
import { azureRule, datedRule, offlineRule } from '../../support/rules.js'

const endOfLifeIsAhead = datedRule('gallery/end-of-life-is-ahead')
const today = '2026-11-23'
const versionForm = offlineRule('gallery/version-form')
const endOfLifeDate = offlineRule('gallery/end-of-life-date')
const sound: GalleryConfig = {
  imageDefinition: definitionId,
  imageVersion: '1.0.0',
  endOfLifeDate: '2030-12-31',
  targetRegions: [{ name: 'koreacentral' }, { name: 'eastus' }],
}
const sourceGiven = offlineRule('gallery/source-given')
const galleryRights = azureRule('gallery/caller-has-rights')
function asking(gallery: Config['gallery']): Config {
  return { ...byImage, gallery: { ...byImage.gallery, ...gallery } }
}
const versionFree = azureRule('gallery/version-free')
const other = { kind: 'image', id: `${imageId}-2` } as const
const source = { kind: 'image', id: imageId } as const
const givenVersion = azureRule('gallery/given-version')
const accountSubscription = azureRule('gallery/account-subscription')

test.each([
  ['2026-11-22', 1],
  ['2026-11-23T23:00:00Z', 1],
  ['2026-11-24', 0],
  ['2027-01-01', 0],
  ['soon', 0],
])('gallery/end-of-life-is-ahead finds %s %i times', (itsEndOfLifeDate, times) => {
  expect(
    endOfLifeIsAhead.check({ gallery: { endOfLifeDate: itsEndOfLifeDate } }, today),
  ).toHaveLength(times)
})

test.each(['2.0', 'v1.0.0', 'latest'])('%s is no version', (itsImageVersion) => {
  expect(versionForm.check({ gallery: { imageVersion: itsImageVersion } })).toMatchObject([
    {
      at: ['gallery', 'imageVersion'],
      message: `image version '${itsImageVersion}' is not of the form Major.Minor.Patch`,
    },
  ])
})

test.each(['auto', 'Auto', '10.0.2'])('%s is a version', (itsImageVersion) => {
  expect(versionForm.check({ gallery: { imageVersion: itsImageVersion } })).toEqual([])
})

test('an end-of-life date that is none is told', () => {
  expect(endOfLifeDate.check({ gallery: { endOfLifeDate: 'next year' } })).toMatchObject([
    { at: ['gallery', 'endOfLifeDate'], message: expect.stringContaining("'next year'") },
  ])
})

describe('a version needs a source', () => {
  test.each<[string, Config, number]>([
    ['none', { gallery: sound }, 1],
    ['an image section, which other rules judge', { gallery: sound, image: { tags: {} } }, 0],
    [
      'snapshots beside image-id',
      { gallery: { ...sound, source: 'snapshots' }, image: { id: imageId } },
      1,
    ],
    ['image-id', { gallery: sound, image: { id: imageId } }, 0],
  ])('%s', (_what, config, problems) => {
    expect(sourceGiven.check(config)).toHaveLength(problems)
  })
})

test('gallery/caller-has-rights asks for versions, and for the snapshots they are made of', () => {
  const denied = (...scopes: string[]): CheckFacts => ({
    mode: 'plan',
    permissions: scopes.map((scope) => ({
      scope,
      read: { kind: 'found', value: [{ actions: ['*/read'], notActions: [] }] },
    })),
  })
  const config = { ...bySnapshots, gallery: { ...bySnapshots.gallery!, imageVersion: 'auto' } }
  const live = denied(galleryId, osSnapshotId)
  expect(galleryRights.check(config, { ...snapshotFacts(), checks: live })).toMatchObject([
    {
      severity: 'warning',
      message: expect.stringContaining(
        'Microsoft.Compute/galleries/images/versions/write is missing',
      ),
      help: `ask for the role Compute Gallery Artifacts Publisher at ${galleryId}`,
    },
    {
      at: ['gallery', 'source'],
      message: expect.stringContaining('Microsoft.Compute/snapshots/write is missing'),
      help: `ask for the role Disk Snapshot Contributor at ${osSnapshotId}`,
    },
  ])
  expect(versionId).toContain(galleryId)
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

test('a gallery in another subscription than the account is a warning', () => {
  expect(accountSubscription.severity).toBe('warning')
  expect(
    accountSubscription.check(byImage, withAccount(imageFacts(), 'eastus', 't')),
  ).toMatchObject([{ message: 'the gallery is in subscription s, the Batch account in t' }])
})
