/**
 * Every capability that Batch's list of sizes states, against what a pool can ask for. The names of the tests are the table:
 * what finds it, or why it is not applicable. A capability that the list comes to state has to be put in.
 */
import { describe, expect, test } from '@jest/globals'
import type { Facts } from '../../../src/model/facts.js'
import type { JsonObject } from '../../../src/shared/json.js'
import type { Scenario } from '../../../src/simulator/kernel.js'
import { vmSizes } from '../../../src/simulator/resources/batch/vm-sizes.js'
import { capabilitiesOf } from '../../../src/simulator/resources/size-capabilities.js'
import { facts as accountFacts, withQuota } from '../../support/check-facts.js'
import { imageDefinition } from '../../support/gallery-facts.js'
import { imageVersion } from '../../support/image-version.js'
import { poolConfig, poolFacts, versionId, vm } from '../../support/pool-facts.js'
import { azureRule } from '../../support/rules.js'
import { factsOfSizes, vmSize } from '../../support/size-facts.js'

interface Row {
  readonly capability: string
  readonly property: string
  readonly rule: string
  /** What the pool asks for. */
  readonly asked: JsonObject
  /** Of a size that cannot do it, and of one that can. */
  readonly unable: string
  readonly able: string
  readonly facts?: Facts
}

const gibibyte = 1024 ** 3
const agent = { nodeAgentSkuId: 'batch.node.ubuntu 24.04' }
const machine = (more: JsonObject): JsonObject => vm({ ...agent, ...more })
const osDisk = (storageAccountType: string) =>
  machine({ osDisk: { managedDisk: { storageAccountType } } })
const dataDisk = (storageAccountType: string) =>
  machine({ dataDisks: [{ lun: 0, diskSizeGB: 10, storageAccountType }] })
const placed = (placement: string) =>
  machine({ osDisk: { ephemeralOSDiskSettings: { placement }, diskSizeGB: 128 } })
const secured = (securityType: string) => machine({ securityProfile: { securityType } })
const scaled = (fixedScale: JsonObject) => ({ ...machine({}), scaleSettings: { fixedScale } })

/** A version of a definition with these features, whose OS disk has 128 GiB. */
function ofImage(more: Parameters<typeof imageDefinition>[0] = {}): Facts {
  const version = {
    ...imageVersion('1.0.0', { source: { kind: 'image', id: 'i' } }),
    properties: {
      storageProfile: { osDiskImage: { sizeInGB: 128 }, dataDiskImages: [{ lun: 0 }] },
    },
  }
  return poolFacts(
    {},
    { given: { kind: 'gallery', id: versionId, definition: imageDefinition(more), version } },
  )
}

