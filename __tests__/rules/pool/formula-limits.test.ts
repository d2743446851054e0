import { describe, expect, test } from '@jest/globals'
import { analyseFormula } from '../../../src/autoscale/analyse.js'
import { sweepFormula } from '../../../src/autoscale/sweep.js'
import type { Config } from '../../../src/inputs/config.js'
import type { Facts } from '../../../src/model/facts.js'
import { existingPool, legacyConfig, legacyFacts, poolConfig } from '../../support/pool-facts.js'
import { azureRule } from '../../support/rules.js'
import { facts, networkId, withQuota } from '../../support/check-facts.js'

const at = ['pool', 'properties', 'scaleSettings', 'autoScale', 'formula']
const queue = (most: number): string =>
  `$TargetDedicatedNodes = min(${String(most)}, max($PendingTasks.GetSample(1))); $TargetLowPriorityNodes = 0;`
const scaled = (formula: string) => ({ scaleSettings: { autoScale: { formula } } })

/** With what the run has worked out of the formula. */
function known(given: Facts, formula: string): Facts {
  const setting = {
    nowMs: Date.parse('2026-11-18T10:30:00Z'),
    before: { dedicated: 0, lowPriority: 0 },
    taskSlotsPerNode: 1,
  }
  return { ...given, formula: { sweep: sweepFormula(analyseFormula(formula), setting) } }
}

describe('the most that a formula can ask for is held', () => {
  const formula = queue(400)
  test('against the core quotas', () => {
    const rule = azureRule('pool/dedicated-core-quota')
    const given = facts({}, withQuota({ dedicatedCoreQuota: 1200 }))
    expect(rule.check(poolConfig(scaled(formula)), known(given, formula))).toEqual([
      {
        at,
        message:
          'the formula can ask for 400 nodes of Standard_D4s_v5 = 1600 of dedicated cores; 1200 are free (Batch account renderbatch has 1200, 0 in use)',
        help: 'write min(300, ...) around the target, or ask for more quota for dedicated cores',
        severity: 'warning',
      },
    ])
    expect(rule.check(poolConfig(scaled(queue(300))), known(given, queue(300)))).toEqual([])
  })

  test('against the quota for Spot cores', () => {
    const spot = '$TargetLowPriorityNodes = 30; $TargetDedicatedNodes = 0;'
    const given = facts({}, withQuota({ lowPriorityCoreQuota: 100 }))
    expect(
      azureRule('pool/spot-core-quota').check(poolConfig(scaled(spot)), known(given, spot)),
    ).toMatchObject([
      {
        severity: 'warning',
        message: expect.stringContaining('30 nodes of Standard_D4s_v5 = 120'),
      },
    ])
  })

  test('with the nodes that the pool has already', () => {
    const given = facts(
      {},
      { ...withQuota({ dedicatedCoreQuota: 1200 }), existing: existingPool(scaled(formula)) },
    )
    expect(
      azureRule('pool/dedicated-core-quota').check(
        poolConfig(scaled(formula)),
        known(given, formula),
      ),
    ).toMatchObject([{ message: expect.stringContaining('400 nodes') }])
  })

  test('against the addresses of the subnet', () => {
    const config: Config = poolConfig({
      ...scaled(formula),
      networkConfiguration: { subnetId: `${networkId}/subnets/pools` },
    })
    const rule = azureRule('pool/subnet-has-addresses')
    expect(rule.check(config, known(facts({ subnet: {} }), formula))).toEqual([
      {
        at: ['pool', 'properties', 'networkConfiguration', 'subnetId'],
        message:
          'the formula can ask for 400 more nodes, which need an address each, subnet pools (10.0.0.0/27) has 27 free: Azure keeps 5, 0 are in use',
        help: 'name a larger subnet, or write at most 27 more nodes',
        severity: 'warning',
      },
    ])
    expect(rule.check(config, known(facts({ subnet: {} }), queue(27)))).toEqual([])
  })

  test('against what Batch makes from one managed image', () => {
    const rule = azureRule('pool/formula-within-managed-image')
    const check = (most: number) =>
      rule.check(legacyConfig(scaled(queue(most))), known(legacyFacts(), queue(most)))
    expect(check(3000)).toEqual([
      {
        at,
        message:
          'the formula can ask for 3000 dedicated nodes; Batch makes 2500 from one managed image',
        help: 'publish the image through a gallery, or write min(2500, ...) around the target',
      },
    ])
    expect(check(2500)).toEqual([])
    const gallery = poolConfig(scaled(queue(3000)))
    expect(rule.check(gallery, known(facts(), queue(3000)))).toEqual([])
  })
})
