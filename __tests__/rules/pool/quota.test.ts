import { describe, expect, test } from '@jest/globals'
import type { Config, RolloutConfig } from '../../../src/inputs/config.js'
import {
  account,
  accountId,
  existingPool,
  poolConfig,
  poolFacts,
} from '../../support/pool-facts.js'
import { azureRule } from '../../support/rules.js'
import { otherPool, size, facts, withQuota, scale } from '../../support/check-facts.js'

const familyCoreQuota = azureRule('pool/family-core-quota')
const dedicatedCoreQuota = azureRule('pool/dedicated-core-quota')
const spotCoreQuota = azureRule('pool/spot-core-quota')
const subscriptionCoreQuota = azureRule('pool/subscription-core-quota')
const poolCountQuota = azureRule('pool/pool-count-quota')
const other = existingPool({ vmSize: 'Standard_D2s_v5' })
const rolling = (rollout: RolloutConfig, config: Config = poolConfig()): Config => ({
  ...config,
  rollout,
})

describe('quotas', () => {
  const family = {
    dedicatedCoreQuotaPerVMFamilyEnforced: true,
    dedicatedCoreQuotaPerVMFamily: [{ name: 'standarddsv5family', coreQuota: 100 }],
  }

  test('of a family count the pools of the same family, growing ones by their target', () => {
    const pools = [
      otherPool('a', {
        currentDedicatedNodes: 5,
        resizeOperationStatus: { targetDedicatedNodes: 9 },
      }),
      otherPool('b', {
        allocationState: 'Resizing',
        currentDedicatedNodes: 5,
        resizeOperationStatus: { targetDedicatedNodes: 12 },
      }),
      otherPool('c', { vmSize: 'Standard_F4s_v2', currentDedicatedNodes: 50 }),
    ]
    const itsOther = { ...size({}, 'Standard_F4s_v2'), family: 'standardFSv2Family' }
    const given = facts({ pools, sizes: [size(), itsOther] }, withQuota(family))
    expect(familyCoreQuota.check(poolConfig(), given)).toEqual([
      {
        at: ['pool', 'properties', 'scaleSettings', 'fixedScale', 'targetDedicatedNodes'],
        message:
          '10 nodes of Standard_D4s_v5: needs 40 of standardDSv5Family, 32 free (Batch account renderbatch has 100, 68 in use)',
        help: 'ask for more quota for standardDSv5Family, or write at most 8 nodes, or free cores in other pools',
        severity: 'error',
      },
    ])
  })

  test('of a family are found however its name is written, and of no other', () => {
    const listed = (name: string) => ({
      dedicatedCoreQuotaPerVMFamilyEnforced: true,
      dedicatedCoreQuotaPerVMFamily: [{ name, coreQuota: 4 }],
    })
    const found = (name: string) =>
      familyCoreQuota.check(poolConfig(), facts({}, withQuota(listed(name))))
    expect(found('Standard DSv5 Family')).toMatchObject([
      { message: expect.stringContaining('has 4, 0 in use') },
    ])
    expect(found('Standard DSv4 Family')).toMatchObject([
      { message: expect.stringContaining('lists none for') },
    ])
  })

  test('weigh less where the minimum can still be had', () => {
    const config = { ...poolConfig(), rollout: { minDedicatedNodes: 5 } }
    const of = (cores: number) => facts({}, withQuota({ dedicatedCoreQuota: cores }))
    expect(dedicatedCoreQuota.check(config, of(20))).toMatchObject([{ severity: 'warning' }])
    expect(dedicatedCoreQuota.check(config, of(19))).toMatchObject([{ severity: 'error' }])
    expect(dedicatedCoreQuota.check(config, of(40))).toEqual([])
  })

  test('count the nodes that the pool itself has only once', () => {
    const own = { ...existingPool(), id: `${accountId}/POOLS/render` }
    const given = facts(
      { pools: [own] },
      { existing: own, ...withQuota({ dedicatedCoreQuota: 50 }) },
    )
    const grown = poolConfig(scale({ targetDedicatedNodes: 13 }))
    expect(dedicatedCoreQuota.check(poolConfig(), given)).toEqual([])
    expect(dedicatedCoreQuota.check(grown, given)).toMatchObject([
      {
        message: expect.stringContaining(
          '3 more nodes of Standard_D4s_v5: needs 12 of dedicated cores, 10 free',
        ),
        help: expect.stringContaining('write at most 12 nodes'),
      },
    ])
  })

  test('count other nodes of the pool as gone where they go first', () => {
    const quota = {
      dedicatedCoreQuota: 100,
      dedicatedCoreQuotaPerVMFamilyEnforced: true,
      dedicatedCoreQuotaPerVMFamily: [
        { name: 'standardDSv5Family', coreQuota: 40 },
        { name: 'standardFSv2Family', coreQuota: 64 },
      ],
    }
    const fs = {
      ...size({ vCPUs: '8' }, 'Standard_F8s_v2'),
      family: 'standardFSv2Family',
    }
    const own = existingPool()
    const live = { pools: [own], sizes: [size(), fs] }
    const given = facts(live, { existing: own, ...withQuota(quota) })
    const config = {
      ...poolConfig({ vmSize: 'Standard_F8s_v2', ...scale({ targetDedicatedNodes: 9 }) }),
      rollout: { onExistingPool: 'recycle' },
    } as const
    expect(dedicatedCoreQuota.check(config, given)).toEqual([])
    expect(familyCoreQuota.check(config, given)).toMatchObject([
      {
        message: expect.stringContaining(
          '9 nodes of Standard_F8s_v2: needs 72 of standardFSv2Family, 64 free (Batch account renderbatch has 64, 0 in use)',
        ),
      },
    ])
    const same = { ...poolConfig(), rollout: { onExistingPool: 'replace' } } as const
    const itsOther = existingPool({ interNodeCommunication: 'Enabled' })
    const full = facts({ pools: [itsOther] }, { existing: itsOther, ...withQuota(quota) })
    expect(familyCoreQuota.check(same, full)).toEqual([])
  })

  test('of families hold only where they are enforced and listed', () => {
    const none = { ...family, dedicatedCoreQuotaPerVMFamilyEnforced: false }
    const many = poolConfig(scale({ targetDedicatedNodes: 99 }))
    expect(familyCoreQuota.check(many, facts({}, withQuota(none)))).toEqual([])
    const others = [{ name: 'standardFSv2Family', coreQuota: 9 }]
    const elsewhere = { ...family, dedicatedCoreQuotaPerVMFamily: others }
    expect(familyCoreQuota.check(many, facts({}, withQuota(elsewhere)))).toMatchObject([
      { severity: 'warning', message: expect.stringMatching(/lists none for standardDSv5Family/) },
    ])
    const unlisted = { ...family, dedicatedCoreQuotaPerVMFamily: [] }
    expect(familyCoreQuota.check(many, facts({}, withQuota(unlisted)))).toEqual([])
    expect(familyCoreQuota.check(many, facts({}, withQuota(family)))).toHaveLength(1)
  })

  test('of Spot cores are apart', () => {
    const spot = poolConfig(scale({ targetLowPriorityNodes: 2 }))
    const given = facts({}, withQuota({ lowPriorityCoreQuota: 4, dedicatedCoreQuota: 0 }))
    expect(spotCoreQuota.check(spot, given)).toMatchObject([
      {
        message: expect.stringContaining(
          '2 nodes of Standard_D4s_v5: needs 8 of Spot cores, 4 free',
        ),
      },
    ])
    expect(dedicatedCoreQuota.check(spot, given)).toEqual([])
  })

  test('leave a formula alone', () => {
    const formula = poolConfig({
      scaleSettings: { autoScale: { formula: '$TargetDedicatedNodes=9;' } },
    })
    expect(
      dedicatedCoreQuota.check(formula, facts({}, withQuota({ dedicatedCoreQuota: 0 }))),
    ).toEqual([])
  })

  test('of the subscription hold where nodes are its own', () => {
    const usages = [
      { name: 'cores', used: 70, limit: 100 },
      { name: 'StandardDSv5Family', used: 0, limit: 39 },
    ]
    const user = { account: account({ poolAllocationMode: 'UserSubscription' }) }
    expect(subscriptionCoreQuota.check(poolConfig(), facts({ usages }, user))).toMatchObject([
      {
        message: expect.stringContaining(
          'needs 40 of regional cores, 30 free (the subscription in koreacentral has 100, 70 in use)',
        ),
      },
      { message: expect.stringContaining('needs 40 of standardDSv5Family, 39 free') },
    ])
  })

  test('of pools hold a new one back, not one that is there', () => {
    const pools = [otherPool('a', {}), otherPool('b', {})]
    const quota = withQuota({ poolQuota: 2 })
    expect(poolCountQuota.check(poolConfig(), facts({ pools }, quota))).toMatchObject([
      { at: ['pool', 'name'], message: 'Batch account renderbatch has 2 pools, its quota is 2' },
    ])
    const existing = existingPool()
    expect(poolCountQuota.check(poolConfig(), facts({ pools }, { existing, ...quota }))).toEqual([])
  })
})

test('pool/pool-count-quota counts the pool that comes beside the old one', () => {
  const full = poolFacts(
    { existing: other, members: [other], account: account({ properties: { poolQuota: 1 } }) },
    { checks: { mode: 'apply', pools: { kind: 'found', value: [other] } } },
  )
  expect(poolCountQuota.check(rolling({ onExistingPool: 'recycle' }), full)).toEqual([])
  expect(poolCountQuota.check(rolling({ onExistingPool: 'blue-green' }), full)).toHaveLength(1)
})
