import { lineageNames, ownMetadata } from '../../model/lineage.js'
import { isJsonObject, type JsonObject } from '../../shared/json.js'
import { objectAt } from '../../shared/json-at.js'

type Items = Readonly<Record<string, string>>

/** What tells this run's own from what another one made under the same name. */
const names = [lineageNames.run, lineageNames.digest, lineageNames.made]

/** The marks that the request for an image or a version puts on it: of its tags. */
export function marksOfTags(body: JsonObject): Items {
  return pick(textItems(objectAt(body, 'tags') ?? {}))
}

/** The marks that the request for a pool puts on it: of its metadata. */
export function marksOfPool(body: JsonObject): Items {
  const properties = body['properties']
  return isJsonObject(properties) ? pick(ownMetadata(properties)) : {}
}

/** Whether what is there has every mark; never without any, as then it may be anybody's. */
export function hasMarks(shown: Items, marks: Items): boolean {
  const all = Object.entries(marks)
  return all.length > 0 && all.every(([name, value]) => shown[name] === value)
}

function pick(items: Items): Items {
  const marks: [string, string][] = []
  for (const name of names) {
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
