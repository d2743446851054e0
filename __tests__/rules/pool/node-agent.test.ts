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
  ...{ nodeAgentSkuId: agent, ...focal, osType: 'Linux', verified: true, capabilities: [] },
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
    capabilities: [],
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

describe('node agent and marketplace image', () => {
  const fits = offlineRule('pool/node-agent-fits-image')
  const pair = (urn: string, nodeAgentSkuId: string) => {
    const [publisher = '', offer = '', sku = ''] = urn.split(':')
    return poolConfig(vm({ nodeAgentSkuId, imageReference: { publisher, offer, sku } }), {})
  }

  test.each([
    ['canonical:ubuntu-24_04-lts:server', 'batch.node.windows amd64'],
    ['canonical:ubuntu-24_04-lts:server', 'batch.node.ubuntu 22.04'],
    ['Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2', 'batch.node.ubuntu 24.04'],
    ['MicrosoftWindowsServer:WindowsServer:2022-datacenter', 'batch.node.ubuntu 24.04'],
    ['almalinux:almalinux-x86_64:9-gen2', 'batch.node.el 8'],
    ['microsoft-dsvm:ubuntu-hpc:2404', 'batch.node.ubuntu 22.04'],
  ])('%s with %s cannot be', (urn, id) => {
    expect(fits.check(pair(urn, id))).toMatchObject([
      {
        at: [...vmPath, 'nodeAgentSkuId'],
        message: expect.stringContaining('is not for the image'),
      },
    ])
  })

  test.each([
    ['canonical:ubuntu-24_04-lts:server-gen1', 'batch.node.ubuntu 24.04'],
    ['canonical:0001-com-ubuntu-server-jammy:22_04-lts', 'BATCH.NODE.UBUNTU 22.04'],
    ['MicrosoftWindowsServer:WindowsServer:2022-datacenter', 'batch.node.windows amd64'],
    ['almalinux:almalinux-x86_64:9-gen2', 'batch.node.el 9'],
    ['microsoft-dsvm:ubuntu-hpc:2204', 'batch.node.ubuntu 22.04'],
    ['somebody:of-their-own:1', 'batch.node.ubuntu 22.04'],
    ['canonical:ubuntu-24_04-lts:server', 'auto'],
  ])('%s with %s can', (urn, id) => {
    expect(fits.check(pair(urn, id))).toEqual([])
  })

  test('osType of the config is held against the agent', () => {
    const config = (osType: 'Linux' | 'Windows') => ({
      ...poolConfig(vm({ nodeAgentSkuId: 'batch.node.windows amd64' }), { image: { osType } }),
    })
    expect(fits.check(config('Linux'))).toHaveLength(1)
    expect(fits.check(config('Windows'))).toEqual([])
  })

  const known = datedRule('pool/node-agent-is-known')
  test.each([
    ['batch.node.ubuntu 24.4', 'batch.node.ubuntu 24.04'],
    ['batch.node.debian 12', 'az batch pool supported-images list'],
  ])('%s is none that is known', (id, near) => {
    expect(known.check(poolConfig(vm({ nodeAgentSkuId: id })), today)).toMatchObject([
      { help: expect.stringContaining(near) },
    ])
  })

  test('an agent that no image of its kind has is told of once, with the one to write', () => {
    const config = pair('canonical:ubuntu-24_04-lts:server', 'batch.node.ubuntu 24.4')
    expect(fits.check(config)).toMatchObject([{ help: 'write batch.node.ubuntu 24.04, or auto' }])
    expect(known.check(config, today)).toEqual([])
  })

  test('pool/os-image-is-known asks the account for image and agent together', () => {
    const rule = azureRule('pool/os-image-is-known')
    const urn = 'Canonical:0001-com-ubuntu-server-focal:20_04-lts'
    expect(rule.check(pair(urn, agent), listing(image()))).toEqual([])
    expect(rule.check(pair(urn, 'batch.node.el 9'), listing(image()))).toMatchObject([
      { severity: 'error', message: expect.stringContaining(`takes the node agent ${agent}, not`) },
    ])
    expect(rule.check(pair(`${urn}x`, agent), listing(image()))).toMatchObject([
      { severity: 'error', help: `the nearest that it has: ${urn}` },
    ])
    const there = { ...listing(image()), pool: { ...listing().pool!, existing: existingPool() } }
    expect(rule.check(pair(`${urn}x`, agent), there)).toMatchObject([{ severity: 'warning' }])
  })

  test('pool/os-image-runs-containers asks for a container runtime', () => {
    const rule = azureRule('pool/os-image-runs-containers')
    const config = poolConfig(
      vm({
        nodeAgentSkuId: agent,
        imageReference: focal,
        containerConfiguration: { type: 'DockerCompatible' },
      }),
    )
    expect(rule.check(config, listing(image()))).toMatchObject([
      { message: expect.stringContaining('no container runtime') },
    ])
    const able = image({ capabilities: ['DockerCompatible'] })
    expect(rule.check(config, listing(able))).toEqual([])
  })
})
