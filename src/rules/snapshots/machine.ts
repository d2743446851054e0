/** Whether the machine is fit to become nodes. Each remedy is possible in the state that the machine is in. */
import { isSameText } from '../../shared/same-text.js'
import type { SnapshotFacts } from '../../model/snapshots.js'
import type { VirtualMachine } from '../../ports/azure.js'
import type { Facts } from '../../model/facts.js'
import { valueOf } from '../../model/check-facts.js'
import { nameOfId } from '../../shared/arm-id.js'
import type { Found, Violation } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'
import { listSupportedImages } from '../../shared/az-command.js'

const generalizeDocs = 'https://learn.microsoft.com/azure/virtual-machines/generalize'
const batchImageDocs = 'https://learn.microsoft.com/azure/batch/batch-sig-images'
const at = ['snapshots', 'sourceVm']

/** A machine that must stay as it is, or cannot be changed any more. */
const fromACopy =
  'make the image from a copy: take a snapshot of its OS disk, make a disk and a virtual machine of that, prepare and generalize that one (docs/PREPARE-VM.md)'

/** `vm` in a sentence. */
function nameOf({ vmId }: SnapshotFacts): string {
  return `virtual machine ${nameOfId(vmId)}`
}

function ofMachine(
  check: (vm: VirtualMachine, facts: SnapshotFacts, all: Facts) => string | Violation | undefined,
  help: (vm: VirtualMachine, facts: SnapshotFacts, all: Facts) => string,
) {
  return (_config: unknown, all: Facts): Found => {
    const { snapshots } = all
    if (snapshots?.vm.kind !== 'found') return []
    const vm = snapshots.vm.value
    const found = check(vm, snapshots, all)
    if (found === undefined) return []
    return typeof found === 'string'
      ? { at, message: found, help: help(vm, snapshots, all) }
      : found
  }
}

function isRunning({ powerState }: VirtualMachine): boolean {
  return powerState === 'running' || powerState === 'starting'
}

