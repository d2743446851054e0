import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../../src/inputs/config.js'
import type { Facts } from '../../../src/model/facts.js'
import type { DatedRule } from '../../../src/rules/rule.js'
import { imageDefinition } from '../../support/gallery-facts.js'
import { legacyConfig, legacyFacts, poolConfig, vm } from '../../support/pool-facts.js'
import { pool } from '../../support/pool-yaml.js'
import { testRules } from '../../support/rule-cases.js'
import { azureRule, datedRule } from '../../support/rules.js'
import { size, liveFacts, facts, scale } from '../../support/check-facts.js'
import { factsOfSizes } from '../../support/size-facts.js'

const today = '2026-11-23'
function endsFound(rule: DatedRule, config: Config, day = today): readonly string[] {
  return rule
    .check(config, day)
    .map(({ message, severity = rule.severity }) => `${severity}: ${message}`)
}
const vmSizeIsInService = datedRule('pool/vm-size-is-in-service')
const vmSizeIsOffered = azureRule('pool/vm-size-is-offered')
const vmSizeBootsGeneration = azureRule('pool/vm-size-boots-generation')
const vmSizeFitsArchitecture = azureRule('pool/vm-size-fits-architecture')
const vmSizeTakesEphemeralDisk = azureRule('pool/vm-size-takes-ephemeral-disk')
const vmSizeTakesAcceleratedNetworking = azureRule('pool/vm-size-takes-accelerated-networking')
const vmSizeFitsDiskController = azureRule('pool/vm-size-fits-disk-controller')
const vmSizeTakesDataDisks = azureRule('pool/vm-size-takes-data-disks')
const vmSizeTakesTaskSlots = azureRule('pool/vm-size-takes-task-slots')
const vmSizeTakesSpot = azureRule('pool/vm-size-takes-spot')

testRules({
  'pool/vm-size-form': {
    passes: [
      pool('vmSize: Standard_D4s_v5'),
      pool('vmSize: STANDARD_NC40ads_H100_v5'),
      pool('vmSize: Standard_E8-4s_v5'),
    ],
    fails: [
      [pool('vmSize: D4s_v5'), "warning at vmSize: 'D4s_v5' is not the name of a VM size"],
      [
        pool('vmSize: Standard D4s v5'),
        "warning at vmSize: 'Standard D4s v5' is not the name of a VM size",
      ],
      [pool('vmSize: large'), "warning at vmSize: 'large' is not the name of a VM size"],
    ],
  },
  'pool/vm-size-is-for-batch': {
    passes: [pool('vmSize: Standard_D4s_v5'), pool('vmSize: Standard_A1_v2')],
    fails: [
      [
        pool('vmSize: Standard_B2ms'),
        "warning at vmSize: 'Standard_B2ms' is of the burstable B family, which Batch has not offered",
      ],
      [
        pool('vmSize: Basic_A1'),
        "warning at vmSize: 'Basic_A1' is of the smallest kind, which Batch has not offered",
      ],
    ],
  },
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
    ['Standard_HB120rs_v2', 'warning', 'HBv2', 'retires on 2027-05-31'],
  ])('%s', (vmSize, severity, family, end) => {
    expect(endsFound(vmSizeIsInService, poolConfig({ vmSize }))).toEqual([
      `${severity}: the family ${family} of VM size '${vmSize}' ${end}`,
    ])
  })

  test.each([
    'Standard_D4_v5',
    'Standard_HB120rs_v3',
    'Standard_L8s_v3',
    'Standard_F2als_v7',
    'Standard_NV6ads_A10_v5',
    'Standard_B2s_v2',
    '',
    7,
  ])('leaves %j alone', (vmSize) => {
    expect(endsFound(vmSizeIsInService, poolConfig({ vmSize }))).toEqual([])
  })
})

