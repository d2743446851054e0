import { describe, expect, test } from '@jest/globals'
import type { Facts } from '../../../src/model/facts.js'
import type { CheckFacts } from '../../../src/model/check-facts.js'
import {
  byImage,
  bySnapshots,
  galleryId,
  imageDefinition,
  imageFacts,
  osSnapshotId,
  snapshotFacts,
  withAccount,
} from '../../support/gallery-facts.js'
import { poolConfig, poolFacts, versionId } from '../../support/pool-facts.js'
import { azureRule } from '../../support/rules.js'

const galleryRights = azureRule('gallery/caller-has-rights')
const definitionTakesAcceleratedNetworking = azureRule(
  'gallery/definition-takes-accelerated-networking',
)
const disksFitVersion = azureRule('gallery/disks-fit-version')
const usedVersionHasReplicas = azureRule('gallery/used-version-has-replicas')

const rules = [
  ...[galleryRights, definitionTakesAcceleratedNetworking, disksFitVersion],
  usedVersionHasReplicas,
]

test.each(rules.map((rule) => [rule.id, rule] as const))(
  '%s has nothing against a sound gallery, nor against none',
  (_id, rule) => {
    expect(rule.check(byImage, withAccount(imageFacts(), 'koreacentral'))).toEqual([])
    expect(rule.check(bySnapshots, snapshotFacts())).toEqual([])
    expect(rule.check(poolConfig(), poolFacts())).toEqual([])
    expect(rule.check({}, {})).toEqual([])
  },
)

describe('gallery/disks-fit-version', () => {
  test('finds an OS disk over 2 TB', () => {
    expect(disksFitVersion.check(bySnapshots, snapshotFacts({ sizeGB: 2048 }))).toEqual([])
    expect(disksFitVersion.check(bySnapshots, snapshotFacts({ sizeGB: 2049 }))).toMatchObject([
      {
        at: ['image', 'osSnapshot'],
        message: `snapshot ${osSnapshotId} has 2049 GB, a gallery version takes 2048 GB for the OS disk`,
      },
    ])
  })

  test('finds a data disk over 1 TB', () => {
    const facts = snapshotFacts()
    const disk = { id: `${osSnapshotId}-2`, kind: 'snapshot', location: 'koreacentral' } as const
    const found = { kind: 'disk', id: disk.id, disk: { ...disk, sizeGB: 1500, tags: {} } } as const
    const data = { path: ['image', 'dataSnapshots', 0], given: disk.id, found }
    const both: Facts = { ...facts, image: { ...facts.image!, dataSources: [data] } }
    expect(disksFitVersion.check(bySnapshots, both)).toMatchObject([
      { at: ['image', 'dataSnapshots', 0], message: expect.stringContaining('for a data disk') },
    ])
  })

  test('leaves a shallow version alone', () => {
    const gallery = { ...bySnapshots.gallery!, replicationMode: 'Shallow' } as const
    const facts = snapshotFacts({ sizeGB: 4096 })
    expect(disksFitVersion.check({ ...bySnapshots, gallery }, facts)).toEqual([])
  })
})

test('gallery/used-version-has-replicas counts those of a version that is given', () => {
  const many = poolConfig({ scaleSettings: { fixedScale: { targetDedicatedNodes: 301 } } })
  expect(usedVersionHasReplicas.check(many, poolFacts())).toMatchObject([
    {
      at: ['image', 'id'],
      message:
        'image version 1.0.0 has 1 replica in koreacentral, low for 301 nodes, which then wait for the image',
      help: 'raise it to 2: az sig image-version update --target-regions koreacentral=2',
    },
  ])
})

test('gallery/definition-takes-accelerated-networking reads the feature of the definition', () => {
  const wanted = poolConfig({ networkConfiguration: { enableAcceleratedNetworking: true } })
  const features = (value: string): Facts => {
    const facts = poolFacts()
    const definition = imageDefinition({
      features: [{ name: 'IsAcceleratedNetworkSupported', value }],
    })
    return { ...facts, given: { ...facts.given!, definition } as NonNullable<Facts['given']> }
  }
  const rule = definitionTakesAcceleratedNetworking
  expect(rule.check(wanted, features('True'))).toEqual([])
  expect(rule.check(poolConfig(), features('False'))).toEqual([])
  expect(rule.check(wanted, features('False'))).toMatchObject([
    { message: expect.stringMatching(/says IsAcceleratedNetworkSupported=False$/) },
  ])
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
