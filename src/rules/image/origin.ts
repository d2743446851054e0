import { valueOf } from '../../model/check-facts.js'
import { parseMarketplaceId } from '../../model/node-agent.js'
import { nameOfId } from '../../shared/arm-id.js'
import { osSourceOf, osSourcePath } from '../kit/image-sources.js'
import { rulesOn } from '../kit/rules-on.js'
import { inSubscription, listSupportedImages } from '../../shared/az-command.js'

export const imageOriginRules = rulesOn('facts', [
  {
    id: 'image/origin-has-no-extensions',
    title: 'the virtual machine that the image comes from has extensions',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
    reads: ['origin'],
    check: (config, { image, snapshots, checks: live }) => {
      // Of the machine that the run takes snapshots of, the rules of snapshots say more.
      if (snapshots !== undefined) return []
      const found = image?.osSource.found
      const vm = found?.kind === 'vm' ? found.vm : valueOf(live?.origin)?.machine
      const extensions = vm?.extensions ?? []
      if (vm === undefined || extensions.length === 0) return []
      return {
        at: osSourcePath(config),
        message: `VM ${vm.id}, which the image comes from, has extensions (${extensions.join(', ')}): what they left in the image can keep nodes from starting`,
        help: `remove the extensions (${extensions.map((name) => `az vm extension delete --ids ${vm.id}/extensions/${name}`).join('; ')}), generalize the VM and take the snapshot again`,
      }
    },
  },
  {
    id: 'image/origin-is-supported',
    title: 'Batch does not support the marketplace image that the image comes from',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-linux-nodes',
    reads: ['origin'],
    check: (config, facts) => {
      const disk = osSourceOf(facts)?.disk
      const id = disk?.imageReferenceId ?? valueOf(facts.checks?.origin)?.disk.imageReferenceId
      const base = parseMarketplaceId(id ?? '') ?? facts.pool?.baseImage
      const supported = facts.pool?.supportedImages
      // The list is read only where a node agent is to be chosen from it.
      if (
        facts.snapshots !== undefined ||
        facts.image === undefined ||
        base === undefined ||
        supported === undefined
      )
        return []
      const { publisher, offer, sku } = base
      const isBase = (image: { publisher: string; offer: string; sku: string }): boolean =>
        [image.publisher, image.offer, image.sku].join(':').toLowerCase() ===
        [publisher, offer, sku].join(':').toLowerCase()
      if (supported.some(isBase)) return []
      return {
        at: osSourcePath(config),
        message: `the image comes from ${publisher}:${offer}:${sku}, which is not among the images that Batch supports`,
        help: `build on an image that ${listSupportedImages(facts.pool?.accountId)} shows, or test the node agent with a small pool first`,
      }
    },
  },
  {
    id: 'image/generation-is-that-of-the-disk',
    title: 'a snapshot states another generation than the disk that it was taken of',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/generation-2',
    reads: ['origin'],
    check: (config, facts) => {
      const snapshot = osSourceOf(facts)?.disk
      const disk = valueOf(facts.checks?.origin)?.disk
      if (snapshot?.kind !== 'snapshot' || disk === undefined) return []
      const { hyperVGeneration: stated, sourceUniqueId } = snapshot
      const truth = disk.hyperVGeneration
      if (stated === undefined || truth === undefined || stated === truth) return []
      // Made anew under the old name: nothing is known of the disk that the snapshot was taken of.
      const isOther = sourceUniqueId !== undefined && disk.uniqueId !== sourceUniqueId
      if (isOther && disk.uniqueId !== undefined) return []
      return {
        at: osSourcePath(config),
        message: `snapshot ${nameOfId(snapshot.id)} says that it is of generation ${stated}, and the disk that it was taken of, ${nameOfId(disk.id)}, is of generation ${truth}: az before 2.54 writes V1 into every snapshot, and nodes of the wrong generation do not boot`,
        help: `take it again with az snapshot create -g <group> -n <name> --source ${disk.id} --hyper-v-generation ${truth}${inSubscription(snapshot.id)}, or let this action take it (snapshot-source-vm)`,
      }
    },
  },
])
