import type { Json, JsonObject } from '../shared/json.js'
import { objectsAt, textAt } from '../shared/json-at.js'
import { isLineageName, ownMetadata } from './lineage.js'
import type { MetadataEdit } from './step.js'

/**
 * `metadata` of a pool after an edit; Batch replaces the list as a whole, so it is made from what the pool has. Names
 * of ours are compared without regard to letter case.
 */
export function editedMetadata(properties: JsonObject, edit: MetadataEdit): readonly Json[] {
  const { theirs = theirMetadata(properties), set, remove } = edit
  const gone = new Set([...remove, ...Object.keys(set)].map((name) => name.toLowerCase()))
  const kept = Object.entries(ownMetadata(properties)).filter(
    ([name]) => !gone.has(name.toLowerCase()),
  )
  const own = [...kept, ...Object.entries(set)].map(([name, value]) => ({ name, value }))
  return [...theirs, ...own]
}

/** What of a pool's metadata is not this action's. */
export function theirMetadata(properties: JsonObject): readonly Json[] {
  return metadataOf(properties).filter((item) => {
    const name = textAt(item, 'name')
    return name === undefined || !isLineageName(name)
  })
}

/** The items of a pool's metadata, whoever wrote them. */
export function metadataOf(properties: JsonObject): readonly JsonObject[] {
  return objectsAt(properties, 'metadata')
}
