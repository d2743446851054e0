import { markNames, ownMetadata } from '../../model/lineage.js'
import { isJsonObject, type JsonObject } from '../../shared/json.js'
import { objectAt } from '../../shared/json-at.js'

type Items = Readonly<Record<string, string>>

/** The marks that the request for an image or a version puts on it: of its tags. */
export function marksOfTags(body: JsonObject): Items {
  return pick(textItems(objectAt(body, 'tags') ?? {}))
}

/** The marks that the request for a pool puts on it: of its metadata. */
export function marksOfPool(body: JsonObject): Items {
  const properties = body['properties']
  return isJsonObject(properties) ? pick(ownMetadata(properties)) : {}
}

/** Whether what is there was made by the run of these marks: run, config and date all say so, and none of them is missing. */
export function hasMarks(shown: Items, marks: Items): boolean {
  // Azure keeps names of tags in the case that somebody last wrote them in.
  const values = new Map(Object.entries(shown).map(([name, value]) => [name.toLowerCase(), value]))
  return markNames.every((name) => marks[name] !== undefined && values.get(name) === marks[name])
}

function pick(items: Items): Items {
  const marks: [string, string][] = []
  for (const name of markNames) {
    const value = items[name]
    if (value !== undefined) marks.push([name, value])
  }
  return Object.fromEntries(marks)
}

function textItems(object: JsonObject): Items {
  const items: [string, string][] = []
  for (const [name, value] of Object.entries(object)) {
    if (typeof value === 'string') items.push([name, value])
  }
  return Object.fromEntries(items)
}
