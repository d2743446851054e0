import { nameSource, settledSources } from '../image-sources.js'
import type { AzureRule, Violation } from '../rule.js'

export const sourcesAreComplete: AzureRule = {
  id: 'image/sources-are-complete',
  title: 'every source is finished: created without failure, its background copy at 100 %',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/disks-copy-incremental-snapshot-across-regions',
  needs: 'facts',
  check: (_config, facts) =>
    settledSources(facts).flatMap((source): Violation[] => {
      const { disk, kind, path } = source
      if (disk === undefined || kind === 'vm') return []
      const { provisioningState = 'Succeeded', completionPercent } = disk
      if (provisioningState !== 'Succeeded') {
        const failed = provisioningState === 'Failed'
        return [
          {
            at: path,
            message: `${nameSource(source)} is in state ${provisioningState}`,
            help: failed
              ? `create the ${kind} again: this one holds no usable data`
              : `wait until the ${kind} is Succeeded, then run again`,
          },
        ]
      }
      if (completionPercent === undefined || completionPercent >= 100) return []
      return [
        {
          at: path,
          message: `${nameSource(source)} is still being copied: ${String(completionPercent)} %`,
          help: 'wait until its completionPercent is 100, then run again',
        },
      ]
    }),
}
