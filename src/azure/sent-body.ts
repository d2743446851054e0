/**
 * A body on its way through an SDK's model. The models know the properties of their API version and drop
 * others without a word, so a write is compared with what was given before it leaves.
 */
import { isJsonObject, type Json, type JsonObject } from '../shared/json.js'

/**
 * ARM's `{location, tags, properties: {...}}` as @azure/arm-compute's models have it: `properties` laid flat, dates
 * as `Date` (only `endOfLifeDate` is one in what we send).
 */
export function toModel(body: JsonObject): Record<string, unknown> {
  const { properties, ...rest } = body
  const flat = isJsonObject(properties) ? { ...rest, ...properties } : rest
  return withDates(flat) as Record<string, unknown>
}

function withDates(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDates)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === dateKey && typeof inner === 'string' ? new Date(inner) : withDates(inner),
    ]),
  )
}

const dateKey = 'endOfLifeDate'

/**
 * A check that the body on the wire says what `sent` says, no more and no less. Throws an Error naming every
 * property that differs: a mistake of ours, not of the user's.
 */
export function bodyCheck(sent: JsonObject): (wire: string) => void {
  return (wire) => {
    const differing = differences(sent, JSON.parse(wire) as Json)
    if (differing.length > 0) {
      throw new Error(`the SDK does not send the body as given: ${differing.join(', ')}`)
    }
  }
}

/** Paths at which two bodies differ; an absent property equals one that is not there. */
function differences(sent: Json | undefined, wire: Json | undefined, path = ''): string[] {
  if (Array.isArray(sent) && Array.isArray(wire)) {
    const longest = Math.max(sent.length, wire.length)
    return Array.from({ length: longest }, (_, index) =>
      differences(sent[index] as Json, wire[index] as Json, `${path}[${String(index)}]`),
    ).flat()
  }
  if (isJsonObject(sent) && isJsonObject(wire)) {
    return [...new Set([...Object.keys(sent), ...Object.keys(wire)])].flatMap((key) =>
      differences(sent[key], wire[key], path === '' ? key : `${path}.${key}`),
    )
  }
  if (sent === wire) return []
  return path.endsWith(dateKey) && sameInstant(sent, wire) ? [] : [path]
}

function sameInstant(a: Json | undefined, b: Json | undefined): boolean {
  return typeof a === 'string' && typeof b === 'string' && Date.parse(a) === Date.parse(b)
}

/** Services keep these to themselves: their absence from an answer says nothing. */
const neverShown = /password|secret|key$|sastoken/i

/**
 * Whether what is there is what was sent: every property sent is there with its value, letter case of texts
 * ignored (ids and regions come back in any), secrets not looked for. What the service adds does not matter.
 */
export function holds(there: Json | undefined, sent: Json, key = ''): boolean {
  if (there === undefined || there === null) return neverShown.test(key) || isNothing(sent)
  if (Array.isArray(sent)) {
    return (
      Array.isArray(there) &&
      there.length === sent.length &&
      sent.every((item: Json, index) => holds(there[index] as Json, item))
    )
  }
  if (isJsonObject(sent)) {
    return (
      isJsonObject(there) &&
      Object.entries(sent).every(([name, value]) => holds(member(there, name), value, name))
    )
  }
  if (typeof sent === 'string' && typeof there === 'string') return sameText(sent, there, key)
  return sent === there || neverShown.test(key)
}

function sameText(sent: string, there: string, key: string): boolean {
  if (sent.toLowerCase() === there.toLowerCase() || neverShown.test(key)) return true
  if (key === dateKey) return sameInstant(sent, there)
  // `Korea Central` is answered as `koreacentral` and the other way about.
  const isRegion = key === 'location' || key === 'name'
  const short = (text: string): string => text.toLowerCase().replace(/\s/g, '')
  return isRegion && short(sent) === short(there)
}

/** Ids are names of members too (`userAssignedIdentities`), and ids come back in any letter case. */
function member(object: JsonObject, name: string): Json | undefined {
  if (name in object) return object[name]
  const key = Object.keys(object).find((other) => other.toLowerCase() === name.toLowerCase())
  return key === undefined ? undefined : object[key]
}

/** What a service may leave out of its answer without meaning anything by it. */
function isNothing(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0
  return value === null || value === false || (isJsonObject(value) && isEmpty(value))
}

function isEmpty(object: JsonObject): boolean {
  return Object.keys(object).length === 0
}
