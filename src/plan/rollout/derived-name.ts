import {
  isJsonArray,
  isJsonObject,
  withoutKeys,
  type Json,
  type JsonObject,
} from '../../shared/json.js'
import { objectAt } from '../../shared/json-at.js'
import { isNeverShown } from '../../model/pool-values.js'

/** https://learn.microsoft.com/rest/api/batchmanagement/pool/create#uri-parameters */
const longestName = 64
/** `-` and eight digits. */
const suffixLength = 9
/** A longer name loses its end to the digits. */
export const longestWholeName = longestName - suffixLength

/**
 * Name of the pool that takes over from the one of the config: the same for as long as what only a new pool brings is the
 * same. Neither the scale nor the metadata is part of it, and of secrets only what stands for them (`hidden`).
 */
export function derivedName(name: string, body: JsonObject, hidden: JsonObject = {}): string {
  const whole = objectAt(body, 'properties') ?? {}
  const properties = withoutKeys(whole, 'scaleSettings', 'metadata')
  const secrets = Object.values(withoutKeys(hidden, 'scaleSettings')).filter(
    (marks) => isJsonObject(marks) && Object.keys(marks).length > 0,
  )
  const said = {
    ...{ name: name.toLowerCase(), ...body, properties },
    ...(secrets.length > 0 && { secrets }),
  }
  return `${name.slice(0, longestWholeName)}-${digest(JSON.stringify(canonical(said)))}`
}

/** Keys in order, without what Azure keeps to itself. */
function canonical(value: Json): Json {
  if (isJsonArray(value)) return value.map(canonical)
  if (!isJsonObject(value)) return value
  const names = Object.keys(value).filter((name) => !isNeverShown(name))
  return names.sort().map((name) => [name, canonical(value[name] ?? null)])
}

/** FNV-1a, 32 bit, as eight hexadecimal digits: tells versions of one pool apart, and is no protection of anything. */
function digest(text: string): string {
  const offset = 0x811c9dc5
  const prime = 0x01000193
  let hash = offset
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, prime)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
