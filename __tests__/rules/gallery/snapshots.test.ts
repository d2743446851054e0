import { describe, expect, test } from '@jest/globals'
import type { Facts } from '../../../src/model/facts.js'
import { bySnapshots, osSnapshotId, snapshotFacts } from '../../support/gallery-facts.js'
import { azureRule } from '../../support/rules.js'

const disksFitVersion = azureRule('gallery/disks-fit-version')
const snapshotSources = azureRule('gallery/snapshot-sources')
const snapshotsOnce = azureRule('gallery/snapshots-once')

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
