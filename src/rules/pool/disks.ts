import { assignLuns } from '../../model/luns.js'
import { hasOwnImage, nodeGoal } from '../../model/pool-body.js'
import { describeRetirement, diskEnds, stateOf } from '../../model/retirements.js'
import { isJsonObject } from '../../shared/json.js'
import { isGiven, osOfPool, poolValue, textsIn, vmItems, vmPath, vmValue } from '../kit/values.js'
import { givenTwice, outOfRange } from '../kit/lists.js'
import { targetPath } from '../kit/nodes.js'
import { rulesOn } from '../kit/rules-on.js'

const encryptionTypePath = [
  'osDisk',
  'managedDisk',
  'securityProfile',
  'securityEncryptionType',
] as const
const highest = 63
const targetsPath = ['diskEncryptionConfiguration', 'targets'] as const
const all = { Linux: ['TemporaryDisk'], Windows: ['OsDisk', 'TemporaryDisk'] } as const

export const poolDisksRules = [
  ...rulesOn('config', [
    {
      id: 'pool/confidential-disk',
      title:
        'the encryption of the disk state is missing for confidential VMs, or is set for other VMs',
      docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#vmdisksecurityprofile',
      check: (config) => {
        const type = vmValue(config, 'securityProfile', 'securityType')
        const isConfidential = typeof type === 'string' && type.toLowerCase() === 'confidentialvm'
        const isStated = isGiven(vmValue(config, ...encryptionTypePath))
        if (isConfidential === isStated) return []
        if (isConfidential) {
          const message =
            'securityType is confidentialVM, and the OS disk has no securityEncryptionType'
          const help =
            'write osDisk: { managedDisk: { securityProfile: { securityEncryptionType: VMGuestStateOnly } } }, or NonPersistedTPM'
          return { at: vmPath('securityProfile', 'securityType'), message, help }
        }
        const message = 'securityEncryptionType is for confidential VMs only'
        const help = 'remove it, or write securityProfile: { securityType: confidentialVM }'
        return { at: vmPath(...encryptionTypePath), message, help }
      },
    },
    {
      id: 'pool/data-disk-luns-beside-image',
      title: 'a data disk of the pool has the LUN of one in the image',
      // That they clash follows from what a LUN is; no page of Batch says what becomes of it.
      severity: 'warning',
      docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#datadisk',
      check: (config) => {
        const { image, pool } = config
        if (image?.id !== undefined || hasOwnImage(pool?.properties)) return []
        const snapshots = image?.dataSnapshots ?? []
        const placed = assignLuns(
          snapshots.map(({ lun }) => ({
            kind: 'snapshot' as const,
            regroup: false,
            ...(lun !== undefined && { lun }),
          })),
        )
        const taken = placed.map(({ lun }) => lun)
        return vmItems(config, 'dataDisks').flatMap(({ at, item: { lun } }) => {
          if (typeof lun !== 'number' || !taken.includes(lun)) return []
          const message = `LUN ${String(lun)} is also that of a data disk in the image`
          const free = Array.from({ length: 64 }, (_, number) => number).find(
            (n) => !taken.includes(n),
          )
          const help = `write another, for example ${String(free ?? 0)}`
          return { at: [...at, 'lun'], message, help }
        })
      },
    },
    {
      id: 'pool/data-disk-luns',
      title: 'two data disks of the nodes have the same LUN, or one is not from 0 to 63',
      docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#datadisk',
      check: (config) => {
        const disks = vmItems(config, 'dataDisks')
        return [
          outOfRange(disks, 'lun', { what: 'LUN', least: 0, most: highest }),
          givenTwice(disks, 'lun', {
            says: (lun) => `LUN ${lun} is given to more than one data disk`,
            help: 'give each data disk a LUN of its own',
          }),
        ]
      },
    },
    {
      id: 'pool/disk-encryption-targets',
      title:
        'the disks to encrypt do not suit the operating system: Linux takes TemporaryDisk, Windows both',
      docs: 'https://learn.microsoft.com/azure/batch/disk-encryption',
      check: (config) => {
        const os = osOfPool(config)
        const given = textsIn(vmValue(config, ...targetsPath))
        if (os === undefined || given.length === 0) return []
        // With a key of the customer's the OS disk is encrypted at rest, on Linux as well.
        if (vmValue(config, 'diskEncryptionConfiguration', 'customerManagedKey') !== undefined)
          return []
        const names = given.map((target) => target.toLowerCase()).sort()
        const wanted = all[os]
        if (names.join() === wanted.join().toLowerCase()) return []
        const message = `the targets of the disk encryption are ${given.join(' and ')}, and on ${os} Batch encrypts ${wanted.join(' and ')} and nothing else`
        const at = vmPath(...targetsPath)
        // Since API 2025-06-01 the documentation has it for Linux no more, and names encryption at host.
        if (os === 'Linux') {
          return { at, message, help: 'write securityProfile: { encryptionAtHost: true } instead' }
        }
        // Documented as refused; azurerm's acceptance tests create such pools.
        const isTaken = names.join() === 'temporarydisk'
        const help = `write targets: [${wanted.join(', ')}]`
        return { at, message, help, ...(isTaken && { severity: 'warning' as const }) }
      },
    },
    {
      id: 'pool/ephemeral-disk-without-spot',
      title: 'Spot nodes with an ephemeral OS disk',
      // Azure takes such a pool, and its dedicated nodes come.
      severity: 'warning',
      docs: 'https://learn.microsoft.com/azure/batch/create-pool-ephemeral-os-disk',
      check: (config) => {
        const { pool, rollout } = config
        if (pool === undefined || !isGiven(vmValue(config, 'osDisk', 'ephemeralOSDiskSettings'))) {
          return []
        }
        const { targetLowPriorityNodes: nodes, autoScale } = nodeGoal(pool, rollout)
        const help = 'ask for dedicated nodes only, or remove ephemeralOSDiskSettings'
        if (autoScale) {
          const formula = poolValue(config, 'scaleSettings', 'autoScale', 'formula')
          const isLow =
            typeof formula === 'string' && /\$TargetLowPriority(?:Nodes)?\s*=(?!=)/i.test(formula)
          const at = vmPath('osDisk', 'ephemeralOSDiskSettings')
          const message = 'the formula sets low-priority nodes, which have no ephemeral OS disks'
          return isLow ? { at, message, help } : []
        }
        if (nodes === 0) return []
        const at = targetPath('lowPriority')
        const message = `${String(nodes)} low-priority nodes are asked for, and none of them can have the ephemeral OS disk`
        return { at, message, help }
      },
    },
    {
      id: 'pool/uefi-needs-security-type',
      title: 'secure boot or vTPM without a security type',
      docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#securityprofile',
      check: (config) => {
        const profile = vmValue(config, 'securityProfile')
        if (!isJsonObject(profile) || isGiven(profile['securityType'])) return []
        const uefi = profile['uefiSettings']
        if (!isJsonObject(uefi) || !Object.values(uefi).includes(true)) return []
        return {
          at: vmPath('securityProfile', 'uefiSettings'),
          message: 'uefiSettings are given, but no securityType',
          help: 'write securityType: trustedLaunch (or confidentialVM) beside uefiSettings',
        }
      },
    },
  ]),
  ...rulesOn('date', [
    {
      id: 'pool/os-disk-is-not-hdd',
      title: 'the OS disks of nodes are on Standard HDD',
      severity: 'notice',
      docs: 'https://learn.microsoft.com/azure/virtual-machines/disks-hdd-os-retirement',
      check: (config, today) => {
        const path = ['osDisk', 'managedDisk', 'storageAccountType'] as const
        const type = vmValue(config, ...path)
        if (typeof type !== 'string' || !/^standard_lrs$/i.test(type)) return []
        const retirement = diskEnds.hddOsDisk
        return {
          at: vmPath(...path),
          severity: stateOf(retirement, today) === 'over' ? 'error' : 'notice',
          message: `the OS disks are on Standard HDD (${type}), which ${describeRetirement(retirement, today)} for OS disks`,
          help: 'write StandardSSD_LRS or Premium_LRS',
        }
      },
    },
    {
      id: 'pool/linux-disk-encryption',
      title: 'disks of Linux nodes are not encrypted at the host',
      severity: 'warning',
      docs: 'https://learn.microsoft.com/azure/virtual-machines/disk-encryption-overview',
      check: (config, today) => {
        const targets = textsIn(vmValue(config, ...targetsPath))
        // A key of the customer's is for managed disks at rest, on Linux as well.
        const hasKey = isGiven(vmValue(config, 'diskEncryptionConfiguration', 'customerManagedKey'))
        if (osOfPool(config) !== 'Linux' || targets.length === 0 || hasKey) return []
        const retirement = diskEnds.diskEncryption
        return {
          at: vmPath('diskEncryptionConfiguration'),
          message: `diskEncryptionConfiguration is not supported for Linux pools from VM or gallery images, and Azure Disk Encryption ${describeRetirement(retirement, today)}`,
          help: 'write securityProfile: { encryptionAtHost: true } instead',
        }
      },
    },
  ]),
]
