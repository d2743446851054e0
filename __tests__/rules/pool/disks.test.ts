import { describe, expect, test } from '@jest/globals'
import { poolConfig, vm } from '../../support/pool-facts.js'
import { datedRule } from '../../support/rules.js'
import { auto, fixed, inVm, linux, vmAnd, windows } from '../../support/pool-yaml.js'
import { testRules } from '../../support/rule-cases.js'

testRules({
  'pool/ephemeral-disk-without-spot': {
    passes: [
      vmAnd(
        'osDisk: { ephemeralOSDiskSettings: { placement: CacheDisk } }',
        fixed('targetDedicatedNodes: 1'),
      ),
      vmAnd('osDisk: {}', fixed('targetLowPriorityNodes: 1')),
      vmAnd('osDisk: { ephemeralOSDiskSettings: {} }', auto('$TargetDedicatedNodes=1')),
    ],
    fails: [
      [
        vmAnd('osDisk: { ephemeralOSDiskSettings: {} }', fixed('targetLowPriorityNodes: 2')),
        'warning at scaleSettings.fixedScale.targetLowPriorityNodes: 2 low-priority nodes are asked for, and none of them can have the ephemeral OS disk',
      ],
      [
        vmAnd('osDisk: { ephemeralOSDiskSettings: {} }', auto('$TargetLowPriorityNodes=1')),
        'warning at vm.osDisk.ephemeralOSDiskSettings: the formula sets low-priority nodes, which have no ephemeral OS disks',
      ],
    ],
  },
  'pool/disk-encryption-targets': {
    passes: [
      inVm(`${linux}, diskEncryptionConfiguration: { targets: [TemporaryDisk] }`),
      inVm(`${windows}, diskEncryptionConfiguration: { targets: [TemporaryDisk, OsDisk] }`),
      inVm('nodeAgentSkuId: auto, diskEncryptionConfiguration: { targets: [OsDisk] }'),
      inVm(
        `${linux}, diskEncryptionConfiguration: { targets: [OsDisk], customerManagedKey: { keyUrl: k } }`,
      ),
    ],
    fails: [
      [
        inVm(`${linux}, diskEncryptionConfiguration: { targets: [OsDisk, TemporaryDisk] }`),
        'error at vm.diskEncryptionConfiguration.targets: the targets of the disk encryption are OsDisk and TemporaryDisk, and on Linux Batch encrypts TemporaryDisk and nothing else',
      ],
      [
        inVm(`${windows}, diskEncryptionConfiguration: { targets: [TemporaryDisk] }`),
        'warning at vm.diskEncryptionConfiguration.targets: the targets of the disk encryption are TemporaryDisk, and on Windows Batch encrypts OsDisk and TemporaryDisk and nothing else',
      ],
    ],
  },
  'pool/data-disk-luns': {
    passes: [inVm('dataDisks: [{ lun: 0 }, { lun: 63 }]')],
    fails: [
      [
        inVm('dataDisks: [{ lun: -1 }, { lun: 64 }]'),
        'error at vm.dataDisks[0].lun: LUN -1 is not from 0 to 63',
        'error at vm.dataDisks[1].lun: LUN 64 is not from 0 to 63',
      ],
      [
        inVm('dataDisks: [{ lun: 1 }, { lun: 1 }]'),
        'error at vm.dataDisks[1].lun: LUN 1 is given to more than one data disk',
      ],
    ],
  },
  'pool/data-disk-luns-beside-image': {
    passes: [
      `image: { osSnapshot: a, dataSnapshots: [b] }\n${inVm('dataDisks: [{ lun: 1 }]')}`,
      inVm('dataDisks: [{ lun: 0 }]'),
    ],
    fails: [
      [
        `image: { osSnapshot: a, dataSnapshots: [b, 5=c] }\n${inVm('dataDisks: [{ lun: 0 }, { lun: 1 }, { lun: 5 }]')}`,
        'warning at vm.dataDisks[0].lun: LUN 0 is also that of a data disk in the image',
        'warning at vm.dataDisks[2].lun: LUN 5 is also that of a data disk in the image',
      ],
    ],
  },
  'pool/uefi-needs-security-type': {
    passes: [
      inVm('securityProfile: { encryptionAtHost: true }'),
      inVm('securityProfile: { uefiSettings: { vTpmEnabled: false } }'),
      inVm('securityProfile: { securityType: trustedLaunch, uefiSettings: { vTpmEnabled: true } }'),
    ],
    fails: [
      [
        inVm('securityProfile: { uefiSettings: { secureBootEnabled: true } }'),
        'error at vm.securityProfile.uefiSettings: uefiSettings are given, but no securityType',
      ],
    ],
  },
  'pool/confidential-disk': {
    passes: [
      inVm(
        'securityProfile: { securityType: confidentialVM }, osDisk: { managedDisk: { securityProfile: { securityEncryptionType: NonPersistedTPM } } }',
      ),
      inVm('securityProfile: { securityType: trustedLaunch }'),
    ],
    fails: [
      [
        inVm('securityProfile: { securityType: confidentialVM }'),
        'error at vm.securityProfile.securityType: securityType is confidentialVM, and the OS disk has no securityEncryptionType',
      ],
      [
        inVm(
          'osDisk: { managedDisk: { securityProfile: { securityEncryptionType: NonPersistedTPM } } }',
        ),
        'error at vm.osDisk.managedDisk.securityProfile.securityEncryptionType: securityEncryptionType is for confidential VMs only',
      ],
    ],
  },
})

describe('disks with an end', () => {
  const hdd = datedRule('pool/os-disk-is-not-hdd')
  const asking = (storageAccountType: string) =>
    poolConfig(vm({ nodeAgentSkuId: 'auto', osDisk: { managedDisk: { storageAccountType } } }))

  test('pool/os-disk-is-not-hdd goes by the day', () => {
    expect(hdd.check(asking('Standard_LRS'), '2028-09-07')).toMatchObject([{ severity: 'notice' }])
    expect(hdd.check(asking('standard_lrs'), '2028-09-08')).toMatchObject([{ severity: 'error' }])
    expect(hdd.check(asking('StandardSSD_LRS'), '2028-09-08')).toEqual([])
  })

  test('pool/linux-disk-encryption recommends encryption at host', () => {
    const rule = datedRule('pool/linux-disk-encryption')
    const config = (nodeAgentSkuId: string) =>
      poolConfig(
        vm({ nodeAgentSkuId, diskEncryptionConfiguration: { targets: ['TemporaryDisk'] } }),
      )
    const of = (day: string) => rule.check(config('batch.node.ubuntu 24.04'), day)
    expect(of('2028-09-14')).toMatchObject([
      {
        message: expect.stringContaining('retires on 2028-09-15'),
        help: expect.stringContaining('encryptionAtHost'),
      },
    ])
    expect(of('2028-09-15')).toMatchObject([{ message: expect.stringContaining('retired on') }])
    expect(rule.check(config('batch.node.windows amd64'), '2028-09-15')).toEqual([])
  })
})
