import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseEndOfLifeDate } from '../../../src/model/end-of-life.js'

describe('end-of-life dates', () => {
  test.each([
    ['2030-12-31', '2030-12-31T12:59:59.000Z'],
    ['20301231', '2030-12-31T12:59:59.000Z'],
    [' 2030-12-31 ', '2030-12-31T12:59:59.000Z'],
    ['2030-12-31T08:00:00+02:00', '2030-12-31T06:00:00.000Z'],
    ['2030-12-31T23:30:00-0130', '2031-01-01T01:00:00.000Z'],
    ['2030-12-31T08:00:00', '2030-12-31T08:00:00.000Z'],
    ['2030-12-31t08:00z', '2030-12-31T08:00:00.000Z'],
    ['2030-12-31T08:00:00.5Z', '2030-12-31T08:00:00.500Z'],
    ['2030-12-31T08:00:00.000500Z', '2030-12-31T08:00:00.0005Z'],
    ['2028-02-29', '2028-02-29T12:59:59.000Z'],
  ])('%s is sent as %s', (text, sent) => {
    expect(parseEndOfLifeDate(text)).toBe(sent)
  })

  test.each([
    'sometime',
    '2030-02-30',
    '2030-13-01',
    '2030',
    '31.12.2030',
    '12/31/2030',
    '2030-12-31T25:00:00Z',
    '2030-12-31T24:00:00Z',
    '2030-12-31T08:60:00Z',
    '2030-12-31T08:00:00+99:00',
    '2030-12-31 08:00',
    '',
  ])('%j is none', (text) => {
    expect(parseEndOfLifeDate(text)).toBeUndefined()
  })

  test('every moment is sent as itself', () => {
    const min = new Date('2000-01-01T00:00:00Z')
    const max = new Date('2099-12-31T23:59:59Z')
    fc.assert(
      fc.property(fc.date({ min, max, noInvalidDate: true }), (date) => {
        expect(parseEndOfLifeDate(date.toISOString())).toBe(date.toISOString())
      }),
    )
  })
})
