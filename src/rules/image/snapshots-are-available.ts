import { nameSource, settledSources } from '../image-sources.js'
import type { AzureRule, Violation } from '../rule.js'

export const snapshotsAreAvailable: AzureRule = {
  id: 'image/snapshots-are-available',
  title: 'no snapshot is still being copied in the background',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/disks-instant-access-snapshots',
  needs: 'facts',
  check: (_config, facts) =>
    settledSources(facts).flatMap((source): readonly Violation[] => {
      const state = source.disk?.accessState
      if (source.kind !== 'snapshot' || state === undefined || !/^pending$/i.test(state)) return []
      return [
        {
          at: source.path,
          message: `${nameSource(source)} has access state ${state}: its data is not all there yet`,
          help: 'wait until its snapshotAccessState is Available',
        },
      ]
    }),
}
