/** What the name of a size says is judged in `validate`; of all that it does not say nothing is. */
import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../../src/inputs/config.js'
import { sizeByName } from '../../../src/model/sizes-by-name.js'
import type { JsonObject } from '../../../src/shared/json.js'
import { pathText } from '../../../src/shared/path-text.js'
import { poolConfig, vm } from '../../support/pool-facts.js'
import { datedRule, offlineRule } from '../../support/rules.js'
import { factsOfSizes, vmSize } from '../../support/size-facts.js'

const rule = datedRule('pool/vm-size-by-name')

const ubuntu = { publisher: 'canonical', offer: 'ubuntu-24_04-lts', sku: 'server' }

/** A pool of a marketplace image: its two sides stand in the config. */
function asking(vmSizeName: string, machine: JsonObject = {}, more: JsonObject = {}): Config {
  const { pool } = poolConfig({
    ...vm({ nodeAgentSkuId: 'batch.node.ubuntu 24.04', imageReference: ubuntu, ...machine }),
    ...{ vmSize: vmSizeName, ...more },
  })
  return pool === undefined ? {} : { pool }
}

function found(config: Config): readonly string[] {
  return rule
    .check(config, '2026-11-23')
    .map(({ at, severity, message }) => `${String(severity)} ${pathText(at)}: ${message}`)
    .map((text) =>
      text.replace(
        /pool\.properties\.(deploymentConfiguration\.virtualMachineConfiguration\.)?/,
        '',
      ),
    )
}

const premium = { osDisk: { managedDisk: { storageAccountType: 'Premium_LRS' } } }
const ephemeral = { osDisk: { ephemeralOSDiskSettings: { placement: 'CacheDisk' } } }
const arm = { imageReference: { ...ubuntu, sku: 'server-arm64' } }
const old = { imageReference: { ...ubuntu, sku: 'server-gen1' } }
const fullOf = (count: number) => ({
  dataDisks: Array.from({ length: count }, (_, lun) => ({ lun, diskSizeGB: 10 })),
})

