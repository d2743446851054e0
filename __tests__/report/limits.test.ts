import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fitLines, keepEnds, toOutputJson } from '../../src/report/limits.js'
import type { Json } from '../../src/shared/json.js'

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>

describe('an output', () => {
  test('is valid JSON within its limit, whatever it holds, and unchanged where it fits', () => {
    fc.assert(
      fc.property(
        fc.array(json, { maxLength: 40 }),
        fc.integer({ min: 100, max: 2_000 }),
        (value, most) => {
          const text = toOutputJson(value, most)
          expect(Buffer.byteLength(text)).toBeLessThanOrEqual(Math.max(most, 2))
          expect(() => JSON.parse(text) as unknown).not.toThrow()
          const whole = JSON.stringify(value)
          if (Buffer.byteLength(whole) <= most) expect(text).toBe(whole)
        },
      ),
    )
  })

  test('counts what is left out', () => {
    const all = Array.from({ length: 5_000 }, (_, at) => ({
      rule: 'x/y',
      message: `number ${String(at)}`,
    }))
    const shown = JSON.parse(toOutputJson(all)) as { omitted?: number }[]
    expect(shown.length).toBeGreaterThan(1_000)
    expect(shown.at(-1)).toEqual({
      omitted: all.length - (shown.length - 1),
      see: 'the file of report-path holds everything',
    })
  })
})

describe('a message', () => {
  test('within 4,096 characters keeps its end, where the remedy is', () => {
    const text = `${'long '.repeat(3_000)}; set hyper-v-generation to V2`
    expect(keepEnds(text).length).toBeLessThanOrEqual(4_096)
    expect(keepEnds(text)).toMatch(/; set hyper-v-generation to V2$/)
  })

  test('of many long lines keeps cause and remedy', () => {
    const lines = [
      ...['failed to create pool render', `Code: ${'x'.repeat(9_000)}`],
      ...['  cause: the quota is used up', '  what to do: ask for more'],
      ...Array.from({ length: 300 }, (_, at) => `  evidence: ${String(at)} ${'y'.repeat(300)}`),
    ]
    const text = fitLines(lines).join('\n')
    expect(text.length).toBeLessThanOrEqual(4_096)
    expect(text).toContain('failed to create pool render')
    expect(text).toContain('  cause: the quota is used up\n')
    expect(text).toContain('  what to do: ask for more\n')
    expect(text).toMatch(/more lines: see the summary/)
  })
})
