import type * as v from 'valibot'
import type { Path } from '../../shared/finding.js'
import { isJsonObject, type Json, type JsonObject } from '../../shared/json.js'
import { lifetimeOf, partsOf } from './parts.js'
import { poolResourceSchema } from './pool-properties.js'
import { isAlive, type Lifetime } from './vocabulary.js'

/** The newest API version that the schema knows. */
export const newestApiVersion = '2025-06-01'
/** The last that documents managed images. */
export const managedImageApiVersion = '2019-08-01'

/** Where a pool differs from what an API version has. */
export interface OutsideVersion {
  readonly kind: 'property' | 'value' | 'missing'
  /** From the body's top: `['properties', 'startTask', 'resourceFiles', 0, 'identityReference']`. */
  readonly path: Path
  /** The value that the property cannot have. */
  readonly value?: string
  /** First version that has it. */
  readonly since?: string
  /** First version that no longer has it. */
  readonly until?: string
  /** What to write where it is not there. */
  readonly instead?: string
}

/** What in the body of a pool the API version (a date, `2024-07-01`) does not have, or misses; in the order written. */
export function findOutsideVersion(
  body: JsonObject,
  apiVersion: string,
): readonly OutsideVersion[] {
  return visit({ schema: poolResourceSchema, value: body, path: [] }, apiVersion)
}

interface Place {
  readonly schema: v.GenericSchema
  readonly value: Json
  readonly path: Path
}

function visit({ schema, value, path }: Place, apiVersion: string): readonly OutsideVersion[] {
  if (!isGiven(value)) return []
  const { since, until, instead, valuesSince, valuesUntil } = lifetimeOf(schema)
  if (!isAlive({ since, until }, apiVersion)) {
    return [{ kind: 'property', path, ...given({ since, until, instead }) }]
  }
  if (typeof value === 'string') {
    const lifetime = { since: versionOf(value, valuesSince), until: versionOf(value, valuesUntil) }
    return isAlive(lifetime, apiVersion) ? [] : [{ kind: 'value', path, value, ...given(lifetime) }]
  }
  const { entries, item } = partsOf(schema)
  if (item !== undefined && Array.isArray(value)) {
    return value.flatMap((element: Json, index) =>
      visit({ schema: item, value: element, path: [...path, index] }, apiVersion),
    )
  }
  if (entries === undefined || !isJsonObject(value)) return []
  const inside = Object.entries(value).flatMap(([key, child]) => {
    const entry = entries.get(key)
    const place = { value: child, path: [...path, key] }
    return entry === undefined ? [] : visit({ schema: entry, ...place }, apiVersion)
  })
  const missing = [...entries].filter(
    ([key, entry]) =>
      isNeeded(entry, apiVersion) &&
      (value[key] ?? null) === null &&
      // Written under its other name, which is told.
      !inside.some((outside) => outside.instead === key),
  )
  return [
    ...inside,
    ...missing.map(([key]): OutsideVersion => ({ kind: 'missing', path: [...path, key] })),
  ]
}

function isNeeded(schema: v.GenericSchema, apiVersion: string): boolean {
  const { needed, ...lifetime } = lifetimeOf(schema)
  if (needed === undefined || !isAlive(lifetime, apiVersion)) return false
  return needed === 'always' || apiVersion < needed.before
}

/** Empty maps and null hold nothing to lose. */
function isGiven(value: Json): boolean {
  return value !== null && !(isJsonObject(value) && Object.keys(value).length === 0)
}

type Told = Pick<OutsideVersion, 'since' | 'until' | 'instead'>

function versionOf(value: string, versions: Lifetime['valuesSince'] = {}): string | undefined {
  const plain = value.toLowerCase()
  return Object.entries(versions).find(([name]) => name.toLowerCase() === plain)?.[1]
}

function given(parts: { readonly [K in keyof Told]?: string | undefined }): Told {
  const { since, until, instead } = parts
  return {
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(instead !== undefined && { instead }),
  }
}
