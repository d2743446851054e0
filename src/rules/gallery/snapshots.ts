import { holdsGuestState, securityTypeOf } from '../../plan/image-definition.js'
import { resolveGallery } from '../../plan/resolve-gallery.js'
import { idKey } from '../../shared/arm-id.js'
import { showValue } from '../../shared/show-value.js'
import { nameSource, settledSources } from '../kit/image-sources.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const nouns: Readonly<Record<string, string>> = { vm: 'a virtual machine', vhd: 'a VHD' }
/** https://learn.microsoft.com/azure/virtual-machines/azure-compute-gallery */
const mostGB = 2048
/** https://learn.microsoft.com/azure/virtual-machines/image-version */
const mostDataGB = 1024

export const gallerySnapshotsRules = rulesOn('facts', [
  {
    id: 'gallery/snapshot-sources',
    title:
      'a version straight from snapshots is made of something other than snapshots or managed disks',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/image-version',
    check: ({ gallery }, { image }) => {
      if (gallery?.source !== 'snapshots' || image === undefined) return []
      return [image.osSource, ...image.dataSources].flatMap(({ path, given, found }) => {
        const noun = nouns[found.kind]
        if (noun === undefined) return []
        const message = `${showValue(given)} is ${noun}, which gallery-source: snapshots cannot take`
        return { at: path, message, help: 'give a snapshot, or set gallery-source: image' }
      })
    },
  },
  {
    id: 'gallery/snapshots-feed-definition',
    title:
      'snapshots may not feed a definition that merely supports Trusted Launch or Confidential VMs',
    // Microsoft's pages contradict each other:
    // @unverified version/trusted-launch-snapshot That of Trusted Launch leaves snapshots out, that of galleries lists them.
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/trusted-launch',
    check: (config, facts) => {
      const { definition, from, traits } = resolveGallery(config, facts) ?? {}
      if (definition === undefined || from?.source.kind !== 'disks') return []
      const held = securityTypeOf(definition)
      if (!held.toLowerCase().endsWith('supported')) return []
      // A source with guest state is refused for sure: `gallery/definition-security-type` finds it.
      if (traits !== undefined && holdsGuestState(traits.securityType)) return []
      return {
        at: ['gallery', 'source'],
        message: `image definition ${definition.id} has the security type ${held}, for which Azure may take no snapshots`,
        help: 'set gallery-source: image, which goes by a managed image, or give a definition with the security type Standard',
      }
    },
  },
  {
    id: 'gallery/snapshots-once',
    title: 'a version straight from snapshots takes one of them twice',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/troubleshooting-shared-images',
    check: (config, facts) => {
      const source = resolveGallery(config, facts)?.from?.source
      if (source?.kind !== 'disks') return []
      const ids = [source.osId, ...source.data.map(({ id }) => id)].map(idKey)
      return [...(facts.image?.dataSources ?? [])].flatMap(({ found, given, path }) => {
        if (found.kind !== 'disk') return []
        const count = ids.filter((id) => id === idKey(found.id)).length
        if (count < 2) return []
        const message = `${showValue(given)} is given ${String(count)} times, Azure takes a snapshot for one disk only`
        const help = 'give each disk a snapshot of its own, or set gallery-source: image'
        return { at: path, message, help }
      })
    },
  },
  {
    id: 'gallery/disks-fit-version',
    title: 'a disk is too large for a version that is replicated in full: 2 TB, data disks 1 TB',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/azure-compute-gallery',
    check: ({ gallery }, facts) => {
      if (gallery === undefined || gallery.replicationMode === 'Shallow') return []
      return settledSources(facts).flatMap((source, index): Found => {
        const size = source.disk?.sizeGB
        const most = index === 0 ? mostGB : mostDataGB
        if (size === undefined || source.kind === 'vm' || size <= most) return []
        return {
          at: source.path,
          message: `${nameSource(source)} has ${String(size)} GB, a gallery version takes ${String(most)} GB for ${index === 0 ? 'the OS disk' : 'a data disk'}`,
          help: 'take a snapshot of a smaller disk, keep large data out of the image, or write replicationMode: Shallow',
        }
      })
    },
  },
])
