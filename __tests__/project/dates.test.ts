import { describe, expect, test } from '@jest/globals'
import { upcoming } from '../../scripts/upcoming.js'
import { datedEntries } from '../../src/model/retirements.js'

describe('the dates that come soon', () => {
  test.each([
    ['2027-05-31', 0, ['HBv2', 'HC', 'NP']],
    ['2027-04-01', 60, ['HBv2', 'HC', 'NP']],
    ['2027-03-31', 60, ['M192 v2']],
    ['2027-06-01', 28, []],
    ['2028-09-01', 10, ['OS disks on Standard HDD']],
    ['2026-06-15', 20, ['DCsv2', 'growth of closed VM families']],
  ])('from %s on for %i days are %j', (today, days, names) => {
    expect(upcoming(today, days).map(({ name }) => name)).toEqual(names)
  })

  test('are all dates with a source', () => {
    for (const { on, source } of datedEntries) {
      expect(new Date(on).toISOString().slice(0, 10)).toBe(on)
      expect(source).toMatch(/^https:/)
    }
  })
})
