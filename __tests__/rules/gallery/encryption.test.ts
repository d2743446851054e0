import { describe, expect, test } from '@jest/globals'
import type { Config, GalleryConfig } from '../../../src/inputs/config.js'
import type { CheckFacts } from '../../../src/model/check-facts.js'
import { targetRegions } from '../../../src/model/target-regions.js'
import { AzureFailure } from '../../../src/shared/errors.js'
import { pathText } from '../../../src/shared/path-text.js'
import { bySnapshots, snapshotFacts, withAccount } from '../../support/gallery-facts.js'
import { azureRule, offlineRule } from '../../support/rules.js'

const setId = (name: string) =>
  `/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/diskEncryptionSets/${name}`
type Regions = NonNullable<GalleryConfig['targetRegions']>

function config(regions: Regions): Config {
  return { ...bySnapshots, gallery: { ...bySnapshots.gallery, targetRegions: regions } }
}

const keyed = (name: string, osDisk = setId(name)) => ({ name, encryption: { osDisk } })

test('goes to Azure in its words', () => {
  const dataDisks = [{ lun: 1, diskEncryptionSetId: setId('data') }]
  const regions = [{ name: 'Korea Central', encryption: { osDisk: setId('os'), dataDisks } }]
  expect(targetRegions({ targetRegions: regions }, { homeRegion: 'koreacentral' })).toEqual([
    {
      name: 'koreacentral',
      encryption: {
        osDiskImage: { diskEncryptionSetId: setId('os') },
        dataDiskImages: [{ lun: 1, diskEncryptionSetId: setId('data') }],
      },
    },
  ])
})

describe('offline', () => {
  test.each(['kc', setId('a').replace('diskEncryptionSets', 'disks')])('%s is no set', (given) => {
    const [found] = offlineRule('gallery/encryption-set-id').check(config([keyed('kc', given)]))
    expect(pathText(found?.at ?? [])).toBe('gallery.targetRegions[0].encryption.osDisk')
    expect(found?.message).toContain('is not the ID of a disk encryption set')
  })

  test('a set by its ID is left alone, and so is a section without any', () => {
    for (const rule of ['gallery/encryption-set-id', 'gallery/encryption-luns'].map(offlineRule)) {
      expect(rule.check(config([keyed('koreacentral'), keyed('eastus')]))).toEqual([])
      expect(rule.check(bySnapshots)).toEqual([])
    }
  })

  test('a LUN that is given twice is told where it is the second time', () => {
    const disk = { lun: 2, diskEncryptionSetId: setId('a') }
    const regions = [{ name: 'kc', encryption: { dataDisks: [disk, disk] } }]
    const [found] = offlineRule('gallery/encryption-luns').check(config(regions))
    expect(pathText(found?.at ?? [])).toBe('gallery.targetRegions[0].encryption.dataDisks[1].lun')
  })

  test('a region without a key beside one with one is a warning', () => {
    const rule = offlineRule('gallery/encryption-in-every-region')
    expect(rule.severity).toBe('warning')
    expect(rule.check(config([keyed('koreacentral'), { name: 'eastus' }]))).toMatchObject([
      { at: ['gallery', 'targetRegions', 1] },
    ])
    expect(rule.check(config([{ name: 'koreacentral' }, { name: 'eastus' }]))).toEqual([])
    expect(rule.check(config([keyed('koreacentral'), keyed('eastus')]))).toEqual([])
  })
})

describe('gallery/encryption-sets-fit', () => {
  const rule = azureRule('gallery/encryption-sets-fit')
  const failure = new AzureFailure({
    operation: 'read',
    status: 403,
    error: { code: 'AuthorizationFailed', message: 'no', details: [] },
  })
  type Read = NonNullable<CheckFacts['encryptionSets']>[number]['read']
  const check = (read: Read) => {
    const id = setId('koreacentral')
    const checks: CheckFacts = { mode: 'plan', encryptionSets: [{ id: id.toUpperCase(), read }] }
    return rule.check(config([keyed('Korea Central', id)]), { ...snapshotFacts(), checks })
  }
  const found = (location: string, properties = {}): Read => ({
    kind: 'found',
    value: { id: setId('koreacentral'), location, properties },
  })

  test('is well with a set in the region, or one that nobody asked for', () => {
    expect(check(found('koreacentral', { provisioningState: 'Succeeded' }))).toEqual([])
    expect(check(found('Korea Central'))).toEqual([])
    expect(rule.check(config([keyed('koreacentral')]), snapshotFacts())).toEqual([])
  })

  test.each([
    [found('eastus'), /is in eastus, the replica that it is for in koreacentral/],
    [{ kind: 'missing' } as const, /^there is no disk encryption set/],
    [found('koreacentral', { provisioningState: 'Failed' }), /is in provisioning state Failed/],
  ])('finds %j', (read, message) => {
    expect(check(read)).toMatchObject([{ message: expect.stringMatching(message) }])
  })

  test('only warns of a set that may not be read', () => {
    expect(check({ kind: 'unreadable', failure })).toMatchObject([{ severity: 'warning' }])
  })
})

describe('the disks of the image', () => {
  const rule = azureRule('gallery/encryption-covers-disks')
  const facts = snapshotFacts()
  const { image } = facts
  if (image === undefined) throw new Error('no image')
  const source = { ...image.osSource, path: ['image', 'dataSnapshots', 0], lun: 0 }
  const withData = { ...facts, image: { ...image, dataSources: [source] } }
  const wanted = (luns: readonly number[]) => {
    const dataDisks = luns.map((lun) => ({ lun, diskEncryptionSetId: setId('d') }))
    return config([{ name: 'koreacentral', encryption: { osDisk: setId('o'), dataDisks } }])
  }

  test('have a key each, or it is told', () => {
    expect(rule.check(wanted([0]), withData)).toEqual([])
    expect(rule.check(wanted([]), facts)).toEqual([])
    expect(rule.check(bySnapshots, withData)).toEqual([])
    expect(rule.check(wanted([]), withData)).toMatchObject([
      { message: expect.stringContaining('data disk with LUN 0 would be under a key of the') },
    ])
  })

  test('are those that the image has', () => {
    expect(rule.check(wanted([0, 3]), withData)).toMatchObject([
      { severity: 'error', message: 'the image has no data disk with LUN 3' },
    ])
  })

  test('have keys in the regions that are added, or it is told', () => {
    const added = azureRule('gallery/encryption-in-added-regions')
    const one = config([keyed('eastus')])
    expect(added.check(one, withAccount(facts, 'koreacentral'))).toMatchObject([
      { message: expect.stringContaining('published to koreacentral as well') },
    ])
    const all = config([keyed('eastus'), keyed('koreacentral')])
    expect(added.check(all, withAccount(facts, 'koreacentral'))).toEqual([])
    const none = config([{ name: 'eastus' }])
    expect(added.check(none, withAccount(facts, 'koreacentral'))).toEqual([])
  })
})