export const snapshotsMachineRules = rulesOn({ needs: 'facts', docs: batchImageDocs }, [
  {
    id: 'snapshots/vm-exists',
    title: 'the virtual machine does not exist or may not be read',
    check: (_config, { snapshots }) => {
      if (snapshots === undefined || snapshots.vm.kind === 'found') return []
      const { vm, vmId, mode } = snapshots
      if (vm.kind === 'missing') {
        const message = `there is no virtual machine ${vmId}`
        const help =
          'check the spelling, the resource group and the subscription; give the ID of a machine in another group'
        return { at, message, help }
      }
      const { code, message } = vm.failure.error
      return {
        at,
        message: `virtual machine ${vmId} could not be read: ${code}: ${message}`,
        help: 'ask for the role Reader on the virtual machine and its disks',
        ...(mode === 'plan' && { severity: 'warning' as const }),
      }
    },
  },
  {
    id: 'snapshots/os-disk-is-managed',
    title: 'the OS disk of the virtual machine is not a managed disk',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/unmanaged-disks-deprecation',
    check: ofMachine(
      (vm, facts) => {
        if (vm.isUnmanaged === true) {
          return `the OS disk of ${nameOf(facts)} is a blob in a storage account, of which no snapshot resource can be taken`
        }
        if (vm.osDiskId !== undefined || vm.hasEphemeralOsDisk === true) return undefined
        const message = `Azure does not show which managed disk is the OS disk of ${nameOf(facts)}, so there is nothing to take a snapshot of`
        const look = `az vm show --ids ${facts.vmId} --query storageProfile.osDisk`
        return {
          at,
          message,
          help: `look at it yourself (${look}), and give its snapshot as os-snapshot`,
        }
      },
      (vm, { vmId }) =>
        vm.isGeneralized === true
          ? 'a generalized machine cannot be converted: make the image from the URI of its VHD (source)'
          : `convert it (az vm deallocate --ids ${vmId} && az vm convert --ids ${vmId}), or make the image from the URI of its VHD (source)`,
    ),
  },
  {
    id: 'snapshots/os-disk-is-not-ephemeral',
    title: 'the OS disk of the virtual machine is ephemeral',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/ephemeral-os-disks-faq',
    check: ofMachine(
      (vm, facts) =>
        vm.hasEphemeralOsDisk === true
          ? `the OS disk of ${nameOf(facts)} is ephemeral: it lies on the host, and Azure takes no snapshot of it`
          : undefined,
      () => 'prepare another virtual machine, with an OS disk that is a managed disk',
    ),
  },
  {
    id: 'snapshots/disks-are-not-encrypted',
    title: 'a disk is encrypted with Azure Disk Encryption',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/disk-encryption-overview',
    check: ofMachine(
      (vm, facts) => {
        const locked = facts.disks.filter(
          ({ disk }) => disk.kind === 'found' && disk.value.encrypted === true,
        )
        if (vm.isEncrypted !== true && locked.length === 0) return undefined
        return `${nameOf(facts)} is encrypted with Azure Disk Encryption: what is made from its disks does not boot without its keys`
      },
      (vm, { vmId }) =>
        vm.osType === 'Windows' && vm.isGeneralized !== true
          ? `switch the encryption off while the machine runs (az vm encryption disable --ids ${vmId}), then generalize it; encryption at host needs no change of the disks`
          : 'prepare another virtual machine without Azure Disk Encryption; encryption at host needs no change of the disks',
    ),
  },
  {
    id: 'snapshots/vm-has-no-purchase-plan',
    title: 'the virtual machine was made from an image with a purchase plan',
    check: ofMachine(
      (vm, facts) => {
        const ofDisk = facts.disks.flatMap(({ disk }) =>
          disk.kind === 'found' ? (disk.value.purchasePlan ?? []) : [],
        )[0]
        const plan = vm.purchasePlan ?? ofDisk
        if (plan === undefined) return undefined
        return `${nameOf(facts)} comes from a Marketplace image with a purchase plan (${plan.publisher}, ${plan.product}, ${plan.name}), of which Batch makes no nodes`
      },
      () => 'prepare a virtual machine from an image of a first-party publisher without a plan',
    ),
  },
  {
    id: 'snapshots/base-image-is-supported',
    title: 'the Batch account does not support the image that the virtual machine was made from',
    reads: ['supportedImages'],
    check: ofMachine(
      (vm, facts, { pool, checks }) => {
        const { publisher, offer, sku } = vm.baseImage ?? {}
        if (publisher === undefined || offer === undefined) return undefined
        const list = pool?.supportedImages ?? valueOf(checks?.supportedImages)
        if (list === undefined || list.length === 0) return undefined
        const isListed = list.some(
          (image) => isSameText(image.publisher, publisher) && isSameText(image.offer, offer),
        )
        if (isListed) return undefined
        return `${nameOf(facts)} was made from ${[publisher, offer, sku].filter(Boolean).join('/')}, which the Batch account does not support`
      },
      (_vm, _snapshots, { pool }) =>
        `prepare a virtual machine from one of the images that the account lists (${listSupportedImages(pool?.accountId)})`,
    ),
  },
  {
    id: 'snapshots/vm-is-generalized',
    title: 'the virtual machine is not generalized',
    docs: generalizeDocs,
    check: (config, { snapshots }) => {
      if (snapshots?.vm.kind !== 'found') return []
      const { value: vm } = snapshots.vm
      if (vm.isGeneralized === true) return []
      if (vm.isGeneralized === undefined) {
        const message = `Azure does not show whether ${nameOf(snapshots)} is generalized`
        const help = `check it (az vm get-instance-view --ids ${snapshots.vmId}): nodes made from a machine that is not do not come up`
        return { at, message, help, severity: 'warning' }
      }
      const isAllowed = config.snapshots?.allowNotGeneralized === true
      return {
        at,
        message: `${nameOf(snapshots)} is not generalized: nodes made from it keep its name, users and keys, and may not come up`,
        help: isAllowed
          ? 'make sure that it was deprovisioned (waagent) or generalized (sysprep) inside'
          : `${howToGeneralize(vm, snapshots.vmId)}; a machine that was prepared inside without being marked: allow-not-generalized: true; a machine that must stay in use: ${fromACopy}`,
        ...(isAllowed && { severity: 'warning' as const }),
      }
    },
  },
  {
    id: 'snapshots/vm-has-no-extensions',
    title: 'the virtual machine has extensions',
    check: (_config, { snapshots }) => {
      if (snapshots?.vm.kind !== 'found') return []
      const { value: vm } = snapshots.vm
      const { extensions = [] } = vm
      if (extensions.length === 0) return []
      const message = `${nameOf(snapshots)} has ${extensions.length === 1 ? 'the extension' : 'the extensions'} ${extensions.join(', ')}: what they leave on the disk keeps Batch from making nodes of it`
      if (vm.isGeneralized === true) {
        // It never starts again, and Azure changes extensions only on a machine that runs.
        return { at, message, help: `${fromACopy}, without extensions`, severity: 'warning' }
      }
      const remove = `remove ${extensions.length === 1 ? 'it' : 'them'} while the machine runs (${extensions.map((name) => `az vm extension delete --ids ${snapshots.vmId}/extensions/${name}`).join('; ')})`
      const start = isRunning(vm) ? '' : `start the machine (az vm start --ids ${snapshots.vmId}), `
      return { at, message, help: `${start}${remove}, then generalize it` }
    },
  },
  {
    id: 'snapshots/vm-is-stopped',
    title: 'the virtual machine runs while the snapshots are taken',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/snapshot-copy-managed-disk',
    check: ofMachine(
      (vm, facts) =>
        isRunning(vm)
          ? `${nameOf(facts)} is running: the snapshots are only crash-consistent, and each disk is taken at its own moment`
          : undefined,
      (_vm, { vmId }) => `deallocate it first (az vm deallocate --ids ${vmId})`,
    ),
  },
])

function howToGeneralize(vm: VirtualMachine, vmId: string): string {
  const inside =
    vm.osType === 'Windows'
      ? 'run sysprep in it (sysprep.exe /oobe /generalize /shutdown)'
      : 'deprovision it inside (sudo waagent -deprovision+user -force)'
  const mark = `az vm deallocate --ids ${vmId} && az vm generalize --ids ${vmId}`
  if (isRunning(vm)) return `${inside}, then ${mark}`
  return `start it (az vm start --ids ${vmId}), ${inside}, then ${mark}; if that was done before it was stopped, only the last is missing`
}