describe('found, each with a neighbour that stays silent', () => {
  test.each<[string, Config, string, Config]>([
    [
      'premium disk, size without premium storage',
      asking('Standard_D4_v5', premium),
      'error osDisk.managedDisk.storageAccountType: Standard_D4_v5 has no premium storage, the pool asks for Premium_LRS: no node would start',
      asking('Standard_D4s_v5', premium),
    ],
    [
      'Ultra disk, size without premium storage',
      asking('Standard_E4_v4', { dataDisks: [{ lun: 0, storageAccountType: 'UltraSSD_LRS' }] }),
      'error dataDisks[0].storageAccountType: Standard_E4_v4 attaches no disks of UltraSSD_LRS',
      asking('Standard_E4s_v4', { dataDisks: [{ lun: 0, storageAccountType: 'UltraSSD_LRS' }] }),
    ],
    [
      'ephemeral OS disk, size without a local disk',
      asking('Standard_D4s_v5', ephemeral),
      'error osDisk.ephemeralOSDiskSettings: Standard_D4s_v5 has no room for an ephemeral OS disk',
      asking('Standard_D4ds_v5', ephemeral),
    ],
    [
      'image for x64, size with Arm',
      asking('Standard_D4ps_v5'),
      'error vmSize: Standard_D4ps_v5 has Arm64 processors, the image is for x64: no node would start',
      asking('Standard_D4ps_v5', arm),
    ],
    [
      'image for Arm, size with x64',
      asking('Standard_D4s_v5', arm),
      'error vmSize: Standard_D4s_v5 has x64 processors, the image is for Arm64: no node would start',
      asking('Standard_D4s_v5'),
    ],
    [
      'image of the second generation, size of the first',
      asking('Standard_D3_v2'),
      'error vmSize: Standard_D3_v2 boots images of generation V1 only, the image is V2: no node would start',
      asking('Standard_D3_v2', old),
    ],
    [
      'trusted launch, size of the first generation',
      asking('Standard_A4_v2', { ...old, securityProfile: { securityType: 'trustedLaunch' } }),
      'error securityProfile.securityType: Standard_A4_v2 has no trusted launch, the pool asks for securityType trustedLaunch: no node would start',
      asking('Standard_D4s_v5', { securityProfile: { securityType: 'trustedLaunch' } }),
    ],
    [
      'confidential VMs, plain size',
      asking('Standard_D4s_v5', { securityProfile: { securityType: 'confidentialVM' } }),
      'error securityProfile.securityType: Standard_D4s_v5 makes no confidential VMs, the pool asks for securityType confidentialVM: no node would start',
      asking('Standard_DC4as_v5', { securityProfile: { securityType: 'confidentialVM' } }),
    ],
    [
      'more data disks than the size takes',
      asking('Standard_D2s_v5', fullOf(5)),
      'error vmSize: Standard_D2s_v5 takes 4 data disks, the image brings 0 and the pool adds 5',
      asking('Standard_D4s_v5', fullOf(5)),
    ],
    [
      'more task slots than the cores bear',
      asking('Standard_E8-2s_v5', {}, { taskSlotsPerNode: 9 }),
      'error taskSlotsPerNode: taskSlotsPerNode is 9, a node of Standard_E8-2s_v5 (2 cores) has at most 8',
      asking('Standard_E8-4s_v5', {}, { taskSlotsPerNode: 9 }),
    ],
    [
      'accelerated networking on Av2',
      asking('Standard_A4_v2', old, {
        networkConfiguration: { enableAcceleratedNetworking: true },
      }),
      'warning networkConfiguration.enableAcceleratedNetworking: Standard_A4_v2 has no accelerated networking',
      asking('Standard_D1_v2', old, {
        networkConfiguration: { enableAcceleratedNetworking: true },
      }),
    ],
  ])('%s', (_, config, expected, neighbour) => {
    expect(found(config)).toEqual([expected])
    expect(found(neighbour)).toEqual([])
  })

  test('the generation that image or new definition state, and the data disks of the image, count', () => {
    const pool = asking('Standard_D2_v3').pool ?? {}
    const properties = { ...pool.properties, ...vm({ nodeAgentSkuId: 'batch.node.ubuntu 24.04' }) }
    const made = (image: Config['image'], vmSizeName: string): Config => ({
      ...(image && { image }),
      pool: { ...pool, properties: { ...properties, vmSize: vmSizeName } },
    })
    expect(found(made({ hyperVGeneration: 'V2' }, 'Standard_D2_v3'))).toEqual([
      'error vmSize: Standard_D2_v3 boots images of generation V1 only, the image is V2: no node would start',
    ])
    expect(found(made({ hyperVGeneration: 'V1' }, 'Standard_D2_v3'))).toEqual([])
    expect(found(made({}, 'Standard_D2_v3'))).toEqual([])
    const dataSnapshots = Array.from({ length: 5 }, (__, n) => ({ source: `data-${String(n)}` }))
    expect(found(made({ dataSnapshots }, 'Standard_D2s_v5'))).toEqual([
      'error vmSize: Standard_D2s_v5 takes 4 data disks, the image brings 5 and the pool adds 0',
    ])
  })

  test('every size that the nodes may get is judged, where it is written', () => {
    const { pool } = asking('Standard_D4s_v5')
    const fallbacks = {
      pool: { ...pool, fallbackVmSizes: ['Standard_D4as_v5', 'Standard_D4ps_v5'] },
    }
    expect(found(fallbacks)).toEqual([
      'error pool.fallbackVmSizes[1]: Standard_D4ps_v5 has Arm64 processors, the image is for x64: no node would start',
    ])
    const vmSkuProfile = { vmSizes: [{ name: 'Standard_D4s_v5' }, { name: 'Standard_D4_v3' }] }
    expect(found(asking('Mix', {}, { vmSkuProfile }))).toEqual([
      'error vmSkuProfile.vmSizes[1].name: Standard_D4_v3 boots images of generation V1 only, the image is V2: no node would start',
    ])
  })
})

