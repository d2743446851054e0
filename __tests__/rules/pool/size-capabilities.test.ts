/** What a pool asks of its VM size against what the size's capabilities say: one case found, one that stays silent. */
import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../../src/shared/json.js'
import { pathText } from '../../../src/shared/path-text.js'
import { legacyConfig, legacyFacts, poolConfig, vm } from '../../support/pool-facts.js'
import { azureRule } from '../../support/rules.js'
import { factsOfSizes, vmSize } from '../../support/size-facts.js'

const agent = { nodeAgentSkuId: 'batch.node.ubuntu 22.04' }
const asking = (more: JsonObject) => poolConfig(vm({ ...agent, ...more }))
const prefix = 'pool.properties.deploymentConfiguration.virtualMachineConfiguration.'

type Capabilities = Readonly<Record<string, string>>

const cases: readonly (readonly [
  rule: string,
  asked: JsonObject,
  found: Capabilities,
  silent: Capabilities,
  place: string,
  message: RegExp,
])[] = [
  [
    'pool/vm-size-takes-premium-disks',
    { osDisk: { managedDisk: { storageAccountType: 'Premium_LRS' } } },
    { PremiumIO: 'False' },
    { PremiumIO: 'True' },
    'osDisk.managedDisk.storageAccountType',
    /has no premium storage, the pool asks for Premium_LRS/,
  ],
  [
    'pool/vm-size-takes-premium-disks',
    { dataDisks: [{ lun: 0, diskSizeGB: 10, storageAccountType: 'premium_zrs' }] },
    { PremiumIO: 'false' },
    {},
    'dataDisks[0].storageAccountType',
    /premium_zrs/,
  ],
  [
    'pool/vm-size-takes-ultra-disks',
    { dataDisks: [{ lun: 0, storageAccountType: 'UltraSSD_LRS' }] },
    { UltraSSDAvailable: 'False' },
    { UltraSSDAvailable: 'True', PremiumIO: 'True' },
    'dataDisks[0].storageAccountType',
    /attaches no disks of UltraSSD_LRS/,
  ],
  [
    'pool/vm-size-takes-encryption-at-host',
    { securityProfile: { encryptionAtHost: true } },
    { EncryptionAtHostSupported: 'False' },
    { EncryptionAtHostSupported: 'True' },
    'securityProfile.encryptionAtHost',
    /no encryption at host/,
  ],
  [
    'pool/vm-size-fits-ephemeral-disk',
    { osDisk: { ephemeralOSDiskSettings: { placement: 'CacheDisk' } } },
    { SupportedEphemeralOSDiskPlacements: 'NvmeDisk' },
    { SupportedEphemeralOSDiskPlacements: 'ResourceDisk,CacheDisk' },
    'osDisk.ephemeralOSDiskSettings.placement',
    /on NvmeDisk only, the pool places them on CacheDisk/,
  ],
  [
    'pool/vm-size-takes-security-type',
    { securityProfile: { securityType: 'trustedLaunch' } },
    { TrustedLaunchDisabled: 'True' },
    { TrustedLaunchDisabled: 'False' },
    'securityProfile.securityType',
    /no trusted launch/,
  ],
  [
    'pool/vm-size-takes-security-type',
    { securityProfile: { securityType: 'trustedLaunch' } },
    { HyperVGenerations: 'V1' },
    { HyperVGenerations: 'V1,V2' },
    'securityProfile.securityType',
    /no trusted launch/,
  ],
  [
    'pool/vm-size-takes-security-type',
    { securityProfile: { securityType: 'confidentialVM' } },
    {},
    { ConfidentialComputingType: 'SNP' },
    'securityProfile.securityType',
    /makes no confidential VMs/,
  ],
]

describe.each(cases)('%s asked %j', (id, asked, capabilities, able, place, message) => {
  const rule = azureRule(id)

  test(`finds ${JSON.stringify(capabilities)}`, () => {
    const found = rule.check(asking(asked), factsOfSizes([vmSize(capabilities)]))
    expect(found).toMatchObject([{ message: expect.stringMatching(message) }])
    expect(found.map(({ at }) => pathText(at))).toEqual([prefix + place])
    expect(rule.severity).toBe('error')
  })

  test(`is silent with ${JSON.stringify(able)}, and where nothing is asked or read`, () => {
    expect(rule.check(asking(asked), factsOfSizes([vmSize(able)]))).toEqual([])
    expect(rule.check(poolConfig(), factsOfSizes([vmSize(capabilities)]))).toEqual([])
    expect(rule.check(asking(asked), factsOfSizes([]))).toEqual([])
  })
})

test('a size to fall back on is judged too', () => {
  const rule = azureRule('pool/vm-size-takes-premium-disks')
  const config = asking({ osDisk: { managedDisk: { storageAccountType: 'Premium_LRS' } } })
  const sizes = [vmSize({ PremiumIO: 'True' }), vmSize({ PremiumIO: 'False' }, 'Standard_D4_v5')]
  const both = { ...config, pool: { ...config.pool, fallbackVmSizes: ['Standard_D4_v5'] } }
  expect(rule.check(both, factsOfSizes(sizes))).toMatchObject([
    { message: expect.stringMatching(/^Standard_D4_v5 has no premium storage/) },
  ])
})

test('an ephemeral OS disk is held against the size of the image, where that is known', () => {
  const rule = azureRule('pool/vm-size-fits-ephemeral-disk')
  const osDisk = { ephemeralOSDiskSettings: {} }
  const config = legacyConfig(vm({ ...agent, osDisk }))
  const image = (diskSizeGB: number) =>
    legacyFacts({ properties: { storageProfile: { osDisk: { osType: 'Linux', diskSizeGB } } } })
  const size = vmSize({ CachedDiskBytes: String(50 * 1024 ** 3) })
  const [found] = rule.check(config, factsOfSizes([size], image(128)))
  expect(found?.message).toBe(
    'the OS disk of 128 GiB does not fit into the cache of Standard_D4s_v5, which has 50 GiB',
  )
  expect(rule.check(config, factsOfSizes([size], image(50)))).toEqual([])
})
