import { parentOf } from '../pool-forms/forms-of.js'
import { poolNames } from '../pool-forms/pool-names.js'
import type { Path } from '../shared/finding.js'
import { isJsonObject, withoutKeys, type Json, type JsonObject } from '../shared/json.js'
import { placesAt, replacedAt, type Place } from './places.js'

/** A key that only a person can supply. */
export interface Ask {
  /** In the config: `pool.properties.userAccounts[0].password`. */
  readonly path: Path
  /** What to write, as an example. */
  readonly example: Json
}

export interface WithoutSecrets {
  readonly properties: JsonObject
  /** Required secrets that the form does not hold. */
  readonly asks: readonly Ask[]
  /** Variables that stand for secrets which the form did hold. */
  readonly variables: readonly string[]
}

/** Puts a reference to the environment in the place of every secret, and asks for those that are missing. */
export function takeOutSecrets(properties: JsonObject): WithoutSecrets {
  const taken = new Set<string>()
  const variables: string[] = []
  const asks: Ask[] = []
  let result: JsonObject = properties
  const refer = (place: Place, key: string) => {
    const variable = freeName(variableName(place, key), taken)
    taken.add(variable)
    return { variable, reference: { fromEnvironment: variable } }
  }
  for (const { parent, key } of secretKeys) {
    for (const place of placesAt(properties, parent)) {
      const held = place.value[key]
      const isHeld = held !== undefined && !isExpression(held)
      if (!isHeld && !isRequired(parent, key, place.value)) {
        // A secret parameter of a template holds nothing.
        if (held !== undefined) result = replaced(result, place, withoutKeys(place.value, key))
        continue
      }
      if (!isHeld && held !== undefined) {
        result = replaced(result, place, withoutKeys(place.value, key))
      }
      const { variable, reference } = refer(place, key)
      const path = [...place.path, key]
      if (!isHeld) asks.push({ path: ['pool', 'properties', ...path], example: reference })
      else {
        result = asObject(replacedAt(result, path, reference))
        variables.push(variable)
      }
    }
  }
  for (const place of placesAt(properties, 'startTask.resourceFiles[]')) {
    for (const key of ['httpUrl', 'storageContainerUrl']) {
      const held = place.value[key]
      if (typeof held !== 'string' || !/[?&]sig=/i.test(held)) continue
      const { variable, reference } = refer(place, key)
      result = asObject(replacedAt(result, [...place.path, key], reference))
      variables.push(variable)
    }
  }
  return { properties: result, asks, variables }
}

function replaced(result: JsonObject, { path }: Place, value: JsonObject): JsonObject {
  return asObject(replacedAt(result, path, value))
}

function asObject(value: Json): JsonObject {
  return isJsonObject(value) ? value : {}
}

function isExpression(value: Json): boolean {
  return typeof value === 'string' && /^\[[^[].*\]$/s.test(value)
}

const secretKeys = poolNames
  .filter(({ isSecret }) => isSecret === true)
  .map(({ arm }) => ({ parent: parentOf(arm), key: arm.slice(arm.lastIndexOf('.') + 1) }))

/** Whether the pool cannot be created without it. */
function isRequired(parent: string, key: string, value: JsonObject): boolean {
  const has = (...keys: readonly string[]) => keys.some((one) => value[one] !== undefined)
  if (parent === 'userAccounts[]') return true
  if (parent.endsWith('azureFileShareConfiguration')) return true
  if (parent.endsWith('cifsMountConfiguration')) return true
  if (parent.endsWith('azureBlobFileSystemConfiguration')) {
    return key === 'accountKey' && !has('sasKey', 'identityReference')
  }
  const isRegistry = key === 'password'
  return isRegistry && has('username') && !has('identityReference')
}

const nameKeys = [
  'name',
  'accountName',
  'userName',
  'registryServer',
  'username',
  'filePath',
  'containerName',
]

/** `RENDER_PASSWORD` for the password of the user render. */
function variableName({ path, value }: Place, key: string): string {
  const named = nameKeys.map((name) => value[name]).find((held) => typeof held === 'string')
  const owner = named ?? path.findLast((step) => typeof step === 'string') ?? 'pool'
  const host = owner.replace(/^https?:\/\//, '').replace(/\/.*$/s, '')
  return `${screaming(host)}_${screaming(key.replace(/([a-z])([A-Z])/g, '$1_$2'))}`
}

function screaming(text: string): string {
  const plain = text
    .toUpperCase()
    .replace(/[^A-Z\d]+/g, '_')
    .replace(/^_+|_+$/g, '')
  return /^\d/.test(plain) ? `_${plain}` : plain
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  for (let count = 2; ; count += 1) {
    const next = `${wanted}_${String(count)}`
    if (!taken.has(next)) return next
  }
}