describe('what the published examples of pools ask for raises nothing', () => {
  const windows = (sku: string) => ({
    nodeAgentSkuId: 'batch.node.windows amd64',
    imageReference: { publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', sku },
  })
  const mixed = ['StandardSSD_LRS', 'Premium_LRS'].map((storageAccountType, lun) => ({
    ...{ lun, diskSizeGB: 30 },
    managedDisk: { storageAccountType },
  }))
  test.each([
    [
      'premium data disks and an ephemeral OS disk',
      asking('STANDARD_D4', {
        ...windows('2016-Datacenter-SmallDisk'),
        ...{ dataDisks: mixed, osDisk: { ephemeralOSDiskSettings: { placement: 'CacheDisk' } } },
      }),
    ],
    [
      'accelerated networking',
      asking('STANDARD_D1_V2', windows('2016-datacenter-smalldisk'), {
        networkConfiguration: { enableAcceleratedNetworking: true },
      }),
    ],
    [
      'trusted launch and encryption at host',
      asking('Standard_d4s_v3', {
        imageReference: { publisher: 'Canonical', offer: 'UbuntuServer', sku: '18_04-lts-gen2' },
        securityProfile: { securityType: 'trustedLaunch', encryptionAtHost: true },
      }),
    ],
    [
      'an OS disk of its own',
      asking('Standard_d2s_v3', {
        ...windows('2022-datacenter-smalldisk'),
        osDisk: { diskSizeGB: 100, managedDisk: { storageAccountType: 'StandardSSD_LRS' } },
      }),
    ],
    ['an encryption set', asking('Standard_D4ds_v5', windows('2022-Datacenter'))],
    ['both families of addresses', asking('Standard_D4ds_v5')],
  ])('%s', (_, config) => {
    expect(found(config)).toEqual([])
    expect(offlineRule('pool/marketplace-image-fits').check(config)).toEqual([])
  })
})

test('the list of the account goes before what a name says', () => {
  const config = asking('Standard_D4_v5', premium)
  const listed = factsOfSizes([vmSize({ PremiumIO: 'True' }, 'Standard_D4_v5')])
  expect(rule.isOverruled?.(config, listed)).toBe(true)
  expect(rule.isOverruled?.(config, factsOfSizes([]))).toBe(false)
  expect(rule.isOverruled?.(config, {})).toBe(false)
})

test.each([
  ...['Standard_M128s', 'Standard_NC24ads_A100_v4', 'Standard_HB120rs_v3', 'Standard_DC4as_v5'],
  ...['Standard_ND128isr_NDR_GB200_v6', 'Standard_G', 'Mix', 'standard', '[parameters(…)]', ''],
])('of %s the name says nothing that is sure here', (name) => {
  expect(sizeByName(name)).toBeUndefined()
})

test.each<[string, Readonly<Record<string, string | undefined>>]>([
  ['STANDARD_D4S_V3', { PremiumIO: undefined, vCPUs: '4', HyperVGenerations: undefined }],
  ['Standard_DS3_v2', { PremiumIO: undefined, vCPUs: undefined }],
  ['Standard_D3_v2', { PremiumIO: 'False', vCPUs: undefined, HyperVGenerations: 'V1' }],
  ['Standard_D4a_v4', { PremiumIO: 'False', HyperVGenerations: undefined }],
  ['Standard_D4as_v5', { EphemeralOSDiskSupported: 'False', CpuArchitectureType: 'x64' }],
  ['Standard_D4as_v4', { EphemeralOSDiskSupported: undefined }],
  ['Standard_F16s_v2', { vCPUs: '16', MaxDataDiskCount: '32' }],
  ['Standard_F8', { vCPUs: undefined, PremiumIO: undefined }],
  ['Standard_E4ads_v6', { MaxDataDiskCount: undefined, PremiumIO: undefined }],
  ['Standard_D8pls_v5', { CpuArchitectureType: 'Arm64', MaxDataDiskCount: '16' }],
])('%s: %j', (name, said) => {
  const capabilities = sizeByName(name)?.capabilities ?? {}
  for (const [key, value] of Object.entries(said)) expect(capabilities[key]).toBe(value)
})
