import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../../src/inputs/config.js'
import { nodeGoal, recommendedResizeTimeout } from '../../../src/model/pool-body.js'
import { apiVersionFor, routeOf } from '../../../src/plan/pool-image.js'
import { planPool } from '../../../src/plan/pool.js'
import type { JsonObject } from '../../../src/shared/json.js'
import {
  existingPool,
  legacyConfig,
  managedImageId,
  poolConfig,
  poolFacts,
  renderPoolId,
  versionId,
  vm,
} from '../../support/pool-facts.js'

const ownImage = (imageReference: JsonObject): Config => ({
  pool: poolConfig(vm({ imageReference })).pool,
})

describe('the API version', () => {
  test.each<[string, Config, string, string]>([
    ['a gallery version', poolConfig(), 'gallery', '2025-06-01'],
    ['a managed image', legacyConfig(), 'managed-image', '2019-08-01'],
    [
      'snapshots without a gallery',
      poolConfig({}, { image: { osSnapshot: 'os' } }),
      'managed-image',
      '2019-08-01',
    ],
    [
      'snapshots through a gallery',
      poolConfig({}, { image: { osSnapshot: 'os' }, gallery: {} }),
      'gallery',
      '2025-06-01',
    ],
    [
      'a managed image that the pool names',
      ownImage({ id: managedImageId }),
      'managed-image',
      '2019-08-01',
    ],
    ['a gallery version that the pool names', ownImage({ id: versionId }), 'gallery', '2025-06-01'],
    ['a marketplace image', ownImage({ publisher: 'p', offer: 'o' }), 'marketplace', '2025-06-01'],
  ])('for %s', (_what, config, route, version) => {
    expect([routeOf(config), apiVersionFor(config)]).toEqual([route, version])
  })

  test('is the one that the user names', () => {
    const config = legacyConfig()
    const pool = { ...config.pool, batchApiVersion: '2024-07-01' }
    expect(apiVersionFor({ ...config, pool })).toBe('2024-07-01')
  })
})

describe('the resize timeout', () => {
  test.each([
    [1, 'PT30M'],
    [2000, 'PT30M'],
    [2001, 'PT45M'],
    [10_000, 'PT150M'],
    [100_000, 'PT6H'],
  ])('for %i nodes is %s', (nodes, iso) => {
    expect(recommendedResizeTimeout(nodes).iso).toBe(iso)
  })

  function sent(config: Config): unknown {
    const [step] = planPool(config, poolFacts())?.steps ?? []
    return step?.kind === 'create-pool' ? step.body['properties'] : undefined
  }

  test('that the user gives is kept', () => {
    const scaleSettings = { fixedScale: { resizeTimeout: 'PT5M', targetDedicatedNodes: 1 } }
    expect(sent(poolConfig({ scaleSettings }))).toMatchObject({ scaleSettings })
  })

  test("of a marketplace image is Azure's own", () => {
    const scaleSettings = { fixedScale: { targetDedicatedNodes: 1 } }
    const reference = { publisher: 'p', offer: 'o', sku: 's' }
    const config = ownImage(reference)
    expect(
      sent({ pool: { ...config.pool, properties: { ...config.pool?.properties, scaleSettings } } }),
    ).toMatchObject({
      scaleSettings: { fixedScale: { targetDedicatedNodes: 1 } },
      ...vm({ imageReference: reference }),
    })
  })
})

describe('the body', () => {
  test('leaves out an identity with nothing in it, and keeps everything else', () => {
    const config = poolConfig()
    const pool = { ...config.pool, identity: {}, tags: {} }
    const [step] = planPool({ ...config, pool }, poolFacts())?.steps ?? []
    expect(step).toMatchObject({
      kind: 'create-pool',
      body: { tags: {} },
      fillsImageReference: true,
    })
    expect(step?.kind === 'create-pool' && Object.keys(step.body)).toEqual(['tags', 'properties'])
  })

  test('never fills in a second image', () => {
    const [step] =
      planPool(ownImage({ publisher: 'p', offer: 'o' }), poolFacts({}, {}))?.steps ?? []
    expect(step).toMatchObject({
      fillsImageReference: false,
      body: { properties: vm({ imageReference: { publisher: 'p', offer: 'o' } }) },
    })
  })
})

