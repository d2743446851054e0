import type { Config } from '../../inputs/config.js'
import type { Facts } from '../../model/facts.js'
import { givenImagePath } from '../../model/given-image.js'
import { showSource } from '../../model/image-source.js'
import { encryptionSets } from '../../model/target-regions.js'
import type { Disk } from '../../ports/azure.js'
import { nameOfId, parseArmId } from '../../shared/arm-id.js'
import type { Path } from '../../shared/finding.js'
import { objectAt, objectsAt, textAt } from '../../shared/json-at.js'
import {
  nameSource,
  osSourceOf,
  osSourcePath,
  settledSources,
  sourcesOf,
} from '../kit/image-sources.js'
import { didYouMean, isInMissingPlace } from '../kit/missing.js'
import type { Found, Violation } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'
import { inSubscription } from '../../shared/az-command.js'

const nouns: Readonly<Record<string, string>> = {
  virtualmachines: 'VM',
  snapshots: 'snapshot',
  disks: 'disk',
}

export const imageSourcesInAzureRules = rulesOn('facts', [
  {
    id: 'image/sources-exist',
    title: 'a source of the image does not exist',
    docs: 'https://learn.microsoft.com/cli/azure/image#az-image-create',
    check: (_config, facts) =>
      sourcesOf(facts).flatMap(({ given, found, path }) => {
        if (found.kind !== 'missing') return []
        if (found.tried.every((id) => isInMissingPlace(id, facts))) return []
        const near = didYouMean(found.tried, facts)
        return {
          at: path,
          message: `"${showSource(given)}" was not found: there is no ${listOf(found.tried)}`,
          help:
            near ??
            'check the spelling, the resource group and the subscription; give the full id for a resource in another group',
        }
      }),
  },
  {
    id: 'image/sources-are-readable',
    title: 'a source of the image may not be read',
    docs: 'https://learn.microsoft.com/azure/role-based-access-control/permissions/compute',
    check: (_config, facts) =>
      sourcesOf(facts).flatMap(({ given, found, path }) => {
        if (found.kind !== 'unreadable') return []
        const { code, message } = found.failure.error
        const tolerable = found.assumed !== undefined && facts.image?.mode === 'plan'
        return {
          at: path,
          message: `"${showSource(given)}" could not be read: ${code}: ${message}`,
          help:
            found.assumed === undefined
              ? 'give the full id, which needs no look-up among VMs, snapshots and disks, or grant the role Reader on the resource group'
              : 'grant the identity of this run the role Reader on it, or on its resource group',
          ...(tolerable && { severity: 'warning' as const }),
        }
      }),
  },
  {
    id: 'image/sources-are-complete',
    title: 'a source is not finished: it failed, or its background copy is not at 100 %',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/disks-copy-incremental-snapshot-across-regions',
    check: (_config, facts) =>
      settledSources(facts).flatMap((source): Found => {
        const { disk, kind, path } = source
        if (disk === undefined || kind === 'vm') return []
        const { provisioningState = 'Succeeded', completionPercent } = disk
        if (provisioningState !== 'Succeeded') {
          const failed = provisioningState === 'Failed'
          return {
            at: path,
            message: `${nameSource(source)} is in state ${provisioningState}`,
            help: failed
              ? `create the ${kind} again: this one holds no usable data`
              : `wait until the ${kind} is Succeeded, then run again`,
          }
        }
        if (completionPercent === undefined || completionPercent >= 100) return []
        return {
          at: path,
          message: `${nameSource(source)} is still being copied: ${String(completionPercent)} %`,
          help: 'wait until its completionPercent is 100, then run again',
        }
      }),
  },
  {
    id: 'image/source-is-as-azure-takes-it',
    title: 'an ID does not begin with a slash, or a VHD is no blob in Azure storage',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/rest/api/compute/images/create-or-update',
    check: (_config, facts) =>
      settledSources(facts).flatMap((source): Found => {
        const { kind, id, path } = source
        if (kind === 'vhd') return /^https?:\/\//i.test(id) ? [] : oddUri(id, path)
        if (id.startsWith('/')) return []
        return {
          at: path,
          message: `${nameSource(source)} lacks its leading slash, which az sends as it is and Azure may refuse`,
          help: `write /${id}`,
        }
      }),
  },
  {
    id: 'image/vm-brings-its-own-disks',
    title: 'disks or their settings are given for an image of a VM, which takes those of the VM',
    docs: 'https://learn.microsoft.com/cli/azure/image#az-image-create',
    check: ({ image = {} }, facts) => {
      const os = osSourceOf(facts)
      if (os?.kind !== 'vm') return []
      const problems: Violation[] = []
      for (const key of ['dataDiskSources', 'dataSnapshots'] as const) {
        if ((image[key] ?? []).length > 0) {
          problems.push({
            at: ['image', key],
            message: `${nameSource(os)} is captured with the data disks that it has: no others can be added`,
            help: `remove ${key}, or name the snapshot of the VM's OS disk as the source`,
          })
        }
      }
      for (const key of ['storageSku', 'osDiskCaching', 'dataDiskCaching'] as const) {
        if (image[key] !== undefined) {
          problems.push({
            at: ['image', key],
            severity: 'warning',
            message: `${key} ${image[key]} has no effect: ${nameSource(os)} is captured with the settings of its disks`,
            help: `remove ${key}, or change the disks of the VM`,
          })
        }
      }
      return problems
    },
  },
  {
    id: 'image/os-disk-is-not-encrypted',
    title: 'the OS disk is encrypted by Azure Disk Encryption',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
    check: (config, facts) => {
      const os = osSourceOf(facts)
      if (os?.disk?.encrypted !== true) return []
      return {
        at: osSourcePath(config),
        message: `${nameSource(os)} is encrypted by Azure Disk Encryption: Batch nodes cannot start from it`,
        help: `decrypt the OS disk (az vm encryption disable -g <group> -n <machine>${inSubscription(os.id)}), then make the snapshot again`,
      }
    },
  },
  {
    id: 'image/network-access-allows-copies',
    title: 'a snapshot that a gallery has to copy to other regions is closed to it',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/disks-restrict-import-export-overview',
    check: ({ gallery }, facts) => {
      if (gallery?.source !== 'snapshots') return []
      return settledSources(facts).flatMap((source): Found => {
        const policy = source.disk?.networkAccessPolicy
        if (policy === undefined || /^allowall$/i.test(policy)) return []
        return {
          at: source.path,
          message: `${nameSource(source)} has network access policy ${policy}, which may keep the gallery from copying it`,
          help: `allow access (az ${source.kind} update --ids ${source.id} --network-access-policy AllowAll) while the version is made, or go via a managed image`,
        }
      })
    },
  },
  {
    id: 'image/snapshots-are-available',
    title: 'a snapshot is still being copied in the background',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/disks-instant-access-snapshots',
    check: (_config, facts) =>
      settledSources(facts).flatMap((source): Found => {
        const state = source.disk?.accessState
        if (source.kind !== 'snapshot' || state === undefined) return []
        if (/^instantaccess$/i.test(state)) {
          const message = `${nameSource(source)} has access state ${state}: disks can be made of it, but it cannot be copied yet`
          const help = 'wait until its snapshotAccessState is Available'
          return { at: source.path, message, help, severity: 'warning' }
        }
        if (!/^pending$/i.test(state)) return []
        return {
          at: source.path,
          message: `${nameSource(source)} has access state ${state}: its data is not all there yet`,
          help: 'wait until its snapshotAccessState is Available',
        }
      }),
  },
  {
    id: 'image/disks-fit-images',
    title:
      'a disk of the image is an Ultra disk, a Premium SSD v2 or one with sectors of 4096 bytes',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/disks-deploy-premium-v2',
    check: (config, facts) => [
      ...settledSources(facts).flatMap((source) =>
        unfitDisk(nameSource(source), source.disk, source.path),
      ),
      ...disksOfVm(facts).flatMap(({ name, disk }) => unfitDisk(name, disk, osSourcePath(config))),
    ],
  },
  {
    id: 'image/customer-managed-key',
    title: 'replicas of what is under a key of the customer would not be',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/image-version-encryption',
    check: (config, facts) => {
      const found = underCustomerKey(config, facts)
      if (found === undefined || encryptionSets(config.gallery ?? {}).length > 0) return []
      // A managed image that is there, and used as it is, stays under its key.
      if (facts.given !== undefined && config.gallery === undefined) return []
      const what = config.gallery === undefined ? 'the image' : 'the replicas of the image version'
      return {
        at: found.at,
        message: `${found.name} is encrypted with a customer-managed key, and ${what} will be under a key of the platform`,
        help: 'name a disk encryption set for each region (gallery.targetRegions[].encryption), if a key of yours is required',
      }
    },
  },
  {
    id: 'image/snapshots-are-locked',
    title: 'a snapshot is locked: it cannot be deleted before its policy ends',
    severity: 'notice',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/disks-incremental-snapshots',
    check: (_config, facts) =>
      settledSources(facts).flatMap((source): Found => {
        if (source.disk?.isLocked !== true) return []
        return {
          at: source.path,
          message: `${nameSource(source)} is locked by an immutability policy: it cannot be changed or deleted before that ends`,
          help: 'nothing is to be done to make an image of it; a cleanup of snapshots will be refused',
        }
      }),
  },
])

