import { retirementOf } from '../../plan/retirements.js'
import { textAt } from '../../shared/json-at.js'
import { showValue } from '../../shared/show-value.js'
import { poolPath } from '../pool-values.js'
import { retirementProblem } from '../retirement-problem.js'
import type { DatedRule } from '../rule.js'

export const vmSizeIsInService: DatedRule = {
  id: 'pool/vm-size-is-in-service',
  title: 'the VM size is of a family that Azure offers, and will for another year',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/sizes/previous-gen-sizes-list',
  needs: 'date',
  check: ({ pool }, today) => {
    const size = textAt(pool?.properties, 'vmSize') ?? ''
    const retirement = retirementOf('vm-family', size)
    if (retirement === undefined) return []
    const subject = `the family ${retirement.name} of VM size ${showValue(size)}`
    const help = 'choose a size of a newer family, for example of Dsv5'
    return [retirementProblem({ at: poolPath('vmSize'), subject, help, retirement }, today)]
  },
}
