import { describe, expect, test } from '@jest/globals'
import {
  nodesWanted,
  publishedRegions,
  replicasForNodes,
  targetRegions,
} from '../../../src/model/target-regions.js'

describe('replicas for nodes', () => {
  test.each([
    [0, 1],
    [1, 1],
    [300, 1],
    [301, 2],
    [3000, 10],
    [1_000_000, 100],
  ])('%i nodes need %i', (nodes, replicas) => {
    expect(replicasForNodes(nodes)).toBe(replicas)
  })
})

describe('target regions', () => {
  const homeRegion = 'koreacentral'

  test('are the home region alone when nothing is said', () => {
    expect(targetRegions({}, { homeRegion })).toEqual([{ name: 'koreacentral' }])
  })

  test('keep the order given; home and account regions follow', () => {
    const gallery = { targetRegions: [{ name: 'West Europe' }] }
    const wishes = { homeRegion, accountRegion: 'East US' }
    expect(targetRegions(gallery, wishes).map(({ name }) => name)).toEqual([
      'westeurope',
      'koreacentral',
      'eastus',
    ])
  })

  test('are not added again under another spelling', () => {
    const gallery = { targetRegions: [{ name: 'Korea Central', replicas: 2 }] }
    const wishes = { homeRegion, accountRegion: 'KoreaCentral' }
    expect(targetRegions(gallery, wishes)).toEqual([
      { name: 'koreacentral', regionalReplicaCount: 2 },
    ])
  })

  test.each([[{}], [{ replicaCount: 'auto' as const }]])(
    'get replicas for the nodes in the region of the account only, with %j',
    (gallery) => {
      const wishes = { homeRegion, accountRegion: 'eastus', nodes: 900 }
      expect(targetRegions(gallery, wishes)).toEqual([
        { name: 'koreacentral' },
        { name: 'eastus', regionalReplicaCount: 3 },
      ])
    },
  )

  test('keep every count that the user wrote', () => {
    const wishes = { homeRegion, accountRegion: homeRegion, nodes: 900 }
    const regional = { targetRegions: [{ name: homeRegion, replicas: 1 }] }
    expect(targetRegions(regional, wishes)).toEqual([{ name: homeRegion, regionalReplicaCount: 1 }])
    expect(targetRegions({ replicaCount: 2 }, wishes)).toEqual([{ name: homeRegion }])
  })

  test('get no count while the nodes are not known', () => {
    const wishes = { homeRegion, accountRegion: homeRegion, nodes: undefined }
    expect(targetRegions({ replicaCount: 'auto' }, wishes)).toEqual([{ name: homeRegion }])
  })
})

describe('nodes wanted', () => {
  test.each([
    [undefined, undefined],
    [{}, 0],
    [{ properties: { scaleSettings: { autoScale: { formula: '' } } } }, undefined],
    [{ properties: { scaleSettings: { fixedScale: { targetDedicatedNodes: 5 } } } }, 5],
    [
      {
        properties: {
          scaleSettings: { fixedScale: { targetDedicatedNodes: 5, targetLowPriorityNodes: 7 } },
        },
      },
      12,
    ],
  ])('of %j are %p', (pool, nodes) => {
    expect(nodesWanted(pool)).toBe(nodes)
  })
})

test('a region without a count of its own is published with that of the version', () => {
  const publishingProfile = {
    replicaCount: 4,
    targetRegions: [{ name: 'Korea Central', regionalReplicaCount: 2 }, { name: 'East US' }],
  }
  expect(publishedRegions({ publishingProfile })).toEqual([
    { name: 'koreacentral', replicas: 2 },
    { name: 'eastus', replicas: 4 },
  ])
})
