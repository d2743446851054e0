import type { Config } from '../../../src/inputs/config.js'
import type { Facts } from '../../../src/model/facts.js'
import type { JsonObject } from '../../../src/shared/json.js'
import { describe, expect, test } from '@jest/globals'
import type { Disk } from '../../../src/ports/azure.js'
import { diskId, snapshotId, virtualMachineId } from '../../../src/shared/arm-id.js'
import { AzureFailure } from '../../../src/shared/errors.js'
import {
  check,
  dataSnapshot,
  foundDisk,
  foundVm,
  imageConfig,
  imageFacts,
  scope,
  snapshot,
  source,
  straightFacts,
} from '../../support/image-facts.js'
import { definitionId } from '../../support/image-version.js'
import { azureRule, offlineRule } from '../../support/rules.js'

const snapshotsAreAvailable = azureRule('image/snapshots-are-available')
const networkAccessAllowsCopies = azureRule('image/network-access-allows-copies')
const lunsAreDistinct = offlineRule('image/luns-are-distinct')
const osDiskIsNotEncrypted = azureRule('image/os-disk-is-not-encrypted')
const sourceIsAsAzureTakesIt = azureRule('image/source-is-as-azure-takes-it')
const vhd = (uri: string) => imageFacts({ osSource: source({ kind: 'vhd', uri }) })
const sourceIsWellFormed = offlineRule('image/source-is-well-formed')
const sourcesAreComplete = azureRule('image/sources-are-complete')
const failure = new AzureFailure({
  operation: 'read snapshot os',
  status: 403,
  error: { code: 'AuthorizationFailed', message: 'no right to read', details: [] },
})
const assumed = { kind: 'snapshot', id: snapshotId(scope, 'os') } as const
const sourcesAreReadable = azureRule('image/sources-are-readable')
const sourcesExist = azureRule('image/sources-exist')
const sourcesInOneSubscription = offlineRule('image/sources-in-one-subscription')
const snapshotIn = (subscription: string, name: string) =>
  `/subscriptions/${subscription}/resourceGroups/g/providers/Microsoft.Compute/snapshots/${name}`
const providersOfImages = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute'
const vmBringsItsOwnDisks = azureRule('image/vm-brings-its-own-disks')
const vm = imageFacts({ osSource: source(foundVm()) })

test('image/snapshots-are-available finds the one that is still being copied', () => {
  const pending = dataSnapshot('data', { accessState: 'Pending' })
  const facts = imageFacts({ dataSources: [source(foundDisk(pending), 0)] })
  expect(snapshotsAreAvailable.check(imageConfig(), facts)).toMatchObject([
    {
      at: ['image', 'dataDiskSources', 0],
      message: expect.stringContaining('access state Pending'),
    },
  ])
  expect(snapshotsAreAvailable.severity).toBe('error')
  const instant = imageFacts({
    osSource: source(foundDisk(snapshot({ accessState: 'InstantAccess' }))),
  })
  expect(snapshotsAreAvailable.check(imageConfig(), instant)).toMatchObject([
    { severity: 'warning' },
  ])
  const ready = imageFacts({ osSource: source(foundDisk(snapshot({ accessState: 'Available' }))) })
  expect(snapshotsAreAvailable.check(imageConfig(), ready)).toEqual([])
})

test('image/network-access-allows-copies looks at snapshots that a gallery takes itself', () => {
  const closed = source(foundDisk(snapshot({ networkAccessPolicy: 'DenyAll' })))
  const straight = {
    ...imageConfig(),
    gallery: { imageDefinition: definitionId, source: 'snapshots' },
  } as const
  const rule = networkAccessAllowsCopies
  expect(rule.check(imageConfig(), imageFacts({ osSource: closed }))).toEqual([])
  expect(rule.check(straight, straightFacts({ osSource: closed }))).toMatchObject([
    { message: expect.stringContaining('has network access policy DenyAll') },
  ])
  const open = source(foundDisk(snapshot({ networkAccessPolicy: 'AllowAll' })))
  expect(rule.check(straight, straightFacts({ osSource: open }))).toEqual([])
})

test('a LUN that two snapshots ask for is told with both', () => {
  const dataSnapshots = [{ lun: 1, source: 'a' }, { source: 'b' }, { lun: 1, source: 'c' }]
  expect(check(lunsAreDistinct, { image: { dataSnapshots } })).toMatchObject([
    { at: ['image', 'dataSnapshots', 2, 'lun'], message: 'LUN 1 is given to a and to c' },
  ])
})

