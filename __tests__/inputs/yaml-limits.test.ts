import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isWithinLimits } from '../../src/inputs/yaml/ordinary-limits.js'
import { findInTokens, findLimitProblem } from '../../src/inputs/yaml/yaml-limits.js'

/** Pieces that open maps and lists, and pieces that stand between, repeated into deep and long texts. */
const texts = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        '[',
        '{',
        '- ',
        '? ',
        ' ',
        '\t',
        '\n',
        '\r',
        'a',
        'a: ',
        '"',
        '#',
        ']',
        '&x ',
      ),
      fc.integer({ min: 1, max: 300 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.map(([piece, times]) => piece.repeat(times)).join(''))

describe('the limits of a YAML text', () => {
  test('a text that is passed at first sight has no problem in its tokens either', () => {
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(isWithinLimits(text))
        expect(findInTokens(text)).toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['brackets', '['.repeat(65)],
    ['dashes', '- '.repeat(130)],
    ['question marks', '? '.repeat(130)],
    ['spaces', `a:\n${' '.repeat(257)}b: 1`],
    ['words', '- a\n'.repeat(80_000)],
  ])('too many %s are a problem', (_, text) => {
    expect(isWithinLimits(text)).toBe(false)
    expect(findLimitProblem(text)).toBeDefined()
  })

  test('brackets in text are none', () => {
    const text = `a: "${'['.repeat(100)}"`
    expect(isWithinLimits(text)).toBe(false)
    expect(findLimitProblem(text)).toBeUndefined()
  })
})
