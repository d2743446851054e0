import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  compareVersions,
  formatVersion,
  nextVersion,
  parseVersion,
} from '../../../src/model/version-number.js'

const part = fc.integer({ min: 0, max: 2_147_483_647 })
const version = fc.record({ major: part, minor: part, patch: part })

describe('version numbers', () => {
  test.each([
    '1.0',
    '1.0.0.0',
    'v1.0.0',
    '1.0.0-rc1',
    '01.0.0',
    '1.0.2147483648',
    ' 1.0.0',
    '1..0',
    '',
  ])('%j is none', (text) => {
    expect(parseVersion(text)).toBeUndefined()
  })

  test('are read as they are written', () => {
    fc.assert(
      fc.property(version, (number) => {
        expect(parseVersion(formatVersion(number))).toEqual(number)
      }),
    )
  })

  test.each([
    [[], '1.0.0'],
    [['1.0.0'], '1.0.1'],
    [['1.0.9', '1.0.10'], '1.0.11'],
    [['1.9.0', '1.10.0', '0.99.99'], '1.10.1'],
    [['1.0.2147483647'], '1.1.0'],
    [['1.2147483647.2147483647'], '2.0.0'],
    [['nightly', '3.0.0'], '3.0.1'],
    [['nightly'], '1.0.0'],
  ])('after %j comes %s', (names, next) => {
    expect(nextVersion(names)).toBe(next)
  })

  test('the next number is higher than all there are', () => {
    const below = fc.record({
      major: fc.integer({ min: 0, max: 2_147_483_646 }),
      minor: part,
      patch: part,
    })
    fc.assert(
      fc.property(fc.array(below), (numbers) => {
        const next = parseVersion(nextVersion(numbers.map(formatVersion)))
        if (next === undefined) throw new Error('no number')
        expect(numbers.every((number) => compareVersions(number, next) < 0)).toBe(true)
      }),
    )
  })
})
