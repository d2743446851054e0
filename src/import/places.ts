import type { Path } from '../shared/finding.js'
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json.js'

/** A map somewhere in a pool. */
export interface Place {
  readonly path: Path
  readonly value: JsonObject
}

/** Every map at a path of Resource Manager (`userAccounts[]`), with where it is. */
export function placesAt(properties: JsonObject, arm: string): readonly Place[] {
  const steps = arm === '' ? [] : arm.split('.')
  let here: readonly { readonly path: Path; readonly value: Json }[] = [
    { path: [], value: properties },
  ]
  for (const step of steps) {
    const key = step.replace('[]', '')
    here = here.flatMap(({ path, value }) => {
      const held = isJsonObject(value) ? value[key] : undefined
      if (held === undefined) return []
      if (!step.endsWith('[]')) return [{ path: [...path, key], value: held }]
      const items = isJsonArray(held) ? held : []
      return items.map((item, index) => ({ path: [...path, key, index], value: item }))
    })
  }
  return here.flatMap(({ path, value }) => (isJsonObject(value) ? [{ path, value }] : []))
}

/** The same value with that at a path replaced. */
export function replacedAt(value: Json, path: Path, next: Json): Json {
  const [step, ...rest] = path
  if (step === undefined) return next
  if (isJsonArray(value)) {
    return value.map((item, index) => (index === step ? replacedAt(item, rest, next) : item))
  }
  if (!isJsonObject(value)) return value
  const held = value[step] ?? null
  return { ...value, [step]: replacedAt(held, rest, next) }
}
