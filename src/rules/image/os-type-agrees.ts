import { nameSource, osSourceOf } from '../image-sources.js'
import type { AzureRule } from '../rule.js'

export const osTypeAgrees: AzureRule = {
  id: 'image/os-type-agrees',
  title: 'the OS type that is given is the one of the source',
  severity: 'error',
  docs: 'https://learn.microsoft.com/cli/azure/image#az-image-create',
  needs: 'facts',
  check: (config, facts) => {
    const os = osSourceOf(facts)
    const given = config.image?.osType
    if (given === undefined || os?.osType === undefined || os.osType === given) return []
    return [
      {
        at: ['image', 'osType'],
        message: `OS type ${given} is given, but ${nameSource(os)} is ${os.osType}`,
        help: `leave os-type out, or give ${os.osType}`,
      },
    ]
  },
}
