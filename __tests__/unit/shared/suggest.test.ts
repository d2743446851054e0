import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isSameWord, suggest } from '../../../src/shared/suggest.js'

const known = ['osSnapshot', 'osType', 'name', 'id', 'targetRegions']

test.each([
  ['osSnapshto', 'osSnapshot'],
  ['os-snapshot', 'osSnapshot'],
  ['OSTYPE', 'osType'],
  ['tagretRegions', 'targetRegions'],
  ['nmae', undefined],
  ['nam', 'name'],
  ['ids', 'id'],
  ['colour', undefined],
  ['', undefined],
  ['x'.repeat(100_000), undefined],
])('%s -> %s', (given, expected) => {
  expect(suggest(given, known)).toBe(expected)
})

test('of two that are as near it is the one that was begun', () => {
  expect(suggest('node', ['none', 'steady', 'nodes'])).toBe('nodes')
})

test('a word is the same whatever its case, dashes and underscores', () => {
  expect(isSameWord('vm_size', 'vmSize')).toBe(true)
  expect(isSameWord('vmSizes', 'vmSize')).toBe(false)
})

test('one letter too many in a long word is always seen', () => {
  fc.assert(
    fc.property(fc.constantFrom('osSnapshot', 'targetRegions'), fc.nat(), (word, at) => {
      const place = at % (word.length + 1)
      expect(suggest(`${word.slice(0, place)}q${word.slice(place)}`, known)).toBe(word)
    }),
  )
})
