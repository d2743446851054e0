import { describe, expect, test } from '@jest/globals'
import {
  chooseNodeAgent,
  osOfNodeAgent,
  parseMarketplaceId,
  type NodeAgentWish,
} from '../../../src/model/node-agent.js'
import type { SupportedImage } from '../../../src/ports/azure.js'

function image(
  nodeAgentSkuId: string,
  urn: string,
  more: Partial<SupportedImage> = {},
): SupportedImage {
  const [publisher = '', offer = '', sku = ''] = urn.split(':')
  return {
    nodeAgentSkuId,
    publisher,
    offer,
    sku,
    osType: 'Linux',
    verified: true,
    capabilities: [],
    ...more,
  }
}

const supported = [
  image('batch.node.ubuntu 24.04', 'canonical:ubuntu-24_04-lts:server'),
  image('batch.node.ubuntu 22.04', 'canonical:jammy:22_04-lts', { endOfLife: '2027-06-30' }),
  image('batch.node.ubuntu 22.04', 'microsoft-dsvm:ubuntu-hpc:2204'),
  image('batch.node.ubuntu 24.04', 'microsoft-dsvm:ubuntu-hpc:2404'),
  image('batch.node.ubuntu 20.04', 'canonical:focal:20_04-lts', {
    endOfLife: '2025-04-23T00:00:00Z',
  }),
  image('batch.node.el 9', 'almalinux:almalinux-x86_64:9-gen2', { verified: false }),
  image('batch.node.windows amd64', 'MicrosoftWindowsServer:WindowsServer:2022-datacenter', {
    osType: 'Windows',
  }),
]

function base(urn: string) {
  const [publisher = '', offer = '', sku = ''] = urn.split(':')
  return { publisher, offer, sku }
}

function choose(wish: Partial<NodeAgentWish>) {
  const now = Date.parse('2026-11-23')
  return chooseNodeAgent({
    osType: 'Linux',
    baseImage: undefined,
    identifier: undefined,
    supported,
    now,
    ...wish,
  })
}

describe('the node agent for an image', () => {
  test.each<[string, Partial<NodeAgentWish>, string]>([
    [
      'from the marketplace image',
      { baseImage: base('Canonical:Ubuntu-24_04-lts:SERVER') },
      'batch.node.ubuntu 24.04',
    ],
    [
      'from an offer whose SKUs agree',
      { baseImage: base('canonical:jammy:22_04-lts-arm') },
      'batch.node.ubuntu 22.04',
    ],
    [
      'from one SKU of an offer with several agents',
      { baseImage: base('microsoft-dsvm:ubuntu-hpc:2404') },
      'batch.node.ubuntu 24.04',
    ],
    [
      'from what the definition names',
      { identifier: base('canonical:ubuntu-24_04-lts:server') },
      'batch.node.ubuntu 24.04',
    ],
    [
      'from the lineage rather than the definition',
      {
        baseImage: base('canonical:jammy:22_04-lts'),
        identifier: base('canonical:ubuntu-24_04-lts:server'),
      },
      'batch.node.ubuntu 22.04',
    ],
    [
      'from the operating system when it has only one',
      { osType: 'Windows' },
      'batch.node.windows amd64',
    ],
  ])('is known %s', (_how, wish, id) => {
    expect(choose(wish)).toMatchObject({ kind: 'chosen', id })
  })

  test('is said with what it comes from', () => {
    expect(choose({ baseImage: base('canonical:ubuntu-24_04-lts:server') })).toEqual({
      kind: 'chosen',
      id: 'batch.node.ubuntu 24.04',
      because: 'the image comes from canonical:ubuntu-24_04-lts:server',
    })
  })

  test('is not guessed: the candidates are listed, without what is past its end or not verified', () => {
    expect(choose({})).toEqual({
      kind: 'ambiguous',
      candidates: ['batch.node.ubuntu 22.04', 'batch.node.ubuntu 24.04'],
    })
    expect(choose({ baseImage: base('microsoft-dsvm:ubuntu-hpc:1804') })).toMatchObject({
      kind: 'ambiguous',
    })
  })

  test('is none for an image that Batch supports no more', () => {
    expect(choose({ baseImage: base('canonical:focal:20_04-lts') })).toEqual({
      kind: 'none',
      because:
        'the image comes from canonical:focal:20_04-lts, which is supported by Batch only until 2025-04-23T00:00:00Z',
    })
    expect(choose({ baseImage: base('almalinux:almalinux-x86_64:9-gen2') })).toEqual({
      kind: 'none',
      because:
        'the image comes from almalinux:almalinux-x86_64:9-gen2, which is not verified by Batch',
    })
  })

  test('is none where Batch lists nothing', () => {
    expect(choose({ supported: [] })).toEqual({
      kind: 'none',
      because: 'Batch lists no agent for Linux',
    })
  })
})

test('a marketplace id tells publisher, offer and SKU', () => {
  const id =
    '/Subscriptions/s/Providers/Microsoft.Compute/Locations/l/Publishers/canonical/ArtifactTypes/VMImage/Offers/ubuntu-24_04-lts/Skus/server/Versions/24.04.1'
  expect(parseMarketplaceId(id)).toEqual(base('canonical:ubuntu-24_04-lts:server'))
  expect(
    parseMarketplaceId('/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/i'),
  ).toBeUndefined()
})

test.each([
  ['batch.node.windows amd64', 'Windows'],
  ['Batch.Node.Ubuntu 22.04', 'Linux'],
  ['something else', undefined],
])('%s is for %s', (agent, os) => {
  expect(osOfNodeAgent(agent)).toBe(os)
})