test('LUNs end at 63', () => {
  const image = (lun: number) => ({ image: { dataSnapshots: [{ lun, source: 'a' }] } })
  expect(check(lunsAreDistinct, image(63))).toEqual([])
  expect(check(lunsAreDistinct, image(64))).toMatchObject([{ message: 'LUN 64 of a is too high' }])
})

test('an image has at most 64 data disks', () => {
  const image = (count: number) => ({
    image: { dataDiskSources: Array.from({ length: count }, (_, index) => `d${String(index)}`) },
  })
  expect(check(lunsAreDistinct, image(64))).toEqual([])
  expect(check(lunsAreDistinct, image(65))).toMatchObject([{ at: ['image', 'dataDiskSources'] }])
})

test('warns of an OS disk that Batch nodes cannot start from', () => {
  const osSource = source(foundDisk(snapshot({ encrypted: true })))
  expect(osDiskIsNotEncrypted.severity).toBe('warning')
  const [problem] = check(osDiskIsNotEncrypted, imageConfig(), imageFacts({ osSource }))
  expect(problem?.message).toContain('Azure Disk Encryption')
  expect(check(osDiskIsNotEncrypted, imageConfig(), imageFacts())).toEqual([])
})

test.each(['stage:os', 'ftp://host/os.vhd?sig=secret', 'C:\\os.vhd'])('warns of %s', (uri) => {
  const problems = check(sourceIsAsAzureTakesIt, imageConfig(), vhd(uri))
  expect(problems).toHaveLength(1)
  expect(JSON.stringify(problems)).not.toContain('secret')
})

test('warns of an id without its leading slash', () => {
  const disk = snapshot()
  const osSource = source({ kind: 'disk', id: disk.id.slice(1), disk })
  expect(check(sourceIsAsAzureTakesIt, imageConfig(), imageFacts({ osSource }))).toMatchObject([
    { help: `write ${disk.id}` },
  ])
})

test('https URIs and whole ids are fine', () => {
  expect(
    check(sourceIsAsAzureTakesIt, imageConfig(), vhd('https://a.blob.core.windows.net/v/os.vhd')),
  ).toEqual([])
  expect(check(sourceIsAsAzureTakesIt, imageConfig(), imageFacts())).toEqual([])
})

test('every malformed source is told at its place, whichever way it is given', () => {
  const disk = diskId(scope, 'os')
  const image = {
    osSnapshot: disk,
    dataSnapshots: [{ source: 'data' }, { lun: 3, source: `${snapshotId(scope, 'data')}/` }],
    source: 'my disk',
    dataDiskSources: [disk, 'snapshots/data'],
  }
  expect(
    check(sourceIsWellFormed, { image }).map(({ at, message }) => [at.slice(1), message]),
  ).toEqual([
    [['osSnapshot'], `'${disk}' is a managed disk, not a snapshot`],
    [['source'], "'my disk' is not a valid name of a snapshot, disk or VM"],
    [['dataSnapshots', 1], `'${snapshotId(scope, 'data')}/' ends with a slash`],
    [['dataDiskSources', 1], "'snapshots/data' is neither a name nor a resource id"],
  ])
})

test('a config without an image has nothing malformed', () => {
  expect(check(sourceIsWellFormed, {})).toEqual([])
})

test('control characters of a source are not in the message', () => {
  for (const itsSource of ['a\u001b[31m b', diskId(scope, 'os').replace('disks', 'd\u0007isks')]) {
    const [problem] = check(sourceIsWellFormed, { image: { source: itsSource } })
    expect(problem?.message).not.toMatch(/\p{Cc}/u)
  }
})

test.each<[Partial<Disk>, string, string]>([
  [{ completionPercent: 42.5 }, 'is still being copied: 42.5 %', 'wait until'],
  [{ provisioningState: 'Updating' }, 'is in state Updating', 'wait until'],
  [{ provisioningState: 'Failed' }, 'is in state Failed', 'create the snapshot again'],
])('%j is not ready', (state, message, help) => {
  const facts = imageFacts({ osSource: source(foundDisk(snapshot(state))) })
  const [problem] = check(sourcesAreComplete, imageConfig(), facts)
  expect(problem?.message).toContain(message)
  expect(problem?.help).toContain(help)
})

