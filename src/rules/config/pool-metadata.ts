import type { Json } from '../../shared/json.js'
import { textAt } from '../../shared/json-at.js'
import { ownNameProblem } from '../tags.js'
import type { OfflineRule } from '../rule.js'

const path = ['pool', 'properties', 'metadata']

export const poolMetadata: OfflineRule = {
  id: 'config/pool-metadata',
  title: 'the metadata of a pool have names, and none that this action writes itself',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#metadataitem',
  needs: 'config',
  check: ({ pool }) => {
    const metadata = pool?.properties?.['metadata']
    if (!Array.isArray(metadata)) return []
    return metadata.flatMap((item: Json, index) => {
      const name = textAt(item, 'name')
      const at = [...path, index, 'name']
      if (name === undefined) return []
      if (name !== '') return ownNameProblem('metadata', name, at)
      return [{ at, message: 'an item of metadata has no name', help: 'give name' }]
    })
  },
}
