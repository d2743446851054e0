import { isJsonObject, type Json } from '../../shared/json.js'
import { showValue } from '../../shared/show-value.js'
import type { OfflineRule, Problem } from '../rule.js'

const path = ['pool', 'properties', 'metadata']

export const poolMetadata: OfflineRule = {
  id: 'config/pool-metadata',
  title: 'the metadata of a pool are pairs of name and value',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#metadataitem',
  needs: 'config',
  check: ({ pool }) => {
    const metadata = pool?.properties?.['metadata'] ?? undefined
    if (metadata === undefined) return []
    if (Array.isArray(metadata)) return metadata.flatMap(problemsOfItem)
    const message = `metadata is ${showValue(metadata)}, not a list`
    return [{ at: path, message, help: 'write a list of maps: - { name: …, value: … }' }]
  },
}

function problemsOfItem(item: Json, index: number): readonly Problem[] {
  const at = [...path, index]
  if (!isJsonObject(item)) {
    const message = `${showValue(item)} is not a pair of name and value`
    return [{ at, message, help: 'write { name: …, value: … }' }]
  }
  return ['name', 'value'].flatMap((key): Problem[] => {
    const text = item[key]
    if (typeof text === 'string' && (text !== '' || key === 'value')) return []
    if (text === undefined || text === null || text === '') {
      return [
        { at: [...at, key], message: `an item of metadata has no ${key}`, help: `give ${key}` },
      ]
    }
    const message = `${key} is ${showValue(text)}, which is not text`
    return [{ at: [...at, key], message, help: 'put it in quotes' }]
  })
}
