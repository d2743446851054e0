import { expect, test } from '@jest/globals'
import { poolConfig } from '../../support/pool-facts.js'
import type { JsonObject } from '../../../src/shared/json.js'
import { pathText } from '../../../src/shared/path-text.js'
import { azureRule, offlineRule } from '../../support/rules.js'
import { factsOfSizes, vmSize } from '../../support/size-facts.js'

const rule = offlineRule('pool/vm-sku-profile')
const sizes = (...names: readonly string[]) => names.map((name) => ({ name }))
const ranked = [
  { name: 'Standard_D4s_v5', rank: 0 },
  { name: 'Standard_D4as_v5', rank: 1 },
]

test.each<[JsonObject]>([
  [{ vmSize: 'Mix', vmSkuProfile: { vmSizes: sizes('Standard_D4s_v5', 'Standard_D4as_v5') } }],
  [{ vmSize: 'mix', vmSkuProfile: { vmSizes: ranked, allocationStrategy: 'Prioritized' } }],
  [{ vmSize: 'Standard_D4s_v5' }],
])('%j is well', (properties) => {
  expect(rule.check(poolConfig(properties))).toEqual([])
})

test.each<[JsonObject, string, RegExp]>([
  [{ vmSize: 'Mix' }, 'vmSize', /vmSkuProfile has 0 sizes/],
  [{ vmSize: 'Mix', vmSkuProfile: { vmSizes: [] } }, 'vmSkuProfile.vmSizes', /has 0 sizes/],
  [
    { vmSize: 'Mix', vmSkuProfile: { vmSizes: sizes('a', 'b', 'c', 'd', 'e', 'f') } },
    'vmSkuProfile.vmSizes',
    /has 6 sizes/,
  ],
  [
    { vmSize: 'Standard_D4s_v5', vmSkuProfile: { vmSizes: ranked } },
    'vmSkuProfile',
    /vmSize is 'Standard_D4s_v5'/,
  ],
  [
    {
      vmSize: 'Mix',
      vmSkuProfile: { vmSizes: sizes('Standard_D4s_v5'), allocationStrategy: 'Prioritized' },
    },
    'vmSkuProfile.vmSizes[0]',
    /has no rank/,
  ],
  [
    { vmSize: 'Mix', vmSkuProfile: { vmSizes: ranked.slice(0, 1) } },
    'vmSkuProfile.vmSizes[0].rank',
    /a rank is given/,
  ],
])('%j is told at %s', (properties, place, message) => {
  const found = rule.check(poolConfig(properties))
  expect(found.map(({ at }) => pathText(at))).toEqual([`pool.properties.${place}`])
  expect(found[0]?.message).toMatch(message)
})

test('the sizes of a mix are judged each, and the mix itself is no size', () => {
  const offered = azureRule('pool/vm-size-is-offered')
  const config = poolConfig({
    vmSize: 'Mix',
    vmSkuProfile: { vmSizes: sizes('Standard_D4s_v5', 'Standard_D4s_v55') },
  })
  const found = offered.check(config, factsOfSizes([vmSize()]))
  expect(found.map(({ at }) => pathText(at))).toEqual([
    'pool.properties.vmSkuProfile.vmSizes[1].name',
  ])
  const form = offlineRule('pool/vm-size-form')
  const bad = poolConfig({ vmSize: 'Mix', vmSkuProfile: { vmSizes: sizes('D4s_v5') } })
  expect(form.check(bad)).toMatchObject([{ help: 'did you mean Standard_D4s_v5?' }])
})