const refusedSkus = /^(PremiumV2|UltraSSD)_/i
const fourK = 4096

/** What Compute makes no image or version of: the SKU of the disk, or the sectors that it has from one. */
function unfitDisk(name: string, disk: Partial<Disk> | undefined, at: Violation['at']): Found {
  const { sku = '', logicalSectorSize } = disk ?? {}
  const help =
    'copy its data to a Premium SSD or Standard SSD disk (sectors of 512 bytes), and make the snapshot of that'
  if (refusedSkus.test(sku)) {
    return { at, message: `${name} is a disk of ${sku}: Azure makes no image of it`, help }
  }
  if (logicalSectorSize !== fourK) return []
  const message = `${name} has sectors of ${String(fourK)} bytes: Azure makes no image of it`
  return { at, message, help }
}

/** The data disks of the VM that the image is captured from: as they are, else as the VM says. */
function disksOfVm({ image }: Facts): readonly { name: string; disk: Partial<Disk> }[] {
  const { found } = image?.osSource ?? {}
  if (found?.kind !== 'vm') return []
  return (found.vm.dataDisks ?? []).map(({ lun, sku }) => {
    const read = found.dataDisks?.find((one) => one.lun === lun)?.disk
    return {
      name: `the data disk of LUN ${String(lun)} of the VM`,
      disk: { ...(sku !== undefined && { sku }), ...read },
    }
  })
}

