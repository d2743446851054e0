import { expect, test } from '@jest/globals'
import { poolConfig, vm } from '../support/pool-facts.js'
import { datedRule } from '../support/rules.js'

const nodeAgentIsInService = datedRule('pool/node-agent-is-in-service')
const osImageIsInService = datedRule('pool/os-image-is-in-service')
const vmSizeIsInService = datedRule('pool/vm-size-is-in-service')
const apiVersionIsInService = datedRule('pool/api-version-is-in-service')
const endOfLifeIsAhead = datedRule('gallery/end-of-life-is-ahead')
const today = '2026-11-23'

test.each(
  [
    nodeAgentIsInService,
    osImageIsInService,
    vmSizeIsInService,
    apiVersionIsInService,
    endOfLifeIsAhead,
  ].map((rule) => [rule.id, rule] as const),
)('%s has nothing against what has no end, or is not there', (_id, rule) => {
  const sound = vm({ nodeAgentSkuId: 'batch.node.ubuntu 24.04' })
  expect(rule.check(poolConfig(sound), today)).toEqual([])
  expect(rule.check({}, today)).toEqual([])
})
