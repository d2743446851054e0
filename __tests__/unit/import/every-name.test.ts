/** A pool with every property of the table, written in each form by the table, comes back as it was. */
import { describe, expect, test } from '@jest/globals'
import { poolsSchemaOptions } from './schema-options.js'
import { convertProperties } from '../../../src/import/convert.js'
import { namesIn } from '../../../src/pool-forms/forms-of.js'
import type { PoolForm, PoolName } from '../../../src/pool-forms/pool-name.js'
import { poolNames } from '../../../src/pool-forms/pool-names.js'
import type { Json, JsonObject } from '../../../src/shared/json.js'

const isInner = ({ arm }: PoolName) => poolNames.some((other) => other.arm.startsWith(`${arm}.`))

/** A value that the property can have, in Resource Manager's spelling. */
function sample(name: PoolName, index: number): Json {
  if (name.kind === 'duration') return 'P1DT2H30M'
  if (name.kind === 'switch') return 'Enabled'
  if (name.kind === 'json') return { setting: { index, empty: null } }
  const { options, type } = poolsSchemaOptions(name.arm)
  if (options !== undefined) return options.at(-1)!
  if (type === 'number') return 1000 + index
  if (type === 'boolean') return index % 2 === 0
  return name.kind === 'application'
    ? `/accounts/a/applications/app${String(index)}`
    : `text ${String(index)}`
}

type Draft = Record<string, unknown>

function put(into: Draft, path: string, value: unknown): void {
  const parts = path.split('.')
  let here = into
  parts.forEach((part, at) => {
    const key = part.replace('[]', '')
    const isLast = at === parts.length - 1
    if (part.endsWith('[]')) {
      const list = (here[key] ??= []) as unknown[]
      if (isLast) list.push(value)
      else here = (list[0] ??= {}) as Draft
    } else if (isLast) here[key] = value
    else here = (here[key] ??= {}) as Draft
  })
}

function written(form: PoolForm, name: PoolName, value: Json): unknown {
  const isOfService = form === 'service' || form === 'powershell'
  if (name.kind === 'switch' && isOfService) return true
  if (name.kind === 'duration' && form === 'service') return '1 day, 2:30:00'
  if (name.kind === 'duration' && form === 'powershell') return { Ticks: 954_000_000_000 }
  if (name.kind === 'json' && form === 'terraform') return JSON.stringify(value)
  if (name.kind === 'port-range' && form === 'terraform') return '1000-1099'
  const isChoice = poolsSchemaOptions(name.arm).options !== undefined
  return isChoice && typeof value === 'string' && form === 'service' ? value.toLowerCase() : value
}

/** Terraform puts a block into a list of one. */
function asBlocks(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map((item: unknown) => (isMap(item) ? blocksIn(item) : item))
  return isMap(value) ? [blocksIn(value)] : value
}
const isMap = (value: unknown): value is Draft =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const blocksIn = (map: Draft): Draft =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, asBlocks(value)]))

describe.each(['arm', 'service', 'terraform', 'powershell'] as const)('from %s', (form) => {
  const document: Draft = {}
  const wanted: Draft = {}
  namesIn(form).forEach(({ name, path }, index) => {
    if (isInner(name)) return
    const isPair = /^(metadata|startTask\.environmentSettings)\[\]\./.test(name.arm)
    if (isPair && form !== 'arm' && form !== 'service') return
    const value: Json =
      name.kind === 'port-range' ? (name.arm.endsWith('Start') ? 1000 : 1099) : sample(name, index)
    put(wanted, name.arm, value)
    put(document, path, written(form, name, value))
  })
  if (form === 'terraform' || form === 'powershell') {
    put(wanted, 'metadata[]', { name: 'team', value: 'render' })
    put(wanted, 'startTask.environmentSettings[]', { name: 'A', value: '' })
    const names = namesIn(form)
    const pathOf = (arm: string) =>
      names.find(({ name }) => name.arm === arm)!.path.replace('[]', '')
    put(document, pathOf('metadata[]'), { team: 'render' })
    put(document, pathOf('startTask.environmentSettings[]'), { A: '' })
  }

  test('every property that it can say arrives', () => {
    const source = (form === 'terraform' ? terraform(document) : document) as JsonObject
    const { properties, dropped, problems } = convertProperties(form, source)
    expect(properties).toEqual(wanted)
    expect([...dropped, ...problems]).toEqual([])
  })
})

/** Maps of names and values stay maps. */
function terraform(document: Draft): Draft {
  const { metadata, ...rest } = document
  const blocks = blocksIn(rest)
  const [startTask] = blocks['start_task'] as Draft[]
  const environment = 'common_environment_properties'
  return {
    ...blocks,
    metadata,
    start_task: [{ ...startTask, [environment]: (startTask![environment] as unknown[])[0] }],
  }
}