/** What of the image's content is under a key of the customer. */
function underCustomerKey(config: Config, facts: Facts): { name: string; at: Path } | undefined {
  const disks = [
    ...settledSources(facts).map((source) => ({
      ...{ name: nameSource(source), disk: source.disk, at: source.path },
    })),
    ...disksOfVm(facts).map((one) => ({ ...one, at: osSourcePath(config) })),
  ]
  const found = disks.find(({ disk }) => /customerkey/i.test(disk?.encryptionType ?? ''))
  if (found !== undefined) return found
  const { given } = facts
  if (given?.kind !== 'managed-image') return undefined
  const storage = objectAt(given.image?.properties, 'storageProfile')
  const isHeld = [objectAt(storage, 'osDisk'), ...objectsAt(storage, 'dataDisks')].some(
    (disk) => textAt(disk, 'diskEncryptionSet', 'id') !== undefined,
  )
  return isHeld ? { name: `image ${nameOfId(given.id)}`, at: givenImagePath(config) } : undefined
}

/** `VM, snapshot or disk of that name in resource group g of subscription s` */
function listOf(tried: readonly string[]): string {
  const ids = tried.flatMap((id) => parseArmId(id) ?? [])
  const kinds = ids.map(({ types }) => nouns[types[0]?.toLowerCase() ?? ''] ?? 'resource')
  const last = kinds.at(-1) ?? 'resource'
  const kind = kinds.length > 1 ? `${kinds.slice(0, -1).join(', ')} or ${last}` : last
  const [first] = ids
  if (first === undefined) return kind
  const { name, resourceGroup, subscriptionId } = first
  return `${kind} ${name} in resource group ${resourceGroup} of subscription ${subscriptionId}`
}

function oddUri(uri: string, at: Violation['at']): Violation {
  return {
    at,
    message: `"${showSource(uri)}" is taken for the URI of a VHD because of its colon, and is not an https one`,
    help: 'write the https URI of a page blob in Azure storage, or a name or id without a colon',
  }
}
