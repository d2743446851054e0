import { nameSource, settledSources } from '../image-sources.js'
import type { AzureRule, Violation } from '../rule.js'

export const networkAccessAllowsCopies: AzureRule = {
  id: 'image/network-access-allows-copies',
  title: 'snapshots that a gallery copies to other regions are open to it',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/disks-restrict-import-export-overview',
  needs: 'facts',
  check: ({ gallery }, facts) => {
    if (gallery?.source !== 'snapshots') return []
    return settledSources(facts).flatMap((source): readonly Violation[] => {
      const policy = source.disk?.networkAccessPolicy
      if (policy === undefined || /^allowall$/i.test(policy)) return []
      return [
        {
          at: source.path,
          message: `${nameSource(source)} has network access policy ${policy}, which may keep the gallery from copying it`,
          help: 'allow access (az snapshot update --network-access-policy AllowAll) while the version is made, or go via a managed image',
        },
      ]
    })
  },
}
