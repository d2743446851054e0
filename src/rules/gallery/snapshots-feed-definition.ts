import { resolveGallery } from '../../plan/resolve-gallery.js'
import { securityTypeOf } from '../../plan/image-definition.js'
import type { AzureRule } from '../rule.js'

export const snapshotsFeedDefinition: AzureRule = {
  id: 'gallery/snapshots-feed-definition',
  title:
    'snapshots do not feed a definition that merely supports Trusted Launch or Confidential VMs',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/trusted-launch',
  needs: 'facts',
  check: (config, facts) => {
    const { definition, from } = resolveGallery(config, facts) ?? {}
    if (definition === undefined || from?.source.kind !== 'disks') return []
    const held = securityTypeOf(definition)
    if (!held.toLowerCase().endsWith('supported')) return []
    return [
      {
        at: ['gallery', 'source'],
        message: `image definition ${definition.id} has the security type ${held}, for which Azure takes no snapshots`,
        help: 'set gallery-source: image, which goes by a managed image, or give a definition with the security type Standard',
      },
    ]
  },
}
