import { describe, expect, test } from '@jest/globals'
import type { Facts } from '../../../src/model/facts.js'
import type { CheckFacts } from '../../../src/model/check-facts.js'
import type { Disk, VirtualMachine } from '../../../src/ports/azure.js'
import { definitionId } from '../../support/image-version.js'
import {
  dataSnapshot,
  foundDisk,
  foundVm,
  imageConfig,
  imageFacts,
  snapshot,
  source,
  straightFacts,
} from '../../support/image-facts.js'
import { poolFacts } from '../../support/pool-facts.js'
import { azureRule } from '../../support/rules.js'

const imageRights = azureRule('image/caller-has-rights')
const networkAccessAllowsCopies = azureRule('image/network-access-allows-copies')
const originHasNoExtensions = azureRule('image/origin-has-no-extensions')
const originIsSupported = azureRule('image/origin-is-supported')
const snapshotsAreAvailable = azureRule('image/snapshots-are-available')

const ubuntu =
  '/Publishers/canonical/ArtifactTypes/VMImage/Offers/ubuntu-24_04-lts/Skus/server/Versions/1'
const disk: Disk = {
  id: '/subscriptions/s-1/resourceGroups/rg/providers/Microsoft.Compute/disks/os',
  kind: 'disk',
  location: 'westeurope',
  tags: {},
}
const machine: VirtualMachine = { id: 'vm-1', location: 'westeurope', tags: {} }

function withOrigin(facts: Facts, origin: { disk: Disk; machine?: VirtualMachine }): Facts {
  const live: CheckFacts = { mode: 'apply', origin: { kind: 'found', value: origin } }
  return { ...facts, checks: live }
}

const rules = [
  ...[imageRights, networkAccessAllowsCopies, originHasNoExtensions, originIsSupported],
  snapshotsAreAvailable,
]

test.each(rules.map((rule) => [rule.id, rule] as const))(
  '%s has nothing against a sound image, nor against none',
  (_id, rule) => {
    expect(rule.check(imageConfig(), imageFacts())).toEqual([])
    expect(rule.check(imageConfig(), withOrigin(imageFacts(), { disk, machine }))).toEqual([])
    expect(rule.check({}, {})).toEqual([])
  },
)

describe('image/origin-has-no-extensions', () => {
  const extensions = ['AzureMonitorLinuxAgent', 'CustomScript']

  test('names those of the machine behind the snapshot', () => {
    const facts = withOrigin(imageFacts(), { disk, machine: { ...machine, extensions } })
    expect(originHasNoExtensions.check(imageConfig(), facts)).toMatchObject([
      {
        at: ['image', 'source'],
        message: expect.stringContaining('has extensions (AzureMonitorLinuxAgent, CustomScript)'),
      },
    ])
  })

  test('names those of a machine that is the source itself', () => {
    const facts = imageFacts({ osSource: source(foundVm({ extensions })) })
    expect(originHasNoExtensions.check(imageConfig(), facts)).toHaveLength(1)
  })
})

test('image/origin-is-supported compares with the images that Batch lists, where they were read', () => {
  const supported = {
    nodeAgentSkuId: 'batch.node.ubuntu 24.04',
    publisher: 'Canonical',
    offer: 'ubuntu-24_04-lts',
    sku: 'server',
    osType: 'Linux',
    verified: true,
  } as const
  const facts = withOrigin(imageFacts(), { disk: { ...disk, imageReferenceId: ubuntu } })
  const listed = (...supportedImages: (typeof supported)[]): Facts => ({
    ...facts,
    ...poolFacts({ supportedImages }),
  })
  expect(originIsSupported.check(imageConfig(), facts)).toEqual([])
  expect(originIsSupported.check(imageConfig(), listed(supported))).toEqual([])
  expect(originIsSupported.check(imageConfig(), listed())).toMatchObject([
    {
      message:
        'the image comes from canonical:ubuntu-24_04-lts:server, which is not among the images that Batch supports',
    },
  ])
})

test('image/snapshots-are-available finds the one that is still being copied', () => {
  const pending = dataSnapshot('data', { accessState: 'Pending' })
  const facts = imageFacts({ dataSources: [source(foundDisk(pending), 0)] })
  expect(snapshotsAreAvailable.check(imageConfig(), facts)).toMatchObject([
    {
      at: ['image', 'dataDiskSources', 0],
      message: expect.stringContaining('access state Pending'),
    },
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

test('image/caller-has-rights asks for the right to write the image at its group', () => {
  const scope = '/subscriptions/s-1/resourceGroups/rg'
  const granted = (...actions: string[]): Facts => ({
    ...imageFacts(),
    checks: {
      mode: 'apply',
      permissions: [{ scope, read: { kind: 'found', value: [{ actions, notActions: [] }] } }],
    },
  })
  expect(imageRights.check(imageConfig(), granted('Microsoft.Compute/images/*'))).toEqual([])
  expect(imageRights.check(imageConfig(), granted('*/read'))).toMatchObject([
    {
      at: ['image'],
      message: `to create image render from snapshot os, the right Microsoft.Compute/images/write is missing at ${scope}`,
      help: `ask for the role Compute Gallery Artifacts Publisher at ${scope}`,
    },
  ])
})
