import type { Pool } from '../ports/azure.js'
import { shortenId } from '../shared/arm-id.js'
import type { Path } from '../shared/finding.js'
import { pathText } from '../shared/path-text.js'
import {
  isJsonArray,
  isJsonObject,
  withoutUndefined,
  type Json,
  type JsonObject,
} from '../shared/json.js'
import { compareHidden, type DigestSecret } from './hidden-values.js'
import { withoutOwnMetadata } from './lineage.js'
import { isDefault, isNeverShown, isNothing, isSameValue, isShowable } from './pool-values.js'
import type { Change } from './step.js'

/** One property that is not as wanted. */
export interface PropertyDifference {
  /** From the body's top: `['properties', 'scaleSettings', 'fixedScale', 'targetDedicatedNodes']`. */
  readonly at: Path
  /** What a PATCH can set: a property of `properties`, else `identity` or `tags`. */
  readonly property: string
  /** As Azure has it; undefined: not set. */
  readonly from: Json | undefined
  /** As the user wrote it. */
  readonly to: Json
  /** Azure shows neither: `from` is what this action wrote last, where that may be told. */
  readonly isHidden?: true
}

/**
 * Where the pool that Azure shows is not what is wanted. Only what is written is compared: what Azure adds, fills in,
 * reorders or spells differently is no difference, and neither is what it never shows (secrets) or what this action
 * wrote of its own.
 */
export function diffPool(wanted: JsonObject, shown: JsonObject): readonly PropertyDifference[] {
  const { properties, identity, tags } = wanted
  return [
    ...propertyDifferences(properties, shown['properties']),
    ...identityDifferences(identity, shown['identity']),
    ...(isNothing(tags) ? [] : differences(['tags'], tags, shown['tags'])),
  ].map(({ at, from, to }) => ({ at, property: propertyOf(at), from, to }))
}

function propertyDifferences(wanted: Json | undefined, shown: Json | undefined): Difference[] {
  if (!isJsonObject(wanted) || isNothing(wanted)) return []
  const held = isJsonObject(shown) ? withoutOwnMetadata(shown) : shown
  return differences(['properties'], withoutOwnMetadata(wanted), held)
}

/**
 * Where what Azure never shows is not what this action wrote last. On a pool that it did not make nothing is remembered,
 * and of secrets nothing without `digest`.
 */
export function diffHidden(
  wanted: JsonObject,
  pool: Pick<Pool, 'id' | 'properties'>,
  digest: DigestSecret | undefined,
): readonly PropertyDifference[] {
  return compareHidden(wanted, pool, digest).changed.map(({ at, property, text, from }) => ({
    ...{ at, property, from, to: text },
    isHidden: true,
  }))
}

type Difference = Omit<PropertyDifference, 'property' | 'isHidden'>

function propertyOf(at: Path): string {
  return String(at[0] === 'properties' ? at[1] : at[0])
}

function differences(at: Path, wanted: Json | undefined, shown: Json | undefined): Difference[] {
  const key = lastKey(at)
  if (wanted === undefined || (shown === undefined && isNeverShown(key))) return []
  const isDifferent = [{ at, from: shown, to: wanted }]
  if (isNothing(wanted)) return isUnset(key, shown) ? [] : isDifferent
  if (isJsonArray(wanted)) {
    return isSameList(at, wanted, isJsonArray(shown) ? shown : []) ? [] : isDifferent
  }
  if (isJsonObject(wanted)) {
    const held = isJsonObject(shown) ? shown : {}
    return Object.entries(wanted).flatMap(([name, value]) =>
      differences([...at, name], value, valueOf(held, name)),
    )
  }
  if (isNothing(shown)) return isDefault(key, wanted) ? [] : isDifferent
  return shown !== undefined && isSameValue(key, wanted, shown) ? [] : isDifferent
}

/** Azure keeps no order in any list of a pool, and fills in each element. */
function isSameList(at: Path, wanted: readonly Json[], shown: readonly Json[]): boolean {
  if (wanted.length !== shown.length) return false
  const left = [...shown]
  return wanted.every((item) => {
    const found = left.findIndex((one) => differences(at, item, one).length === 0)
    if (found >= 0) left.splice(found, 1)
    return found >= 0
  })
}

