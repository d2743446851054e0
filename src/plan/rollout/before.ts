/** What a pool was before a rollout touched it: for putting it back, also by a later run. */
import type { Pool } from '../../ports/azure.js'
import { readOnlyPoolProperties } from '../../inputs/check/keys.js'
import {
  isJsonArray,
  isJsonObject,
  withoutKeys,
  withoutUndefined,
  type Json,
  type JsonObject,
} from '../../shared/json.js'
import { objectAt } from '../../shared/json-at.js'
import { wholeScale } from '../../model/hidden-values.js'
import { lineageNames, ownMetadata } from '../../model/lineage.js'
import type { PropertyDifference } from '../../model/pool-diff.js'
import type { PoolBefore } from '../../model/step.js'
import { metadataOf } from '../../model/pool-metadata.js'

/** Left out of what is put back in place: written apart from it, with the nodes. */
const apart: readonly string[] = ['scaleSettings', 'metadata']

/** The differences that only come true while the pool has no nodes, or change nothing but what is written. */
export function besidesScale(
  differing: readonly PropertyDifference[],
): readonly PropertyDifference[] {
  return differing.filter(({ property }) => !apart.includes(property))
}

/** What putting the pool back takes, when these properties are changed. What it did not have cannot be unset. */
export function beforeOf(existing: Pool, names: readonly string[]): PoolBefore {
  const { properties, identity, tags } = existing
  const held = Object.entries(properties).filter(
    ([name]) => names.includes(name) && !apart.includes(name),
  )
  const lists = names.filter((name) => isListProperty(name) && properties[name] === undefined)
  const emptied = lists.map((name) => [name, []] as const)
  const shown = [...held.map(([name, value]) => [name, writable(value)] as const), ...emptied]
  return {
    body: withoutUndefined({
      identity: names.includes('identity') ? writableIdentity(identity) : undefined,
      tags: names.includes('tags') ? (tags ?? {}) : undefined,
      properties: shown.length === 0 ? undefined : Object.fromEntries(shown),
    }),
    scaleSettings: scaleOf(existing),
    needsNoNodes: names.length > 0,
  }
}

function isListProperty(name: string): boolean {
  return ['applicationPackages', 'mountConfiguration', 'userAccounts'].includes(name)
}

function scaleOf(pool: Pool): JsonObject {
  const none = { fixedScale: { targetDedicatedNodes: 0, targetLowPriorityNodes: 0 } }
  return wholeScale(pool) ?? none
}

/**
 * Body of a PUT that makes the pool again as a GET shows it, without what only Azure sets; where an unfinished run
 * changed it, as it was before that.
 */
export function wholeBody(pool: Pool): JsonObject {
  const { identity, tags, properties } = pool
  const before = markedBefore(properties)
  const scaleSettings = before?.scaleSettings ?? wholeScale(pool)
  const metadata = metadataOf(properties).filter(({ name }) => !isOfThePast.includes(name))
  return withoutUndefined({
    identity: before?.body['identity'] ?? writableIdentity(identity),
    tags: before?.body['tags'] ?? tags,
    properties: {
      ...writableObject(withoutKeys(properties, 'metadata')),
      ...objectAt(before?.body, 'properties'),
      ...(scaleSettings !== undefined && { scaleSettings }),
      ...(metadata.length > 0 && { metadata }),
    },
  })
}

/** Not true of a pool that is made again: it has no unfinished run, and none of the secrets of before. */
const isOfThePast: readonly (Json | undefined)[] = [lineageNames.before, lineageNames.written]

/** What Azure takes back of what it shows. */
function writable(value: Json): Json {
  if (isJsonArray(value)) return value.map(writable)
  return isJsonObject(value) ? writableObject(value) : value
}

function writableObject(value: JsonObject): JsonObject {
  const kept = Object.entries(value).filter(([name]) => !readOnlyPoolProperties.has(name))
  return Object.fromEntries(kept.map(([name, held]) => [name, writable(held)]))
}

/** Of an identity Azure tells ids that it does not take. */
function writableIdentity(identity: Json | undefined): Json | undefined {
  if (!isJsonObject(identity)) return undefined
  const ids = objectAt(identity, 'userAssignedIdentities')
  const { type } = identity
  if (ids === undefined) return withoutUndefined({ type })
  const named = Object.fromEntries(Object.keys(ids).map((id) => [id, {}]))
  return withoutUndefined({ type, userAssignedIdentities: named })
}

/** What a run writes on a pool before it takes the nodes away, for one that comes after it. */
export function markerOf({ body, scaleSettings, needsNoNodes }: PoolBefore): string {
  return JSON.stringify({ body, scaleSettings, needsNoNodes })
}

/** What an unfinished run left on a pool; undefined where none did, or what it left cannot be read. */
export function markedBefore(properties: JsonObject): PoolBefore | undefined {
  const own = Object.entries(ownMetadata(properties))
  const text = own.find(([name]) => name.toLowerCase() === lineageNames.before)?.[1]
  const marker = text === undefined ? undefined : parse(text)
  const [body, scaleSettings] = [objectAt(marker, 'body'), objectAt(marker, 'scaleSettings')]
  if (body === undefined || scaleSettings === undefined) return undefined
  return { body, scaleSettings, needsNoNodes: marker?.['needsNoNodes'] !== false }
}

function parse(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined // somebody wrote into it
  }
}
