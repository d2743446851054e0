import { nameSource, osSourceOf } from '../image-sources.js'
import type { AzureRule } from '../rule.js'

export const generationAgrees: AzureRule = {
  id: 'image/generation-agrees',
  title: 'the Hyper-V generation that is given is the one of the source',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/generation-2',
  needs: 'facts',
  check: (config, facts) => {
    const os = osSourceOf(facts)
    const given = config.image?.hyperVGeneration
    if (given === undefined || os?.hyperVGeneration === undefined) return []
    if (os.hyperVGeneration === given) return []
    return [
      {
        at: ['image', 'hyperVGeneration'],
        message: `generation ${given} is given, but ${nameSource(os)} is generation ${os.hyperVGeneration}`,
        help: `leave hyper-v-generation out, or give ${os.hyperVGeneration}`,
      },
    ]
  },
}
