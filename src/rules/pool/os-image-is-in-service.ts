import { endOfImage } from '../../model/account-list.js'
import { marketplaceImageOf } from '../../model/pool-body.js'
import { retirementOf } from '../../model/retirements.js'
import { vmPath } from '../pool-values.js'
import { retirementProblem } from '../retirement-problem.js'
import type { DatedRule } from '../rule.js'

export const osImageIsInService: DatedRule = {
  id: 'pool/os-image-is-in-service',
  title:
    'a marketplace image is of an operating system that Batch supports, and will for another year',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-pool-vm-sizes',
  needs: 'date',
  check: ({ pool }, today) => {
    const retirement = retirementOf('os-image', marketplaceImageOf(pool?.properties))
    if (retirement === undefined) return []
    const subject = `for Batch, ${retirement.name}`
    const help = 'choose a newer release, and the node agent that fits it'
    return [retirementProblem({ at: vmPath('imageReference'), subject, help, retirement }, today)]
  },
  isOverruled: ({ pool }, facts) =>
    endOfImage(marketplaceImageOf(pool?.properties), facts) !== undefined,
}
