import { parseEndOfLifeDate } from '../../model/end-of-life.js'
import { showValue } from '../../shared/show-value.js'
import type { OfflineRule } from '../rule.js'

export const endOfLifeDate: OfflineRule = {
  id: 'gallery/end-of-life-date',
  title: 'the end-of-life date is a date',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/azure-compute-gallery',
  needs: 'config',
  check: ({ gallery }) => {
    const given = gallery?.endOfLifeDate
    if (given === undefined || parseEndOfLifeDate(given) !== undefined) return []
    return [
      {
        at: ['gallery', 'endOfLifeDate'],
        message: `end-of-life date ${showValue(given)} is not an ISO 8601 date`,
        help: 'write a date such as 2030-12-31, or a time such as 2030-12-31T23:00:00Z',
      },
    ]
  },
}
