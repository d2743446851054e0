import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import { parseYaml } from '../../src/inputs/yaml/parse-yaml.js'
import { actionInputs } from '../../src/inputs/inputs-table.js'
import {
  mergeLocated,
  originAt,
  plainValue,
  type LocatedValue,
} from '../../src/inputs/yaml/located-value.js'
import { checkConfig } from '../../src/rules/index.js'
import { memorySource } from './memory-source.js'

const parse = (text: string, file = 'a.yml') =>
  parseYaml(text, (span) => ({ kind: 'file', file, span }))

/** YAML has more to say than JSON: pieces of it, put together at random. */
const scraps = fc
  .array(
    fc.constantFrom(
      ...['image:', 'pool:', 'gallery:', 'name', ': ', '\n', '\n  ', '- ', '&a ', '*a', '<<: *a'],
      ...['[', ']', '{', '}', ',', '"', "'", '|', '>', '#', '---\n', '!t ', '? ', '\t', '%', '@'],
      ...['__proto__', 'constructor', 'null', '1e999', '0x', 'properties', 'x'],
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''))
const anyText = fc.oneof(scraps, fc.string({ maxLength: 200 }), fc.json())

/** JSON without -0, which reads back as 0. */
const key = fc.oneof(fc.constantFrom('a', 'b', 'c', 'constructor', 'toString'), fc.string())
const json = fc.letrec((tie) => ({
  leaf: fc.oneof(fc.string(), fc.boolean(), fc.constant(null), fc.integer()),
  value: fc.oneof({ depthSize: 'small' }, tie('leaf'), tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.dictionary(
    key.filter((name) => name !== '__proto__' && name !== '<<'),
    tie('value'),
    { maxKeys: 5, noNullPrototype: true },
  ),
}))

describe('whatever is written', () => {
  test('nothing throws, and every finding says what and how', async () => {
    const names = actionInputs.map(({ name }) => name)
    const inputs = fc.dictionary(fc.constantFrom(...names), anyText, { maxKeys: 6 })
    await fc.assert(
      fc.asyncProperty(anyText, inputs, async (text, given) => {
        const source = memorySource({
          inputs: { ...given, config: 'a.yml' },
          files: { 'a.yml': text },
        })
        const { configs, findings } = await loadInputs(source)
        for (const { message, help, rule } of [...findings, ...configs.flatMap(checkConfig)]) {
          expect([message, help, rule].every((said) => said !== '')).toBe(true)
          expect(message).not.toMatch(/undefined|\[object|Invalid (type|key)/)
        }
        expect(Object.prototype).toEqual({})
      }),
      { numRuns: 300 },
    )
  })

  test('a value that was written is found again at its path, in YAML and in JSON', () => {
    fc.assert(
      fc.property(json.map, (value) => {
        for (const text of [stringify(value), JSON.stringify(value, null, '\t')]) {
          const { root, findings } = parse(text)
          expect(findings).toEqual([])
          expect(plainValue(root!)).toEqual(value)
        }
      }),
    )
  })
})

describe('one layer over another', () => {
  const layer = (value: unknown, file: string): LocatedValue =>
    parse(JSON.stringify(value), file).root!

  test('what is above wins, what is only below stays, and both know where they came from', () => {
    fc.assert(
      fc.property(json.map, json.map, (below, above) => {
        const merged = mergeLocated(layer(below, 'below'), layer(above, 'above'))
        expectMerged(plainValue(merged), below, above)
        expect(plainValue(mergeLocated(merged, layer(above, 'above')))).toEqual(plainValue(merged))
        for (const [name, value] of Object.entries(above as object)) {
          const origin = originAt(merged, [name])
          const isInner = typeof value === 'object' && value !== null && !Array.isArray(value)
          if (!isInner) expect(origin).toMatchObject({ file: 'above' })
        }
      }),
    )
  })

  function expectMerged(merged: unknown, below: unknown, above: unknown): void {
    if (!isMap(below) || !isMap(above)) {
      expect(merged).toEqual(above)
      return
    }
    if (!isMap(merged)) throw new Error('two maps merge into a map')
    expect(new Set(Object.keys(merged))).toEqual(
      new Set([...Object.keys(below), ...Object.keys(above)]),
    )
    for (const name of Object.keys(merged)) {
      if (!Object.hasOwn(above, name)) expect(merged[name]).toEqual(below[name])
      else if (!Object.hasOwn(below, name)) expect(merged[name]).toEqual(above[name])
      else expectMerged(merged[name], below[name], above[name])
    }
  }

  function isMap(value: unknown): value is Record<string, unknown> {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  }
})