test.each<[Partial<Disk>]>([[{ completionPercent: 100 }], [{}]])('%j is ready', (state) => {
  const facts = imageFacts({ osSource: source(foundDisk(snapshot(state))) })
  expect(check(sourcesAreComplete, imageConfig(), facts)).toEqual([])
})

test('the disk of a VM is in use, whatever its state says', () => {
  const osSource = source(foundVm({}, snapshot({ provisioningState: 'Updating' })))
  expect(check(sourcesAreComplete, imageConfig(), imageFacts({ osSource }))).toEqual([])
})

test('a source that may not be read is an error that says why', () => {
  const facts = imageFacts({ osSource: source({ kind: 'unreadable', failure, assumed }) })
  const [problem] = check(sourcesAreReadable, imageConfig(), facts)
  expect(problem?.message).toContain('AuthorizationFailed: no right to read')
  expect(problem?.help).toContain('Reader')
  expect(problem?.severity).toBeUndefined()
})

test('in a plan an id is only warned of; a name cannot be told at all', () => {
  const id = source({ kind: 'unreadable', failure, assumed })
  const name = source({ kind: 'unreadable', failure })
  const facts = imageFacts({ mode: 'plan', osSource: id, dataSources: [name] })
  const problems = check(sourcesAreReadable, imageConfig(), facts)
  expect(problems.map(({ severity }) => severity)).toEqual(['warning', undefined])
})

test('what was read is fine', () => {
  expect(check(sourcesAreReadable, imageConfig(), imageFacts())).toEqual([])
})

test('a name is said to have been looked for as everything that it could be', () => {
  const tried = [virtualMachineId(scope, 'os'), snapshotId(scope, 'os'), diskId(scope, 'os')]
  const facts = imageFacts({ osSource: source({ kind: 'missing', tried }) })
  const [problem] = check(sourcesExist, imageConfig(), facts)
  expect(problem?.message).toContain(
    'there is no VM, snapshot or disk os in resource group rg of subscription s-1',
  )
})

test('each missing source is told at its place', () => {
  const missing = { kind: 'missing', tried: [snapshotId(scope, 'data')] } as const
  const facts = imageFacts({ dataSources: [source(missing, 0), source(missing, 1)] })
  expect(check(sourcesExist, imageConfig(), facts)).toMatchObject([
    { at: ['image', 'dataDiskSources', 0] },
    { at: ['image', 'dataDiskSources', 1] },
  ])
  expect(check(sourcesExist, imageConfig(), imageFacts())).toEqual([])
})

test('image/sources-in-one-subscription finds the ids that are of another', () => {
  const itsCheck = (osSnapshot: string, ...sources: string[]) =>
    sourcesInOneSubscription.check({
      image: { osSnapshot, dataSnapshots: sources.map((itsSource) => ({ source: itsSource })) },
    })
  expect(itsCheck(snapshotIn('S', 'os'), snapshotIn('s', 'data'), 'name')).toEqual([])
  expect(sourcesInOneSubscription.check({})).toEqual([])
  expect(itsCheck(snapshotIn('s', 'os'), snapshotIn('s', 'a'), snapshotIn('t', 'b'))).toEqual([
    {
      at: ['image', 'dataSnapshots', 1],
      message: "'b' is in subscription t, 'os' in s",
      help: 'copy the snapshot to subscription s, or check the ID',
    },
  ])
})

test('a VM takes no data disk sources', () => {
  const config = imageConfig({ dataDiskSources: ['data'] })
  expect(check(vmBringsItsOwnDisks, config, vm)).toMatchObject([
    { at: ['image', 'dataDiskSources'] },
  ])
  expect(check(vmBringsItsOwnDisks, config, imageFacts())).toEqual([])
})

test('settings of disks are ignored, as az ignores them, but not in silence', () => {
  const config = imageConfig({ storageSku: 'Premium_LRS', osDiskCaching: 'None' })
  expect(check(vmBringsItsOwnDisks, config, vm)).toMatchObject([
    { at: ['image', 'storageSku'], severity: 'warning' },
    { at: ['image', 'osDiskCaching'], severity: 'warning' },
  ])
  expect(check(vmBringsItsOwnDisks, config, imageFacts())).toEqual([])
})

