import type { GenericSchema } from 'valibot'
import { expectedOf } from '../inputs/expected.js'
import { partsOf } from '../inputs/pool-schema/parts.js'
import { poolPropertiesSchema } from '../inputs/pool-schema/pool-properties.js'
import { plainChoice } from '../pool-forms/find-name.js'
import type { PoolName } from '../pool-forms/pool-name.js'
import { isJsonArray, isJsonObject, type Json } from '../shared/json.js'
import { toIsoDuration } from './durations.js'

/** A value as Resource Manager writes it; undefined where it is none that the property can have. */
export function toArmValue(name: PoolName, value: Json): Json | undefined {
  switch (name.kind) {
    case 'duration':
      return toIsoDuration(value)
    case 'switch':
      if (typeof value === 'boolean') return value ? 'Enabled' : 'Disabled'
      if (value === 'true' || value === 'false') return value === 'true' ? 'Enabled' : 'Disabled'
      break
    case 'json':
      return typeof value === 'string' ? (parsed(value) ?? value) : value
    case undefined:
    case 'pairs':
    case 'port-range':
    case 'application':
      break
  }
  return toType(schemaAt(name.arm), value)
}

function toType(schema: GenericSchema | undefined, value: Json): Json | undefined {
  const options = optionsOf(schema)
  if (options !== undefined) {
    if (typeof value === 'number') return numbered.get(options.join())?.[value]
    if (typeof value !== 'string') return undefined
    return options.find((option) => plainChoice(option) === plainChoice(value)) ?? value
  }
  const type = schema?.type
  if (type === 'number' && typeof value === 'string' && /^-?\d{1,15}$/.test(value)) {
    return Number(value)
  }
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  const isBare = typeof value === 'number' || typeof value === 'boolean'
  return type === 'string' && isBare ? String(value) : value
}

/** PowerShell prints choices as numbers unless told otherwise; of these two the protocol's order is known. */
const numbered: ReadonlyMap<string, readonly string[]> = new Map([
  ['TCP,UDP', ['TCP', 'UDP']],
  ['Standard_LRS,Premium_LRS,StandardSSD_LRS', ['Standard_LRS', 'Premium_LRS', 'StandardSSD_LRS']],
])

function optionsOf(schema: GenericSchema | undefined): readonly string[] | undefined {
  const expected = expectedOf(schema)
  return expected?.kind === 'choice' ? expected.values : undefined
}

const found = new Map<string, GenericSchema | undefined>()

/** The schema of a property; of a list without maps that of its items. */
function schemaAt(arm: string): GenericSchema | undefined {
  if (found.has(arm)) return found.get(arm)
  let here: GenericSchema | undefined = poolPropertiesSchema
  for (const part of arm.split('.')) {
    here = here && partsOf(here).entries?.get(part.replace('[]', ''))
    if (part.endsWith('[]')) here = here && partsOf(here).item
  }
  found.set(arm, here)
  return here
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJson(value) ? value : undefined
  } catch {
    return undefined // no JSON after all
  }
}

function isJson(value: unknown): value is Json {
  return (
    value === null ||
    ['boolean', 'number', 'string'].includes(typeof value) ||
    isJsonObject(value) ||
    Array.isArray(value)
  )
}

/** `{a: b}` as a list of name and value; a list stays one. */
export function toPairs(value: Json): Json {
  if (isJsonArray(value) || !isJsonObject(value)) return value
  return Object.entries(value).map(([name, held]) => ({ name, value: textOf(held) }))
}

function textOf(value: Json): string {
  if (value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
