import { expect, test } from '@jest/globals'
import { oncePer } from '../../../src/plan/once.js'
import { planConfig } from '../../../src/plan/plan.js'
import { resolvePool } from '../../../src/plan/resolve-pool.js'
import { checkRules } from '../../../src/rules/check.js'
import { rules } from '../../../src/rules/index.js'
import type { Facts, SourceFacts } from '../../../src/model/facts.js'
import { imageFacts } from '../../support/image-facts.js'
import { account, accountId, poolConfig, renderPoolId } from '../../support/pool-facts.js'

test('runs once for each config and state of facts', () => {
  let runs = 0
  const count = oncePer<object, object, number>(() => ++runs)
  const [config, facts] = [{}, {}]
  expect([count(config, facts), count(config, facts)]).toEqual([1, 1])
  expect([count(config, {}), count({}, facts), count(config, facts)]).toEqual([2, 3, 1])
})

test('remembers that there is nothing', () => {
  let runs = 0
  const nothing = oncePer<object, object, undefined>(() => {
    runs += 1
    return undefined
  })
  const [config, facts] = [{}, {}]
  nothing(config, facts)
  nothing(config, facts)
  expect(runs).toBe(1)
})

test('image and pool are resolved once for all rules, and once more when more was read', () => {
  const { image } = imageFacts()
  let resolutions = 0
  const dataSources: SourceFacts[] = []
  // Only the image that is being resolved gives LUNs to the sources.
  dataSources.map = (...given) => {
    resolutions += 1
    return [].map(...given)
  }
  const pool = { accountId, poolId: renderPoolId, apiVersion: '2019-08-01', account: account() }
  const facts: Facts = { image: { ...image!, dataSources }, pool }
  const config = poolConfig({}, { image: { name: 'render', osSnapshot: 'os' } })
  const loaded = {
    file: 'a.yml',
    config,
    originOf: () => ({ kind: 'input', input: 'config' }) as const,
  }
  checkRules(rules, loaded, facts)
  const resolved = resolvePool(config, facts)
  expect(resolved?.image?.id).toMatch(/images\/render$/)
  planConfig(config, facts)
  expect(resolutions).toBe(1)
  expect(resolvePool(config, facts)).toBe(resolved)
  const more: Facts = { ...facts, checks: { mode: 'plan' } }
  expect(resolvePool(config, more)).toEqual(resolved)
  expect(resolutions).toBe(1)
})
