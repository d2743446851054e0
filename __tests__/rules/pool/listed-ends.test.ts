import { describe, expect, test } from '@jest/globals'
import { mayAccountKnowBetter } from '../../../src/model/account-list.js'
import type { SupportedImage } from '../../../src/ports/azure.js'
import { account, poolConfig, poolFacts, vm } from '../../support/pool-facts.js'
import { azureRule, datedRule } from '../../support/rules.js'

const nodeAgentIsListed = azureRule('pool/node-agent-is-listed')
const nodeAgentIsInService = datedRule('pool/node-agent-is-in-service')
const agent = 'batch.node.ubuntu 20.04'
const osImageIsListed = azureRule('pool/os-image-is-listed')
const osImageIsInService = datedRule('pool/os-image-is-in-service')
const focal = { publisher: 'Canonical', offer: '0001-com-ubuntu-server-focal', sku: '20_04-lts' }
const listing = (...value: SupportedImage[]) =>
  poolFacts(
    { account: account(), readAt: Date.parse('2026-11-23T08:00:00Z') },
    { checks: { mode: 'plan', supportedImages: { kind: 'found', value } } },
  )
const image = (more: Partial<SupportedImage> = {}): SupportedImage => ({
  ...{ nodeAgentSkuId: agent, ...focal, osType: 'Linux', verified: true, capabilities: [] },
  ...more,
})
const endOfLife = '2026-12-31T00:00:00Z'

describe.each([
  ['agent', nodeAgentIsListed, nodeAgentIsInService, { nodeAgentSkuId: agent }],
  [
    'image',
    osImageIsListed,
    osImageIsInService,
    { nodeAgentSkuId: 'batch.node.ubuntu 24.04', imageReference: focal },
  ],
] as const)('a listed %s', (_, listed, table, properties) => {
  const config = poolConfig(vm(properties))
  const own = (facts: ReturnType<typeof listing>) =>
    listed
      .check(config, facts)
      .filter(({ message }) => !message.includes('is not among'))
      .map(({ severity, message, help }) => ({ severity, message, help }))

  test('goes before the table, with its end or without one', () => {
    expect(own(listing(image()))).toEqual([])
    expect(table.isOverruled?.(config, listing(image()))).toBe(true)
    const ending = listing(image({ endOfLife }))
    expect(table.isOverruled?.(config, ending)).toBe(true)
    expect(own(ending)).toEqual([
      {
        severity: 'warning',
        message: expect.stringMatching(
          /^by the list of Batch account renderbatch, .* retires on 2026-12-31$/,
        ),
        help: expect.stringMatching(
          /; see batchSupportEndOfLife in az batch pool supported-images/,
        ),
      },
    ])
    expect(own(listing(image({ endOfLife: '2026-11-01T00:00:00Z' })))).toMatchObject([
      { severity: 'error', message: expect.stringMatching(/ retired on 2026-11-01$/) },
    ])
  })

  test('does not end with one of its entries', () => {
    expect(own(listing(image({ endOfLife }), image()))).toEqual([])
    expect(own(listing(image({ endOfLife }), image({ endOfLife: 'soon' })))).toEqual([])
    const both = listing(image({ endOfLife: '2027-03-01T00:00:00Z' }), image({ endOfLife }))
    expect(own(both)).toMatchObject([{ message: expect.stringMatching(/2027-03-01$/) }])
  })

  test('leaves the table alone where it is not listed, or nobody was asked', () => {
    const other = image({ nodeAgentSkuId: 'batch.node.el 9', sku: 'other' })
    expect(table.isOverruled?.(config, listing(other))).toBe(false)
    expect(table.isOverruled?.(config, poolFacts())).toBe(false)
    expect(own(listing(other))).toEqual([])
    expect(listed.check(config, listing())).toEqual([])
    expect(listed.check({}, listing(image()))).toEqual([])
  })
})

test.each([
  [{ nodeAgentSkuId: 'batch.node.ubuntu 24.04' }, false],
  [{ nodeAgentSkuId: 'Batch.Node.Windows amd64' }, false],
  [{ nodeAgentSkuId: 'auto' }, false],
  [{}, false],
  [{ nodeAgentSkuId: agent }, true],
  [{ nodeAgentSkuId: 'batch.node.ubuntu 22.04' }, true],
  [{ nodeAgentSkuId: 'batch.node.debian 12' }, true],
  [{ nodeAgentSkuId: 'batch.node.ubuntu 24.04', imageReference: focal }, true],
] as const)('of %j the account may know better: %s', (properties, expected) => {
  expect(mayAccountKnowBetter(vm(properties))).toBe(expected)
})
