import { resolveGallery } from '../../plan/resolve-gallery.js'
import { idKey } from '../../shared/arm-id.js'
import { showValue } from '../../shared/show-value.js'
import type { AzureRule } from '../rule.js'

export const snapshotsOnce: AzureRule = {
  id: 'gallery/snapshots-once',
  title: 'a version straight from snapshots takes each of them once',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/troubleshooting-shared-images',
  needs: 'facts',
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
      return [{ at: path, message, help }]
    })
  },
}
