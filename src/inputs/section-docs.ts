import type { Path } from '../shared/finding.js'

/** Where the keys of each section are told of. */
const pages: ReadonlyMap<string | number | undefined, string> = new Map([
  ['snapshots', 'https://learn.microsoft.com/cli/azure/snapshot#az-snapshot-create'],
  ['image', 'https://learn.microsoft.com/cli/azure/image#az-image-create'],
  [
    'gallery',
    'https://learn.microsoft.com/cli/azure/sig/image-version#az-sig-image-version-create',
  ],
  ['pool', 'https://learn.microsoft.com/azure/templates/microsoft.batch/batchaccounts/pools'],
  ['rollout', 'https://learn.microsoft.com/azure/batch/batch-pool-update-properties'],
])

/** What a finding at a path in the config takes on: the page about its section, if it is in one. */
export function sectionDocs([section]: Path): { readonly docs?: string } {
  const docs = pages.get(section)
  return docs === undefined ? {} : { docs }
}