describe('the goal', () => {
  test('has the targets for minimums unless lower ones are given', () => {
    const { pool } = poolConfig({
      scaleSettings: { fixedScale: { targetDedicatedNodes: 10, targetLowPriorityNodes: 4 } },
    })
    expect(nodeGoal(pool!, undefined)).toMatchObject({
      minDedicatedNodes: 10,
      minLowPriorityNodes: 4,
    })
    expect(nodeGoal(pool!, { minDedicatedNodes: 2 })).toMatchObject({
      minDedicatedNodes: 2,
      minLowPriorityNodes: 4,
    })
  })

  test('of a formula is what the formula says, unless a minimum is given', () => {
    const { pool } = poolConfig({ scaleSettings: { autoScale: { formula: 'f' } } })
    expect(nodeGoal(pool!, undefined)).toMatchObject({ autoScale: true, minIsFormulas: true })
    expect(nodeGoal(pool!, { minDedicatedNodes: 2 })).toEqual({
      targetDedicatedNodes: 0,
      targetLowPriorityNodes: 0,
      minDedicatedNodes: 2,
      minLowPriorityNodes: 0,
      autoScale: true,
    })
  })
})

describe('the steps', () => {
  function steps(config: Config, existing?: JsonObject) {
    const facts = existing === undefined ? {} : { existing: existingPool(existing) }
    const planned = planPool(config, poolFacts(facts))
    return planned?.steps.map((step) => [
      step.kind,
      step.kind === 'await-nodes' ? step.existing : undefined,
    ])
  }

  test.each<[string, Config, JsonObject | undefined, unknown]>([
    [
      'a new pool',
      poolConfig(),
      undefined,
      [
        ['create-pool', undefined],
        ['await-nodes', false],
      ],
    ],
    [
      'the same pool',
      poolConfig(),
      {},
      [
        ['reuse', undefined],
        ['await-nodes', true],
      ],
    ],
    [
      'the same pool, resizing',
      poolConfig(),
      { allocationState: 'Resizing', currentDedicatedNodes: 3 },
      [
        ['reuse', undefined],
        ['await-nodes', true],
      ],
    ],
    [
      'the same pool, short of nodes',
      poolConfig(),
      { currentDedicatedNodes: 3 },
      [
        ['update-pool', undefined],
        ['await-nodes', false],
      ],
    ],
    [
      'other metadata: nothing is resized',
      poolConfig({ metadata: [{ name: 'a', value: 'b' }] }),
      {},
      [
        ['update-pool', undefined],
        ['await-nodes', true],
      ],
    ],
    [
      'another target',
      poolConfig({ scaleSettings: { fixedScale: { targetDedicatedNodes: 3 } } }),
      {},
      [
        ['update-pool', undefined],
        ['await-nodes', false],
      ],
    ],
    ['another size', poolConfig({ vmSize: 'x' }), {}, []],
    [
      'nobody waiting',
      { ...poolConfig(), rollout: { waitFor: 'none' } },
      undefined,
      [['create-pool', undefined]],
    ],
  ])('for %s', (_what, config, existing, expected) => {
    expect(steps(config, existing)).toEqual(expected)
  })

  test('resize a pool that is short of nodes also when something else is updated', () => {
    const config = poolConfig({ metadata: [{ name: 'a', value: 'b' }] })
    const existing = existingPool({ currentDedicatedNodes: 3 })
    const [step] = planPool(config, poolFacts({ existing }))?.steps ?? []
    expect(step).toMatchObject({
      kind: 'update-pool',
      resource: renderPoolId,
      etag: 'W/"0x1"',
      body: {
        properties: {
          metadata: [{ name: 'a', value: 'b' }],
          scaleSettings: { fixedScale: { targetDedicatedNodes: 10, resizeTimeout: 'PT30M' } },
        },
      },
    })
  })

  test('are none without a pool section', () => {
    expect(planPool({}, {})).toBeUndefined()
  })
})