describe('the VM size', () => {
  test('that Batch does not offer is told with the nearest that it does', () => {
    const sizes = [size({}, 'Standard_D4s_v6'), size({}, 'Standard_NC4as_T4_v3')]
    expect(vmSizeIsOffered.check(poolConfig(), facts({ sizes }))).toEqual([
      {
        at: ['pool', 'properties', 'vmSize'],
        message: 'Batch does not offer VM size Standard_D4s_v5 in koreacentral',
        help: 'did you mean Standard_D4s_v6? All sizes: az batch location list-skus --location koreacentral --subscription s',
      },
    ])
    const far = poolConfig({ vmSize: 'Basic_A0' })
    expect(vmSizeIsOffered.check(far, facts({ sizes }))[0]?.help).toMatch(/^choose one of/)
    expect(vmSizeIsOffered.check(far, facts({ sizes: [] }))).toEqual([])
  })

  test('boots the generation of the image', () => {
    const only = (generations: string) =>
      facts({ sizes: [size({ HyperVGenerations: generations })] })
    expect(vmSizeBootsGeneration.check(poolConfig(), only('V1,V2'))).toEqual([])
    expect(vmSizeBootsGeneration.check(poolConfig(), only('V1'))).toMatchObject([
      {
        message:
          'Standard_D4s_v5 boots images of generation V1 only, the image is V2: no node would start',
      },
    ])
    const own = poolConfig(vm({ imageReference: { publisher: 'canonical' } }))
    expect(vmSizeBootsGeneration.check(own, only('V1'))).toEqual([])
  })

  test('has the processors that the image is for', () => {
    const arm = facts({ sizes: [size({ CpuArchitectureType: 'Arm64' })] })
    expect(vmSizeFitsArchitecture.check(poolConfig(), arm)).toMatchObject([
      {
        message: 'Standard_D4s_v5 has Arm64 processors, the image is for x64: no node would start',
      },
    ])
    const given = { ...arm.given!, definition: imageDefinition({ architecture: 'arm64' }) }
    const both = { ...arm, given } as Facts
    expect(vmSizeFitsArchitecture.check(poolConfig(), both)).toEqual([])
  })

  test('has room for an ephemeral OS disk where one is asked for', () => {
    const none = facts({ sizes: [size({ EphemeralOSDiskSupported: 'False' })] })
    const settings = { osDisk: { ephemeralOSDiskSettings: { placement: 'CacheDisk' } } }
    expect(vmSizeTakesEphemeralDisk.check(poolConfig(), none)).toEqual([])
    expect(vmSizeTakesEphemeralDisk.check(poolConfig(vm(settings)), none)).toMatchObject([
      {
        at: expect.arrayContaining(['ephemeralOSDiskSettings']),
        message: 'Standard_D4s_v5 has no room for an ephemeral OS disk',
      },
    ])
  })

  test('can do accelerated networking where it is asked for', () => {
    const none = facts({ sizes: [size({ AcceleratedNetworkingEnabled: 'False' })] })
    const fast = poolConfig({ networkConfiguration: { enableAcceleratedNetworking: true } })
    expect(vmSizeTakesAcceleratedNetworking.check(poolConfig(), none)).toEqual([])
    expect(vmSizeTakesAcceleratedNetworking.check(fast, none)).toMatchObject([
      { message: 'Standard_D4s_v5 has no accelerated networking' },
    ])
  })

  test('with NVMe disks only wants a definition that is marked for them', () => {
    const nvme = facts({ sizes: [size({ DiskControllerTypes: 'NVMe' })] })
    expect(vmSizeFitsDiskController.check(poolConfig(), nvme)).toMatchObject([
      {
        message: expect.stringMatching(
          /NVMe disk controllers only.*\(DiskControllerTypes is not stated\)$/,
        ),
      },
    ])
    const features = [{ name: 'DiskControllerTypes', value: 'SCSI, NVMe' }]
    const given = { ...nvme.given!, definition: imageDefinition({ features }) }
    expect(vmSizeFitsDiskController.check(poolConfig(), { ...nvme, given })).toEqual([])
    const both = facts({ sizes: [size({ DiskControllerTypes: 'SCSI, NVMe' })] })
    expect(vmSizeFitsDiskController.check(poolConfig(), both)).toEqual([])
  })

  test('takes the data disks of image and pool', () => {
    const two = {
      ...legacyFacts(),
      checks: liveFacts({ sizes: [size({ MaxDataDiskCount: '2' })] }),
    }
    const dataDisks = [{ lun: 1 }, { lun: 2 }, { lun: 3 }]
    expect(vmSizeTakesDataDisks.check(legacyConfig(), two)).toEqual([])
    expect(vmSizeTakesDataDisks.check(legacyConfig(vm({ dataDisks })), two)).toMatchObject([
      {
        message: 'Standard_D4s_v5 takes 2 data disks, the image brings 0 and the pool adds 3',
      },
    ])
  })

  test('bounds the task slots by its cores', () => {
    expect(vmSizeTakesTaskSlots.check(poolConfig({ taskSlotsPerNode: 16 }), facts())).toEqual([])
    expect(vmSizeTakesTaskSlots.check(poolConfig({ maxTasksPerNode: 17 }), facts())).toMatchObject([
      {
        at: ['pool', 'properties', 'maxTasksPerNode'],
        message: 'maxTasksPerNode is 17, a node of Standard_D4s_v5 (4 cores) has at most 16',
      },
    ])
    const big = facts({ sizes: [size({ vCPUs: '96' })] })
    expect(vmSizeTakesTaskSlots.check(poolConfig({ taskSlotsPerNode: 300 }), big)).toMatchObject([
      { help: 'write at most 256, or choose a larger VM size' },
    ])
  })

  test('can be had as Spot where Spot nodes are asked for', () => {
    const none = facts({ sizes: [size({ LowPriorityCapable: 'False' })] })
    const spot = poolConfig(scale({ targetLowPriorityNodes: 3 }))
    expect(vmSizeTakesSpot.check(poolConfig(), none)).toEqual([])
    expect(vmSizeTakesSpot.check(spot, none)).toMatchObject([
      { message: 'Standard_D4s_v5 cannot be had as Spot, the pool asks for 3 Spot nodes' },
    ])
  })
})

