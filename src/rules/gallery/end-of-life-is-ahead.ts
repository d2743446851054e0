import { parseEndOfLifeDate } from '../../model/end-of-life.js'
import { showValue } from '../../shared/show-value.js'
import type { DatedRule } from '../rule.js'

export const endOfLifeIsAhead: DatedRule = {
  id: 'gallery/end-of-life-is-ahead',
  title: 'the end-of-life date of a new version is yet to come',
  // Azure takes it, and shows the version as out of date from its first day.
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/azure-compute-gallery',
  needs: 'date',
  check: ({ gallery }, today) => {
    const given = gallery?.endOfLifeDate
    const date = given === undefined ? undefined : parseEndOfLifeDate(given)
    if (date === undefined || date.slice(0, today.length) > today) return []
    const message = `end-of-life date ${showValue(given)} is not after today, ${today}`
    return [
      { at: ['gallery', 'endOfLifeDate'], message, help: 'write a later date, or leave it out' },
    ]
  },
}
