/**
 * One pool in every form that people have it in must come to the same config. The forms lie beside the project, with what
 * they mean in `*.expected.json`.
 */
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import { checkConfigs } from '../../src/run/check-configs.js'
import { memorySource } from '../inputs/memory-source.js'
import { importPools } from '../../src/import/import-pools.js'
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../src/shared/json.js'
import { sharedText } from '../support/shared-material.js'

interface Expected {
  readonly name: string
  readonly account: string
  readonly identity: JsonObject
  readonly properties: JsonObject
  readonly secrets: readonly string[]
  readonly forms: Readonly<
    Record<
      string,
      {
        readonly account: string
        readonly missing: readonly string[]
        readonly mayAdd?: JsonObject
        readonly secrets: string
      }
    >
  >
}

const folder = ['field', 'forms']
const expectations = ['pool', 'autoscale'].flatMap((name): Expected[] => {
  const text = sharedText(...folder, `${name}.expected.json`)
  return text === undefined ? [] : [JSON.parse(text) as Expected]
})
const cases = expectations.flatMap((expected) =>
  Object.keys(expected.forms).map((file) => ({ file, expected })),
)

const read = (file: string): Json => parse(sharedText(...folder, file) ?? '') as Json

/** Only `.a[0].b`. */
const stepsOf = (path: string) =>
  path
    .split(' ')[0]!
    .split(/[.[\]]+/)
    .filter((step) => step !== '')

function takenOut(value: Json, [step = '', ...rest]: readonly string[]): Json {
  if (isJsonArray(value))
    return value.map((item, at) => (String(at) === step ? takenOut(item, rest) : item))
  if (!isJsonObject(value)) return value
  if (rest.length > 0) return { ...value, [step]: takenOut(value[step] ?? null, rest) }
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== step))
}

function valueAt(value: Json, steps: readonly string[]): Json | undefined {
  return steps.reduce<Json | undefined>(
    (here, step) =>
      isJsonArray(here) ? here[Number(step)] : isJsonObject(here) ? here[step] : undefined,
    value,
  )
}

/** Metadata and environment are sets, and secrets are compared elsewhere. */
function comparable(value: Json, key = ''): Json {
  if (isJsonArray(value)) {
    const items = value.map((item) => comparable(item))
    const isSet = key === 'metadata' || key === 'environmentSettings'
    return isSet
      ? [...items].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
      : items
  }
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, held]) => !(isJsonObject(held) && 'fromEnvironment' in held))
      .map(([inner, held]) => [inner, comparable(held, inner)]),
  )
}

function configsOf(file: string): readonly JsonObject[] {
  const { pools = [] } = importPools(read(file)) ?? {}
  return pools.map(({ yaml }) => parse(yaml ?? '') as JsonObject)
}

const skip = cases.length === 0 ? describe.skip : describe

skip('a pool in each of its forms', () => {
  test('there are some', () => {
    expect(cases.length).toBeGreaterThan(14)
  })

  test.each(cases)('$file means the same pool', ({ file, expected }) => {
    const [config, ...others] = configsOf(file)
    expect(others).toEqual([])
    const pool = config!['pool'] as JsonObject
    const form = expected.forms[file]!
    expect(pool['name']).toBe(expected.name)
    if (/^id$|in id/.test(form.account)) expect(pool['account']).toBe(expected.account)
    else expect(pool['account']).toBeUndefined()
    const wanted = form.missing.reduce<Json>((whole, path) => takenOut(whole, stepsOf(path)), {
      identity: expected.identity,
      properties: expected.properties,
    })
    const added = Object.entries(form.mayAdd ?? {}).filter(
      ([path, value]) => valueAt(pool, stepsOf(path)) === value,
    )
    const { identity, properties } = added.reduce<Json>(
      (whole, [path]) => takenOut(whole, stepsOf(path)),
      pool,
    ) as JsonObject
    expect(comparable({ ...(identity && { identity }), properties: properties ?? null })).toEqual(
      comparable(wanted),
    )
  })

  test.each(cases)('$file: every secret is a reference or asked for', ({ file, expected }) => {
    const { pools = [] } = importPools(read(file)) ?? {}
    const yaml = pools[0]?.yaml ?? ''
    expect(yaml).not.toMatch(/sample-not-a-password|c2FtcGxlLW5vdC1hLWtleQ/)
    const config = parse(yaml) as JsonObject
    for (const path of expected.secrets) {
      const reference = valueAt(config, ['pool', ...stepsOf(path)])
      const isAsked = yaml.includes(`# fill in: pool.${path}\n`)
      expect({ path, isAsked }).toEqual({
        path,
        isAsked: !expected.forms[file]!.secrets.startsWith('in the file'),
      })
      expect(isJsonObject(reference)).toBe(!isAsked)
    }
  })

  /** True of the pool, whoever wrote the config. */
  const ofThePool = [
    'pool/ephemeral-disk-without-spot',
    'pool/os-image-is-in-service',
    'pool/node-agent-is-in-service',
  ]

  test.each(cases)(
    '$file: validate asks for what is to be filled in, and nothing else',
    async ({ file }) => {
      const [pool] = importPools(read(file))?.pools ?? []
      const yaml = pool?.yaml ?? ''
      const asked = [...yaml.matchAll(/# fill in: (\S+)$/gm)].map(([, path]) => path!)
      const source = memorySource({
        inputs: { config: 'pool.yml', mode: 'validate' },
        files: { 'pool.yml': yaml },
      })
      const { general, configs } = await checkConfigs(
        await loadInputs(source),
        Date.parse('2026-11-30'),
      )
      const findings = [...general, ...configs.flatMap((config) => config.findings)].filter(
        ({ rule, severity }) => severity !== 'warning' || !ofThePool.includes(rule),
      )
      const said = findings.map(({ message, help }) => `${message} ${help}`)
      expect(said).toHaveLength(asked.length)
      for (const path of asked) expect(said.join('\n')).toContain(path)
    },
  )

  test.each([
    ['pools.arm-list.json', 'arm-get'],
    ['pools.az-list.json', 'az-show'],
  ])('%s holds both pools', (file, form) => {
    const { pools = [] } = importPools(read(file)) ?? {}
    const single = ['pool', 'autoscale'].map((name) => configsOf(`${name}.${form}.json`)[0])
    expect(pools.map(({ yaml }) => parse(yaml ?? '') as JsonObject)).toEqual(single)
    expect(pools.map(({ name }) => name)).toEqual(expectations.map(({ name }) => name))
  })
})