/** Whether what is shown is what there is when nothing is written. */
function isUnset(key: string, shown: Json | undefined): boolean {
  if (shown === undefined || isDefault(key, shown)) return true
  return isJsonObject(shown) && Object.entries(shown).every(([name, value]) => isUnset(name, value))
}

/** The set of identities counts as a whole; what Azure tells about each of them does not. */
function identityDifferences(wanted: Json | undefined, shown: Json | undefined): Difference[] {
  if (!isJsonObject(wanted) || isNothing(wanted)) return []
  const held = isJsonObject(shown) ? shown : {}
  const { userAssignedIdentities: ids, ...rest } = wanted
  const from = namesOf(held['userAssignedIdentities'])
  const to = namesOf(ids)
  const at = ['identity', 'userAssignedIdentities']
  return [
    ...differences(['identity'], rest, shown),
    ...(ids === undefined || isSameList(at, to, from) ? [] : [{ at, from, to }]),
  ]
}

function namesOf(ids: Json | undefined): readonly string[] {
  return isJsonObject(ids) ? Object.keys(ids) : []
}

/** Azure reads names of properties in any letter case, and answers in its own. */
function valueOf(object: JsonObject, name: string): Json | undefined {
  if (name in object) return object[name]
  const key = Object.keys(object).find((one) => one.toLowerCase() === name.toLowerCase())
  return key === undefined ? undefined : object[key]
}

function lastKey(at: Path): string {
  return at.findLast((key) => typeof key === 'string') ?? ''
}

/** For the plan; values that may be secret are left out. */
export function changeOf({ at, from, to }: PropertyDifference): Change {
  const property = nameOf(at)
  if (!areShowable({ at, from, to })) return { property }
  return { property, to, ...withoutUndefined({ from }) }
}

function areShowable({ at, from, to }: Difference): boolean {
  const keys = at.map(String)
  return isShowable(keys, from) && isShowable(keys, to)
}

/** `scaleSettings.fixedScale.targetDedicatedNodes`: `properties` goes without saying. */
export function nameOf(at: Path): string {
  return pathText(at.slice(at[0] === 'properties' ? 1 : 0))
}

const longest = 120

/** `vmSize is Standard_D2s_v5, not Standard_D4s_v5`; secrets are named without their values. */
export function describeDifference({ at, from, to, isHidden }: PropertyDifference): string {
  const last = isHidden ? ' from what was written last (Azure never shows it)' : ''
  if (!areShowable({ at, from, to })) return `${nameOf(at)} differs${last}`
  return `${nameOf(at)} is ${show(from)}, not ${show(to)}`
}

function show(value: Json | undefined): string {
  if (value === undefined || value === null) return 'not set'
  const text = typeof value === 'string' ? shortenId(value) : JSON.stringify(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

/**
 * Body of the PATCH that makes these differences go: the changed properties as a whole, and nothing else. Tags that
 * nobody here asked for (Azure Policy adds some) stay: a PATCH replaces them all.
 */
export function patchBody(
  differing: readonly PropertyDifference[],
  body: JsonObject,
  existing?: Pick<Pool, 'tags'>,
): JsonObject {
  const names = new Set(differing.map(({ property }) => property))
  const properties = isJsonObject(body['properties']) ? body['properties'] : {}
  const changed = Object.entries(properties).filter(([name]) => names.has(name))
  return withoutUndefined({
    identity: names.has('identity') ? body['identity'] : undefined,
    tags: names.has('tags') ? withOthersIn(existing?.tags, body['tags']) : undefined,
    properties: changed.length === 0 ? undefined : Object.fromEntries(changed),
  })
}

/** Azure ignores letter case in names of tags. */
function withOthersIn(held: Json | undefined, wanted: Json | undefined): Json | undefined {
  if (!isJsonObject(held) || !isJsonObject(wanted)) return wanted
  const names = new Set(Object.keys(wanted).map((name) => name.toLowerCase()))
  const others = Object.entries(held).filter(([name]) => !names.has(name.toLowerCase()))
  return { ...Object.fromEntries(others), ...wanted }
}
