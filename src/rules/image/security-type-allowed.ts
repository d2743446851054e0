import { makesManagedImage, nameSource, settledSources } from '../image-sources.js'
import type { AzureRule, Violation } from '../rule.js'

export const securityTypeAllowed: AzureRule = {
  id: 'image/security-type-allowed',
  title: 'no managed image is made of Trusted Launch or confidential VMs',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/trusted-launch',
  needs: 'facts',
  check: (_config, facts) => {
    if (!makesManagedImage(facts)) return []
    return settledSources(facts).flatMap((source): Violation[] => {
      const securityType = source.securityType ?? source.disk?.securityType
      if (securityType === undefined || securityType === 'Standard') return []
      return [
        {
          at: source.path,
          message: `${nameSource(source)} has security type ${securityType}, of which Azure makes no managed image`,
          help: 'go straight to a gallery version: gallery-source: snapshots, with an image definition of that security type',
        },
      ]
    })
  },
}
