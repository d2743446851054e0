import { describe, expect, test } from '@jest/globals'
import { existingPool, poolConfig, poolFacts, versionId, vm } from '../../support/pool-facts.js'
import { azureRule } from '../../support/rules.js'

const existingPoolCanBecomeIt = azureRule('pool/existing-pool-can-become-it')
const vmPath = ['pool', 'properties', 'deploymentConfiguration', 'virtualMachineConfiguration']
const existingPoolIsUsable = azureRule('pool/existing-pool-is-usable')

describe('a pool that exists', () => {
  const differing = poolFacts({
    existing: existingPool({ vmSize: 'Standard_D2s_v5', taskSlotsPerNode: 2 }),
  })

  test('is refused for each property that cannot change, with old and new value', () => {
    expect(existingPoolCanBecomeIt.check(poolConfig({ taskSlotsPerNode: 4 }), differing)).toEqual([
      {
        at: ['pool', 'properties', 'vmSize'],
        message:
          'pool render exists, and Batch does not change this while it has nodes: vmSize is Standard_D2s_v5, not Standard_D4s_v5',
        help: 'set on-existing-pool to recycle, blue-green or replace, scale the pool to 0 nodes and run again, write what the pool has, or choose another pool-name',
      },
      expect.objectContaining({ at: ['pool', 'properties', 'taskSlotsPerNode'] }),
    ])
  })

  test('is refused for an image that moved on', () => {
    const image = vm({
      nodeAgentSkuId: 'batch.node.ubuntu 22.04',
      imageReference: { id: `${versionId}.1` },
    })
    const facts = poolFacts({ existing: existingPool(image) })
    expect(existingPoolCanBecomeIt.check(poolConfig(), facts)).toMatchObject([
      {
        at: ['pool', 'name'],
        message: expect.stringMatching(
          / is rg-images.*\/versions\/1\.0\.0\.1, not rg-images.*\/1\.0\.0$/,
        ),
      },
    ])
  })

  test('is refused where its image is written, when it is', () => {
    const image = vm({
      nodeAgentSkuId: 'batch.node.ubuntu 22.04',
      imageReference: { id: `${versionId}.1` },
    })
    const written = vm({
      nodeAgentSkuId: 'batch.node.ubuntu 22.04',
      imageReference: { id: versionId },
    })
    const facts = poolFacts({ existing: existingPool(image) })
    expect(existingPoolCanBecomeIt.check(poolConfig(written), facts)).toMatchObject([
      { at: [...vmPath, 'imageReference', 'id'] },
    ])
  })

  test('of an older API version has no change without nodes to offer', () => {
    const existing = existingPool({
      vmSize: 'x',
      currentDedicatedNodes: 0,
      scaleSettings: {},
      resizeOperationStatus: {},
    })
    const older = poolFacts({ existing, apiVersion: '2024-02-01' })
    expect(existingPoolCanBecomeIt.check(poolConfig(), older)[0]?.help).toBe(
      'set on-existing-pool to blue-green or replace, write what the pool has, or choose another pool-name',
    )
    const newer = poolFacts({ existing, apiVersion: '2024-07-01' })
    expect(existingPoolCanBecomeIt.check(poolConfig(), newer)).toEqual([])
  })

  test('is refused when it is to be new', () => {
    const config = { ...poolConfig(), rollout: { onExistingPool: 'fail' } } as const
    const there = poolFacts({ existing: existingPool() })
    expect(existingPoolIsUsable.check(config, there)).toMatchObject([
      { at: ['pool', 'name'], message: 'pool render exists, and on-existing-pool is fail' },
    ])
  })
})
