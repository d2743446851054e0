/** Azure's published schema of a pool's properties, walked: which properties there are, and bodies that hold each. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isJsonObject, type Json, type JsonObject } from '../../src/shared/json.js'

const folder = resolve('../shared/arm-schemas')

export const armVersions = ['2019-08-01', '2023-11-01', '2024-07-01', '2025-06-01'] as const
export const armSchemasAreHere = existsSync(folder)

interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly enum?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly oneOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema
}

/** A property, or the elements of a list. */
export interface ArmNode {
  /** `.startTask.resourceFiles[].filePath` */
  readonly path: string
  readonly steps: readonly string[]
  readonly schema: Schema
}

export interface ArmPool {
  readonly version: string
  readonly nodes: ReadonlyMap<string, ArmNode>
  /** Properties of a pool with this value at this node, and around it no more than has to be there. */
  readonly bodyWith: (node: ArmNode, value: Json) => JsonObject
  /** The smallest value that a schema takes. */
  readonly least: (schema: Schema) => Json
}

interface SchemaFile {
  readonly resourceDefinitions: Readonly<Record<string, Schema>>
  readonly definitions: Readonly<Record<string, Schema>>
}

export function readArmPool(version: string): ArmPool {
  const text = readFileSync(resolve(folder, `Microsoft.Batch.${version}.json`), 'utf8')
  const file = JSON.parse(text) as SchemaFile

  /** Without references, and without `[parameters('…')]`, which a template may write anywhere. */
  function settled(schema: Schema): Schema {
    const { $ref, oneOf } = schema
    if ($ref !== undefined) return settled(file.definitions[$ref.split('/').at(-1)!]!)
    if (oneOf === undefined) return schema
    const [own, ...others] = oneOf.filter((part) => part.$ref?.endsWith('/expression') !== true)
    if (own === undefined || others.length > 0) throw new Error('more than one alternative')
    return settled(own)
  }

  const nodes = new Map<string, ArmNode>()
  function walk(given: Schema, steps: readonly string[]): void {
    const schema = settled(given)
    const path = steps.map((step) => (step === '[]' ? step : `.${step}`)).join('')
    if (steps.length > 0) nodes.set(path, { path, steps, schema })
    for (const [name, inner] of Object.entries(schema.properties ?? {}))
      walk(inner, [...steps, name])
    if (schema.items !== undefined) walk(schema.items, [...steps, '[]'])
  }
  const root = settled(file.resourceDefinitions['batchAccounts_pools']!.properties!['properties']!)
  walk(root, [])

  function least(given: Schema, name = ''): Json {
    const schema = settled(given)
    if (schema.enum !== undefined) return schema.enum[0]!
    switch (schema.type) {
      case 'integer':
        return schema.minimum ?? 1
      case 'boolean':
        return true
      case 'array':
        return []
      case 'string':
        return /timeout|interval|pause/i.test(name) ? 'PT30M' : 'x'
      case undefined:
      default:
        return Object.fromEntries(
          (schema.required ?? []).map((key) => [key, least(schema.properties![key]!, key)]),
        )
    }
  }

  function place(given: Schema, steps: readonly string[], value: Json): Json {
    const [step, ...rest] = steps
    const schema = settled(given)
    if (step === undefined) return value
    if (step === '[]') return [place(schema.items!, rest, value)]
    const around = least(schema)
    const inner = place(schema.properties![step]!, rest, value)
    return { ...(isJsonObject(around) ? around : {}), [step]: inner }
  }

  const bodyWith = ({ steps }: ArmNode, value: Json) => place(root, steps, value) as JsonObject
  return { version, nodes, bodyWith, least }
}