const rows: readonly Row[] = [
  ...Object.entries({ osDisk: osDisk('Premium_LRS'), dataDisks: dataDisk('Premium_ZRS') }).map(
    ([where, asked]) => ({
      ...{ capability: 'PremiumIO', property: `${where}: Premium_*`, asked },
      ...{ rule: 'pool/vm-size-takes-premium-disks', unable: 'False', able: 'True' },
    }),
  ),
  ...['UltraSSD_LRS', 'PremiumV2_LRS'].flatMap((sku) =>
    ['PremiumIO', 'UltraSSDAvailable'].map((capability) => ({
      ...{ capability, property: `dataDisks: ${sku}`, asked: dataDisk(sku) },
      ...{ rule: 'pool/vm-size-takes-ultra-disks', unable: 'False', able: 'True' },
    })),
  ),
  {
    ...{ capability: 'EncryptionAtHostSupported', property: 'securityProfile.encryptionAtHost' },
    rule: 'pool/vm-size-takes-encryption-at-host',
    asked: machine({ securityProfile: { encryptionAtHost: true } }),
    ...{ unable: 'False', able: 'True' },
  },
  {
    ...{ capability: 'EphemeralOSDiskSupported', property: 'osDisk.ephemeralOSDiskSettings' },
    ...{ rule: 'pool/vm-size-takes-ephemeral-disk', asked: placed('CacheDisk') },
    ...{ unable: 'False', able: 'True' },
  },
  {
    ...{ capability: 'SupportedEphemeralOSDiskPlacements', property: 'placement' },
    ...{ rule: 'pool/vm-size-fits-ephemeral-disk', asked: placed('CacheDisk') },
    ...{ unable: 'ResourceDisk,NvmeDisk', able: 'ResourceDisk,CacheDisk' },
  },
  ...(
    [
      ['CachedDiskBytes', 'CacheDisk', 100 * gibibyte, 128 * gibibyte],
      ['MaxResourceVolumeMB', 'ResourceDisk', 100 * 1024, 128 * 1024],
      ['NvmeDiskSizeInMiB', 'NvmeDisk', 100 * 1024, 128 * 1024],
    ] as const
  ).flatMap(([capability, placement, unable, able]) =>
    [
      ['size of the image', { osDisk: { ephemeralOSDiskSettings: { placement } } }] as const,
      [
        'osDisk.diskSizeGB',
        { osDisk: { ephemeralOSDiskSettings: { placement }, diskSizeGB: 128 } },
      ] as const,
    ].map(([property, asked]) => ({
      ...{ capability, property: `${placement}, ${property}`, asked: machine(asked) },
      ...{ rule: 'pool/vm-size-fits-ephemeral-disk', facts: ofImage() },
      ...{ unable: String(unable), able: String(able) },
    })),
  ),
  {
    ...{ capability: 'TrustedLaunchDisabled', property: 'securityType: trustedLaunch' },
    ...{ rule: 'pool/vm-size-takes-security-type', asked: secured('trustedLaunch') },
    ...{ unable: 'True', able: 'False' },
  },
  {
    ...{ capability: 'HyperVGenerations', property: 'securityType: trustedLaunch' },
    ...{ rule: 'pool/vm-size-takes-security-type', asked: secured('trustedLaunch') },
    ...{ unable: 'V1', able: 'V1,V2' },
  },
  {
    ...{ capability: 'HyperVGenerations', property: 'generation of the image' },
    ...{ rule: 'pool/vm-size-boots-generation', asked: machine({}), facts: ofImage() },
    ...{ unable: 'V1', able: 'V2' },
  },
  {
    ...{ capability: 'ConfidentialComputingType', property: 'securityType: confidentialVM' },
    ...{ rule: 'pool/vm-size-takes-security-type', asked: secured('confidentialVM') },
    ...{ unable: '', able: 'SNP' },
  },
  ...[
    ['SCSI', 'NVMe', 'SCSI'],
    ['NVMe', 'SCSI', 'SCSI, NVMe'],
  ].map(([held = '', unable = '', able = '']) => ({
    ...{
      capability: 'DiskControllerTypes',
      property: `DiskControllerTypes=${held} of the definition`,
    },
    ...{ rule: 'pool/vm-size-fits-disk-controller', asked: machine({}), unable, able },
    facts: ofImage({ features: [{ name: 'DiskControllerTypes', value: held }] }),
  })),
  {
    ...{ capability: 'CpuArchitectureType', property: 'architecture of the image' },
    ...{ rule: 'pool/vm-size-fits-architecture', asked: machine({}), facts: ofImage() },
    ...{ unable: 'Arm64', able: 'x64' },
  },
  {
    ...{ capability: 'MaxDataDiskCount', property: 'dataDisks and those of the image' },
    rule: 'pool/vm-size-takes-data-disks',
    asked: machine({ dataDisks: [{ lun: 1, diskSizeGB: 1 }] }),
    ...{ facts: ofImage(), unable: '1', able: '2' },
  },
  {
    ...{ capability: 'AcceleratedNetworkingEnabled', property: 'enableAcceleratedNetworking' },
    rule: 'pool/vm-size-takes-accelerated-networking',
    asked: { ...machine({}), networkConfiguration: { enableAcceleratedNetworking: true } },
    ...{ unable: 'False', able: 'True' },
  },
  {
    ...{ capability: 'vCPUs', property: 'taskSlotsPerNode' },
    ...{ rule: 'pool/vm-size-takes-task-slots', asked: { ...machine({}), taskSlotsPerNode: 9 } },
    ...{ unable: '2', able: '4' },
  },
  {
    ...{ capability: 'vCPUsAvailable', property: 'nodes against the quota of cores' },
    ...{ rule: 'pool/dedicated-core-quota', asked: scaled({ targetDedicatedNodes: 20 }) },
    ...{ unable: '8', able: '4' },
  },
  {
    ...{ capability: 'LowPriorityCapable', property: 'targetLowPriorityNodes' },
    ...{ rule: 'pool/vm-size-takes-spot', asked: scaled({ targetLowPriorityNodes: 2 }) },
    ...{ unable: 'False', able: 'True' },
  },
]

const notApplicable: readonly (readonly [capability: string, property: string, why: string])[] = [
  ['vCPUsPerCore', 'any', 'says how cores are counted, no property of a pool asks for it'],
  ['VMDeploymentTypes', 'any', 'IaaS for every size: Cloud Services have ended'],
  [
    'OSVhdSizeMB',
    'osDisk.diskSizeGB',
    'the same for every size, and no limit of disks: those have one of their own',
  ],
  [
    'zones',
    'nodePlacementConfiguration: Zonal',
    "Batch's list names none: the refusal ZonalAllocationFailed has a row of its own",
  ],
]

describe('capability x property', () => {
  test.each(rows.map((row) => [row.capability, row.property, row.rule, row] as const))(
    '%s x %s: found by %s',
    (capability, _property, id, { asked, unable, able, facts }) => {
      const rule = azureRule(id)
      const check = (value: string) => {
        const sizes = [vmSize({ [capability]: value })]
        // An account with cores for 20 nodes of four, and no other pools.
        const ofAccount = accountFacts({ pools: [], sizes }, withQuota({ dedicatedCoreQuota: 80 }))
        const known = id.endsWith('-quota') ? ofAccount : factsOfSizes(sizes, facts)
        return rule.check(poolConfig(asked), known)
      }
      expect(check(unable).length).toBeGreaterThan(0)
      expect(check(able)).toEqual([])
    },
  )

  test.each(notApplicable)('%s x %s: not applicable, %s', (capability) => {
    expect(rows.map((row) => row.capability)).not.toContain(capability)
  })

  test('nothing that the list states is left unexplained', () => {
    const scenario: Scenario = {}
    const stated = new Set(
      vmSizes.flatMap((size) =>
        capabilitiesOf(size, scenario).flatMap(({ name }) =>
          typeof name === 'string' ? [name] : [],
        ),
      ),
    )
    const explained = new Set([
      ...rows.map(({ capability }) => capability),
      ...notApplicable.map(([capability]) => capability),
    ])
    expect([...stated].filter((name) => !explained.has(name))).toEqual([])
  })
})
