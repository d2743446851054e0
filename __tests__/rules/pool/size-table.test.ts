/**
 * Every capability that Batch's list of sizes states, against what a pool can ask for. The names of the tests are the table:
 * what finds it, or why it is not applicable. A capability that the list comes to state has to be put in.
 */
import { describe, expect, test } from '@jest/globals'
import { rules } from '../../../src/rules/index.js'
import type { Scenario } from '../../../src/simulator/kernel.js'
import { capabilitiesOf } from '../../../src/simulator/resources/size-capabilities.js'
import { vmSizes } from '../../../src/simulator/resources/batch/vm-sizes.js'

interface Row {
  readonly capability: string
  readonly property: string
  readonly found?: string
  readonly notApplicable?: string
}

const found = (capability: string, property: string, rule: string): Row => ({
  ...{ capability, property },
  found: rule,
})
const none = (capability: string, property: string, why: string): Row => ({
  ...{ capability, property },
  notApplicable: why,
})

const rows: readonly Row[] = [
  found('PremiumIO', 'osDisk, dataDisks: Premium_*', 'pool/vm-size-takes-premium-disks'),
  found('PremiumIO', 'dataDisks: UltraSSD_LRS, PremiumV2_LRS', 'pool/vm-size-takes-ultra-disks'),
  found('UltraSSDAvailable', 'dataDisks: UltraSSD_LRS', 'pool/vm-size-takes-ultra-disks'),
  found('EncryptionAtHostSupported', 'encryptionAtHost', 'pool/vm-size-takes-encryption-at-host'),
  found('EphemeralOSDiskSupported', 'ephemeralOSDiskSettings', 'pool/vm-size-takes-ephemeral-disk'),
  found('SupportedEphemeralOSDiskPlacements', 'placement', 'pool/vm-size-fits-ephemeral-disk'),
  found(
    'CachedDiskBytes',
    'placement: CacheDisk, size of the image',
    'pool/vm-size-fits-ephemeral-disk',
  ),
  found(
    'MaxResourceVolumeMB',
    'placement: ResourceDisk, size of the image',
    'pool/vm-size-fits-ephemeral-disk',
  ),
  found(
    'NvmeDiskSizeInMiB',
    'placement: NvmeDisk, size of the image',
    'pool/vm-size-fits-ephemeral-disk',
  ),
  found('TrustedLaunchDisabled', 'securityType: trustedLaunch', 'pool/vm-size-takes-security-type'),
  found('HyperVGenerations', 'securityType: trustedLaunch', 'pool/vm-size-takes-security-type'),
  found('HyperVGenerations', 'generation of the image', 'pool/vm-size-boots-generation'),
  found(
    'ConfidentialComputingType',
    'securityType: confidentialVM',
    'pool/vm-size-takes-security-type',
  ),
  found(
    'DiskControllerTypes',
    'controllers of the image definition',
    'pool/vm-size-fits-disk-controller',
  ),
  found('CpuArchitectureType', 'architecture of the image', 'pool/vm-size-fits-architecture'),
  found('MaxDataDiskCount', 'dataDisks and those of the image', 'pool/vm-size-takes-data-disks'),
  found(
    'AcceleratedNetworkingEnabled',
    'enableAcceleratedNetworking',
    'pool/vm-size-takes-accelerated-networking',
  ),
  found('vCPUs', 'taskSlotsPerNode', 'pool/vm-size-takes-task-slots'),
  found('vCPUsAvailable', 'nodes against the quotas of cores', 'pool/dedicated-core-quota'),
  found('LowPriorityCapable', 'targetLowPriorityNodes', 'pool/vm-size-takes-spot'),
  none('vCPUsPerCore', 'any', 'says how cores are counted, no property of a pool asks for it'),
  none('VMDeploymentTypes', 'any', 'IaaS for every size: Cloud Services have ended'),
  none(
    'OSVhdSizeMB',
    'osDisk.diskSizeGB',
    'the same for every size, and no limit of disks: those have one of their own',
  ),
  none(
    'zones',
    'nodePlacementConfiguration: Zonal',
    "Batch's list names none: the refusal ZonalAllocationFailed has a row of its own",
  ),
]

const known = new Set(rules.map(({ id }) => id))

describe('capability x property', () => {
  test.each(
    rows.map(
      (row) => [row.capability, row.property, row.found ?? row.notApplicable ?? '', row] as const,
    ),
  )('%s x %s: %s', (_capability, _property, _what, row) => {
    expect((row.found === undefined) !== (row.notApplicable === undefined)).toBe(true)
    if (row.found !== undefined) expect([...known]).toContain(row.found)
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
    const explained = new Set(rows.map(({ capability }) => capability))
    expect([...stated].filter((name) => !explained.has(name))).toEqual([])
  })
})