describe('pool/vm-size-can-grow', () => {
  const rule = datedRule('pool/vm-size-can-grow')
  const of = (vmSize: string, day: string) => rule.check(poolConfig({ vmSize }), day)

  test.each(['Standard_D2_v3', 'Standard_E8s_v3', 'Standard_F4s_v2', 'Standard_B2ms'])(
    '%s is closed since July 2026',
    (vmSize) => {
      expect(of(vmSize, '2026-06-30')).toEqual([])
      expect(of(vmSize, '2026-07-01')).toMatchObject([
        { message: expect.stringContaining('closed for growth since July 2026') },
      ])
    },
  )

  test.each(['Standard_D4s_v5', 'Standard_B2s_v2', 'Standard_NC24rs_v3'])('%s is not', (vmSize) => {
    expect(of(vmSize, '2026-12-01')).toEqual([])
  })
})

test.each([
  ['Standard_NV12s_v3', '2026-09-30'],
  ['Standard_NV8as_v4', '2026-09-30'],
  ['Standard_DC2s_v2', '2026-06-30'],
  ['Standard_DC4as_cc_v5', '2026-09-01'],
  ['Standard_EC4ads_cc_v5', '2026-09-01'],
  ['Standard_HB60rs', '2024-08-31'],
  ['Standard_M192idms_v2', '2027-03-31'],
  ['Standard_HB120rs_v2', '2027-05-31'],
  ['Standard_HC44rs', '2027-05-31'],
  ['Standard_NP10s', '2027-05-31'],
  ['Standard_L8s', '2028-05-01'],
  ['Standard_DC4ds_v3', '2029-10-31'],
  ['Standard_D4s_v3', '2029-11-15'],
])('%s ends on %s, and not a day before', (vmSize, end) => {
  const before = new Date(Date.parse(end) - 86_400_000).toISOString().slice(0, 10)
  const config = poolConfig({ vmSize })
  expect(endsFound(vmSizeIsInService, config, before)[0]).toMatch(`retires on ${end}`)
  expect(endsFound(vmSizeIsInService, config, end)[0]).toMatch(`error: `)
})

test('pool/vm-size-fits-disk-controller: a managed image has no mark for NVMe', () => {
  const rule = azureRule('pool/vm-size-fits-disk-controller')
  const asked = legacyConfig()
  const sized = (types: Record<string, string>) =>
    rule.check(asked, factsOfSizes([size(types)], legacyFacts()))
  expect(rule.severity).toBe('warning')
  expect(sized({ DiskControllerTypes: 'NVMe' })).toMatchObject([
    { message: expect.stringContaining('a managed image cannot be marked for NVMe') },
  ])
  expect(sized({ DiskControllerTypes: 'SCSI, NVMe' })).toEqual([])
  expect(sized({})).toEqual([])
})
