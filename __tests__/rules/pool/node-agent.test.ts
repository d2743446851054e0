import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../../src/inputs/config.js'
import type { SupportedImage } from '../../../src/ports/azure.js'
import type { DatedRule } from '../../../src/rules/rule.js'
import { AzureFailure } from '../../../src/shared/errors.js'
import { imageDefinition } from '../../support/gallery-facts.js'
import { account, existingPool, poolConfig, poolFacts, vm } from '../../support/pool-facts.js'
import { azureRule, datedRule, offlineRule } from '../../support/rules.js'

const today = '2026-11-23'
function endsFound(rule: DatedRule, config: Config, day = today): readonly string[] {
  return rule
    .check(config, day)
    .map(({ message, severity = rule.severity }) => `${severity}: ${message}`)
}
const nodeAgentIsInService = datedRule('pool/node-agent-is-in-service')
const vmPath = ['pool', 'properties', 'deploymentConfiguration', 'virtualMachineConfiguration']
const nodeAgentIsGiven = offlineRule('pool/node-agent-is-given')
const agent = 'batch.node.ubuntu 20.04'
const focal = { publisher: 'Canonical', offer: '0001-com-ubuntu-server-focal', sku: '20_04-lts' }
const image = (more: Partial<SupportedImage> = {}): SupportedImage => ({
  ...{ nodeAgentSkuId: agent, ...focal, osType: 'Linux', verified: true },
  ...more,
})
const listing = (...value: SupportedImage[]) =>
  poolFacts(
    { account: account(), readAt: Date.parse('2026-11-23T08:00:00Z') },
    { checks: { mode: 'plan', supportedImages: { kind: 'found', value } } },
  )
const nodeAgentIsListed = azureRule('pool/node-agent-is-listed')
const nodeAgentFitsOs = azureRule('pool/node-agent-fits-os')
const nodeAgentResolves = azureRule('pool/node-agent-resolves')
const nodeAgentIsChosen = azureRule('pool/node-agent-is-chosen')
const existingPoolCanBecomeIt = azureRule('pool/existing-pool-can-become-it')

describe('pool/node-agent-is-in-service', () => {
  const itsAgent = (id: string) => poolConfig(vm({ nodeAgentSkuId: id }))
  test.each([
    [
      'batch.node.ubuntu 20.04',
      'error: the node agent batch.node.ubuntu 20.04 retired on 2025-04-23',
    ],
    ['BATCH.NODE.CENTOS 7', 'error: the node agent batch.node.centos 7 retired on 2024-12-31'],
    [
      'batch.node.ubuntu 22.04',
      'warning: the node agent batch.node.ubuntu 22.04 retires on 2027-06-30',
    ],
  ])('%s', (id, message) => {
    expect(endsFound(nodeAgentIsInService, itsAgent(id))).toEqual([message])
  })

  test('goes by the day of the run', () => {
    const of = (day: string) =>
      endsFound(nodeAgentIsInService, itsAgent('batch.node.ubuntu 22.04'), day)
    expect(of('2026-06-29')).toEqual([expect.stringMatching(/^notice: .* retires on/)])
    expect(of('2026-06-30')).toEqual([expect.stringMatching(/^warning: .* retires on/)])
    expect(of('2027-06-29')).toEqual([expect.stringMatching(/^warning: .* retires on/)])
    expect(of('2027-06-30')).toEqual([expect.stringMatching(/^error: .* retired on/)])
  })
})

test('pool/node-agent-is-given asks for an agent', () => {
  const at = [...vmPath, 'nodeAgentSkuId']
  expect(nodeAgentIsGiven.check(poolConfig({ deploymentConfiguration: {} }))).toMatchObject([
    { at },
  ])
  expect(nodeAgentIsGiven.check(poolConfig(vm({ nodeAgentSkuId: '' })))).toMatchObject([{ at }])
  expect(nodeAgentIsGiven.check(poolConfig(vm({ nodeAgentSkuId: 'auto' })))).toEqual([])
})

test('pool/node-agent-is-listed names agents of the same operating system', () => {
  const windows = image({ nodeAgentSkuId: 'batch.node.windows amd64', osType: 'Windows' })
  const facts = listing(windows, image({ nodeAgentSkuId: 'batch.node.el 9' }), image())
  const [problem] = nodeAgentIsListed.check(
    poolConfig(vm({ nodeAgentSkuId: 'batch.node.debian 12' })),
    facts,
  )
  expect(problem?.help).toContain('batch.node.el 9')
  expect(problem?.help).not.toContain('windows')
})

test('pool/node-agent-fits-os compares agent and image', () => {
  const windows = poolConfig(vm({ nodeAgentSkuId: 'batch.node.windows amd64' }))
  expect(nodeAgentFitsOs.check(windows, poolFacts())).toMatchObject([
    { message: 'the node agent batch.node.windows amd64 is for Windows, the image holds Linux' },
  ])
  const definition = imageDefinition({ osType: 'Windows' })
  const facts = poolFacts()
  const given = { ...facts.given!, definition } as NonNullable<typeof facts.given>
  expect(nodeAgentFitsOs.check(poolConfig(), { ...facts, given })).toHaveLength(1)
})

describe('nodeAgentSkuId: auto', () => {
  const config = poolConfig(vm({ nodeAgentSkuId: 'AUTO' }))
  const itsImage = (sku: string, itsAgent: string): SupportedImage => ({
    nodeAgentSkuId: itsAgent,
    publisher: 'canonical',
    offer: 'ubuntu',
    sku,
    osType: 'Linux',
    verified: true,
  })
  const two = [itsImage('22', 'batch.node.ubuntu 22.04'), itsImage('24', 'batch.node.ubuntu 24.04')]

  test('lists the candidates when it is not clear', () => {
    expect(nodeAgentResolves.check(config, poolFacts({ supportedImages: two }))).toMatchObject([
      {
        message: expect.stringMatching(
          /Batch has batch\.node\.ubuntu 22\.04, batch\.node\.ubuntu 24\.04$/,
        ),
      },
    ])
    expect(nodeAgentIsChosen.check(config, poolFacts({ supportedImages: two }))).toEqual([])
  })

  test('is noted with what it came to', () => {
    const baseImage = { publisher: 'canonical', offer: 'ubuntu', sku: '24' }
    const facts = poolFacts({ supportedImages: two, baseImage })
    expect(nodeAgentResolves.check(config, facts)).toEqual([])
    expect(nodeAgentIsChosen.check(config, facts)).toMatchObject([
      { message: 'auto is batch.node.ubuntu 24.04: the image comes from canonical:ubuntu:24' },
    ])
  })

  test('says why when the account does not answer', () => {
    const error = { code: 'AuthorizationFailure', message: 'no', details: [] }
    const supportedImagesFailure = new AzureFailure({ operation: 'list', status: 403, error })
    const closed = account({ publicNetworkAccess: 'Disabled' })
    expect(nodeAgentResolves.check(config, poolFacts({ supportedImagesFailure }))).toMatchObject([
      {
        message: expect.stringContaining('(AuthorizationFailure)'),
        help: expect.stringContaining('write nodeAgentSkuId'),
      },
    ])
    expect(
      nodeAgentResolves.check(config, poolFacts({ supportedImagesFailure, account: closed })),
    ).toMatchObject([
      { message: expect.stringContaining('(its public network access is Disabled)') },
    ])
  })

  test('is the agent that a pool has already', () => {
    const facts = poolFacts({ existing: existingPool() })
    expect(nodeAgentResolves.check(config, facts)).toEqual([])
    expect(existingPoolCanBecomeIt.check(config, facts)).toEqual([])
  })
})
