import { makesManagedImage, nameSource, osSourceOf, osSourcePath } from '../image-sources.js'
import type { AzureRule } from '../rule.js'

export const architectureAllowed: AzureRule = {
  id: 'image/architecture-allowed',
  title: 'a managed image is made of x64 systems only',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries',
  needs: 'facts',
  check: (config, facts) => {
    const os = osSourceOf(facts)
    const architecture = os?.disk?.architecture
    if (os === undefined || architecture === undefined || !makesManagedImage(facts)) return []
    if (architecture.toLowerCase() === 'x64') return []
    return [
      {
        at: osSourcePath(config),
        message: `${nameSource(os)} is ${architecture}, of which Azure makes no managed image`,
        help: 'go straight to a gallery version: gallery-source: snapshots, with an image definition of that architecture',
      },
    ]
  },
}
