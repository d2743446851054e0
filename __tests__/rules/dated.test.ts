import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../src/inputs/config.js'
import type { DatedRule } from '../../src/rules/rule.js'
import { legacyConfig, poolConfig, vm } from '../support/pool-facts.js'
import { datedRule } from '../support/rules.js'

const apiVersionIsInService = datedRule('pool/api-version-is-in-service')
const endOfLifeIsAhead = datedRule('gallery/end-of-life-is-ahead')
const nodeAgentIsInService = datedRule('pool/node-agent-is-in-service')
const osImageIsInService = datedRule('pool/os-image-is-in-service')
const vmSizeIsInService = datedRule('pool/vm-size-is-in-service')

const today = '2026-11-23'

function found(rule: DatedRule, config: Config, day = today): readonly string[] {
  return rule
    .check(config, day)
    .map(({ message, severity = rule.severity }) => `${severity}: ${message}`)
}

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

describe('pool/node-agent-is-in-service', () => {
  const agent = (id: string) => poolConfig(vm({ nodeAgentSkuId: id }))
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
    expect(found(nodeAgentIsInService, agent(id))).toEqual([message])
  })

  test('goes by the day of the run', () => {
    const of = (day: string) => found(nodeAgentIsInService, agent('batch.node.ubuntu 22.04'), day)
    expect(of('2026-06-29')).toEqual([expect.stringMatching(/^notice: .* retires on/)])
    expect(of('2026-06-30')).toEqual([expect.stringMatching(/^warning: .* retires on/)])
    expect(of('2027-06-29')).toEqual([expect.stringMatching(/^warning: .* retires on/)])
    expect(of('2027-06-30')).toEqual([expect.stringMatching(/^error: .* retired on/)])
  })
})

describe('pool/os-image-is-in-service', () => {
  test.each([
    [
      'canonical',
      '0001-com-ubuntu-server-focal',
      '20_04-lts-gen2',
      'error: for Batch, Ubuntu 20.04 retired on 2025-04-23',
    ],
    [
      'microsoft-dsvm',
      'ubuntu-hpc',
      '2204',
      'warning: for Batch, Ubuntu 22.04 retires on 2027-06-30',
    ],
    [
      'almalinux',
      'almalinux',
      '8_5',
      'error: for Batch, the offer almalinux:almalinux retired on 2024-12-29',
    ],
    [
      'MicrosoftWindowsServer',
      'WindowsServer',
      '2016-Datacenter-smalldisk',
      'warning: for Batch, Windows Server 2016 retires on 2027-01-12',
    ],
    ['Canonical', 'ubuntu-24_04-lts', 'server', undefined],
    ['almalinux', 'almalinux-x86_64', '9-gen2', undefined],
  ])('%s:%s:%s', (publisher, offer, sku, message) => {
    const config = poolConfig(vm({ imageReference: { publisher, offer, sku } }))
    expect(found(osImageIsInService, config)).toEqual(message === undefined ? [] : [message])
  })
})

describe('pool/vm-size-is-in-service', () => {
  test.each([
    ['Standard_D2', 'notice', 'D', 'retires on 2028-05-01'],
    ['STANDARD_D2_V2', 'notice', 'Dv2', 'retires on 2028-05-01'],
    ['Standard_DS13-4_v2', 'notice', 'Dsv2', 'retires on 2028-05-01'],
    ['Standard_F16s_v2', 'notice', 'Fsv2', 'retires on 2028-11-15'],
    ['Standard_B2ms', 'notice', 'B', 'retires on 2028-11-15'],
    ['Standard_NC24rs_v3', 'error', 'NCv3', 'retired on 2025-09-30'],
    ['Standard_A3', 'error', 'A', 'retired on 2024-08-31'],
    [
      'Standard_HB120rs_v2',
      'warning',
      'HBv2',
      "is on Batch's list of retirements, without a date that is known here",
    ],
  ])('%s', (vmSize, severity, family, end) => {
    expect(found(vmSizeIsInService, poolConfig({ vmSize }))).toEqual([
      `${severity}: the family ${family} of VM size '${vmSize}' ${end}`,
    ])
  })

  test.each([
    'Standard_D2s_v3',
    'Standard_D4_v5',
    'Standard_HB120rs_v3',
    'Standard_L8s_v3',
    'Standard_F2als_v7',
    'Standard_DC2s_v3',
    'Standard_NV6ads_A10_v5',
    'Standard_B2s_v2',
    '',
    7,
  ])('leaves %j alone', (vmSize) => {
    expect(found(vmSizeIsInService, poolConfig({ vmSize }))).toEqual([])
  })
})

test('pool/api-version-is-in-service minds a version that was chosen, not the one a managed image wants', () => {
  const chosen = (config: Config, batchApiVersion: string) => ({
    ...config,
    pool: { ...config.pool, batchApiVersion },
  })
  expect(found(apiVersionIsInService, chosen(poolConfig(), '2024-07-01'))).toEqual([
    "warning: batch-api-version '2024-07-01' is on Batch's list of retirements, without a date that is known here",
  ])
  expect(found(apiVersionIsInService, chosen(poolConfig(), '2025-06-01'))).toEqual([])
  expect(found(apiVersionIsInService, chosen(legacyConfig(), '2019-08-01'))).toEqual([])
})

test.each([
  ['2026-11-22', 1],
  ['2026-11-23T23:00:00Z', 1],
  ['2026-11-24', 0],
  ['2027-01-01', 0],
  ['soon', 0],
])('gallery/end-of-life-is-ahead finds %s %i times', (endOfLifeDate, times) => {
  expect(endOfLifeIsAhead.check({ gallery: { endOfLifeDate } }, today)).toHaveLength(times)
})
