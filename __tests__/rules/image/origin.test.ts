import { describe, expect, test } from '@jest/globals'
import type { CheckFacts } from '../../../src/model/check-facts.js'
import type { Facts } from '../../../src/model/facts.js'
import type { Disk, VirtualMachine } from '../../../src/ports/azure.js'
import { foundVm, imageConfig, imageFacts, source } from '../../support/image-facts.js'
import { poolFacts } from '../../support/pool-facts.js'
import { azureRule } from '../../support/rules.js'

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
const originHasNoExtensions = azureRule('image/origin-has-no-extensions')
const ubuntu =
  '/Publishers/canonical/ArtifactTypes/VMImage/Offers/ubuntu-24_04-lts/Skus/server/Versions/1'
const originIsSupported = azureRule('image/origin-is-supported')

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
    capabilities: [],
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
