import { showSource } from '../../model/image-source.js'
import type { AzureRule, Violation } from '../rule.js'
import { nameSource, settledSources } from '../image-sources.js'

export const sourceIsAsAzureTakesIt: AzureRule = {
  id: 'image/source-is-as-azure-takes-it',
  title: 'ids begin with a slash, and VHDs are blobs in Azure storage',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/rest/api/compute/images/create-or-update',
  needs: 'facts',
  check: (_config, facts) =>
    settledSources(facts).flatMap((source): Violation[] => {
      const { kind, id, path } = source
      if (kind === 'vhd') return /^https?:\/\//i.test(id) ? [] : [oddUri(id, path)]
      if (id.startsWith('/')) return []
      return [
        {
          at: path,
          message: `${nameSource(source)} lacks its leading slash, which az sends as it is and Azure may refuse`,
          help: `write /${id}`,
        },
      ]
    }),
}

function oddUri(uri: string, at: Violation['at']): Violation {
  return {
    at,
    message: `"${showSource(uri)}" is taken for the URI of a VHD because of its colon, and is not an https one`,
    help: 'write the https URI of a page blob in Azure storage, or a name or id without a colon',
  }
}
