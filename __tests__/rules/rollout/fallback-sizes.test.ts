import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../../src/inputs/config.js'
import { azureRules } from '../../../src/rules/azure-rules.js'
import { account, poolConfig, poolFacts } from '../../support/pool-facts.js'
import { datedRule, offlineRule } from '../../support/rules.js'

const fallbackSizesAreDistinct = offlineRule('rollout/fallback-sizes-are-distinct')
function config(fallbackVmSizes: readonly string[], more: Partial<Config> = {}): Config {
  const scaleSettings = { fixedScale: { targetDedicatedNodes: 10 } }
  const { pool, ...rest } = poolConfig({ vmSize: 'Standard_D4s_v5', scaleSettings }, more)
  return { ...rest, pool: { ...pool, fallbackVmSizes: [...fallbackVmSizes] } }
}
const fallbackSizesComeToUse = offlineRule('rollout/fallback-sizes-come-to-use')
const vmSizeForm = offlineRule('pool/vm-size-form')
const vmSizeIsForBatch = offlineRule('pool/vm-size-is-for-batch')
const vmSizeIsInService = datedRule('pool/vm-size-is-in-service')

describe('VM sizes to fall back on', () => {
  test('are all different', () => {
    const found = fallbackSizesAreDistinct.check(
      config(['Standard_D4s_v4', 'standard_d4s_v5', 'Standard_D4s_v4']),
    )
    expect(found.map(({ at }) => at.at(-1))).toEqual([1, 2])
    expect(fallbackSizesAreDistinct.check(config(['Standard_D4s_v4']))).toEqual([])
  })

  test('are of use only where the run sees that the first is not to be had', () => {
    const sizes = ['Standard_D4s_v4']
    expect(fallbackSizesComeToUse.check(config(sizes))).toEqual([])
    expect(
      fallbackSizesComeToUse.check(config(sizes, { rollout: { waitFor: 'none' } })),
    ).toHaveLength(1)
    const formula = poolConfig({
      scaleSettings: { autoScale: { formula: '$TargetDedicatedNodes=1' } },
    })
    const { pool, ...rest } = formula
    const scaled = { ...rest, pool: { ...pool, fallbackVmSizes: sizes } }
    expect(fallbackSizesComeToUse.check(scaled)).toHaveLength(1)
  })

  test('are held to the rules for the first, each where it stands', () => {
    const at = ['pool', 'fallbackVmSizes', 0]
    expect(vmSizeForm.check(config(['D4s_v4']))).toMatchObject([{ at }])
    expect(vmSizeIsForBatch.check(config(['Standard_B2s']))).toMatchObject([{ at }])
    expect(vmSizeIsInService.check(config(['Standard_D2_v2']), '2028-04-01')).toMatchObject([
      { at },
    ])
  })
})

describe('what Batch offers', () => {
  const size = (name: string, family: string, capabilities = {}) => ({
    name,
    family,
    capabilities: { vCPUs: '4', HyperVGenerations: 'V1,V2', ...capabilities },
  })
  const vmSizes = {
    kind: 'found',
    value: [
      size('Standard_D4s_v5', 'standardDSv5Family'),
      size('Standard_D4s_v4', 'standardDSv4Family'),
      size('Standard_D4ps_v5', 'standardDPSv5Family', { CpuArchitectureType: 'Arm64' }),
    ],
  } as const
  const properties = {
    dedicatedCoreQuota: 1000,
    dedicatedCoreQuotaPerVMFamilyEnforced: true,
    dedicatedCoreQuotaPerVMFamily: [
      { name: 'standardDSv5Family', coreQuota: 100 },
      { name: 'standardDSv4Family', coreQuota: 8 },
    ],
  }

  function found(id: string, sizes: readonly string[]) {
    const rule = azureRules.find((one) => one.id === id)
    if (rule?.needs !== 'facts') throw new Error(`${id} is no rule about facts`)
    const facts = poolFacts(
      { account: account({ properties }) },
      { checks: { mode: 'apply', vmSizes } },
    )
    return rule.check(config(sizes), facts)
  }

  test('is checked for every size', () => {
    const at = ['pool', 'fallbackVmSizes', 1]
    const sizes = ['Standard_D4s_v4', 'Standard_D4s_v44']
    expect(found('pool/vm-size-is-offered', sizes)).toMatchObject([{ at }])
    expect(found('pool/vm-size-is-offered', ['Standard_D4s_v4'])).toEqual([])
  })

  test('and so are quotas, as a warning: it may never come to that size', () => {
    const problems = found('pool/family-core-quota', ['Standard_D4s_v4'])
    expect(problems).toMatchObject([{ severity: 'warning' }])
    expect(problems[0]?.message).toContain('10 nodes of Standard_D4s_v4: needs 40')
    expect(found('pool/family-core-quota', [])).toEqual([])
  })
})
