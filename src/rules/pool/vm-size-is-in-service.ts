import { retirementOf } from '../../model/retirements.js'
import { showValue } from '../../shared/show-value.js'
import { retirementProblem } from '../retirement-problem.js'
import type { DatedRule } from '../rule.js'
import { writtenSizes } from '../vm-sizes.js'

export const vmSizeIsInService: DatedRule = {
  id: 'pool/vm-size-is-in-service',
  title: 'the VM size is of a family that Azure offers, and will for another year',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/sizes/previous-gen-sizes-list',
  needs: 'date',
  check: (config, today) =>
    writtenSizes(config).flatMap(({ name, at }) => {
      const retirement = retirementOf('vm-family', name)
      if (retirement === undefined) return []
      const subject = `the family ${retirement.name} of VM size ${showValue(name)}`
      const help = 'choose a size of a newer family, for example of Dsv5'
      return [retirementProblem({ at, subject, help, retirement }, today)]
    }),
}