describe('image/disks-fit-images', () => {
  const rule = azureRule('image/disks-fit-images')
  const taken = (disk: Partial<Disk>) => imageFacts({ osSource: source(foundDisk(snapshot(disk))) })

  test.each<[Partial<Disk>, string]>([
    [{ sku: 'PremiumV2_LRS' }, 'is a disk of PremiumV2_LRS'],
    [{ sku: 'UltraSSD_LRS' }, 'is a disk of UltraSSD_LRS'],
    [{ logicalSectorSize: 4096 }, 'has sectors of 4096 bytes'],
  ])('takes no %j', (disk, message) => {
    expect(rule.check(imageConfig(), taken(disk))).toMatchObject([
      { message: expect.stringContaining(message) },
    ])
  })

  test('looks at the data disks of a VM', () => {
    const dataDisks = [{ lun: 3, sku: 'PremiumV2_LRS' }, { lun: 4, sku: 'Premium_LRS' }, { lun: 5 }]
    const facts = imageFacts({ osSource: source(foundVm({ dataDisks })) })
    expect(rule.check(imageConfig(), facts)).toMatchObject([
      { message: expect.stringContaining('LUN 3') },
    ])
  })

  test('looks at them themselves, where they were read: a machine that is off does not say it', () => {
    const plain = snapshot({ kind: 'disk' })
    const vmWith = (disk: Partial<Disk>) => {
      const found = foundVm({ dataDisks: [{ lun: 3, id: 'd', sku: 'Premium_LRS' }] })
      const dataDisks = [{ lun: 3, disk: { ...plain, ...disk } }]
      return imageFacts({ osSource: source({ ...found, dataDisks } as typeof found) })
    }
    const isFound = (disk: Partial<Disk>) => rule.check(imageConfig(), vmWith(disk)).length > 0
    expect(isFound({ sku: 'UltraSSD_LRS' })).toBe(true)
    expect(isFound({ logicalSectorSize: 4096 })).toBe(true)
    expect(isFound({ sku: 'Premium_LRS', logicalSectorSize: 512 })).toBe(false)
    const key = azureRule('image/customer-managed-key')
    const type = 'EncryptionAtRestWithPlatformAndCustomerKeys'
    expect(key.check(imageConfig(), vmWith({ encryptionType: type }))).toMatchObject([
      { message: expect.stringContaining('the data disk of LUN 3 of the VM is encrypted') },
    ])
    expect(key.check(imageConfig(), vmWith({}))).toEqual([])
  })

  test('a managed image under an encryption set is told where it is published, not where it is used', () => {
    const key = azureRule('image/customer-managed-key')
    const id = `${providersOfImages}/images/mine`
    const of = (osDisk: JsonObject): Facts => ({
      given: {
        ...{ kind: 'managed-image', id },
        image: {
          id,
          location: 'koreacentral',
          tags: {},
          properties: { storageProfile: { osDisk } },
        },
      },
    })
    const config: Config = { image: { id }, gallery: { imageDefinition: definitionId } }
    const held = of({ diskEncryptionSet: { id: 'des' } })
    expect(key.check(config, held)).toMatchObject([
      { at: ['image', 'id'], message: expect.stringContaining('image mine is encrypted') },
    ])
    expect(key.check(config, of({}))).toEqual([])
    expect(key.check({ image: { id } }, held)).toEqual([])
  })

  test.each<[Partial<Disk>]>([[{ sku: 'Premium_LRS', logicalSectorSize: 512 }], [{}]])(
    'is silent about %j',
    (disk) => {
      expect(rule.check(imageConfig(), taken(disk))).toEqual([])
    },
  )

  test('image/customer-managed-key and image/snapshots-are-locked tell of what follows', () => {
    const [key, locked] = ['customer-managed-key', 'snapshots-are-locked'].map((name) =>
      azureRule(`image/${name}`),
    )
    const encrypted = taken({ encryptionType: 'EncryptionAtRestWithCustomerKey' })
    expect(key?.check(imageConfig(), encrypted)).toMatchObject([
      { message: expect.stringContaining('customer-managed key') },
    ])
    const platform = taken({ encryptionType: 'EncryptionAtRestWithPlatformKey' })
    expect(key?.check(imageConfig(), platform)).toEqual([])
    expect(locked?.check(imageConfig(), taken({ isLocked: true }))).toHaveLength(1)
    expect(locked?.check(imageConfig(), taken({}))).toEqual([])
  })
})
