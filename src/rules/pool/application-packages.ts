import { hasType, parseArmId } from '../../shared/arm-id.js'
import { showValue } from '../../shared/show-value.js'
import { poolItems, poolPath, type Item } from '../pool-values.js'
import type { OfflineRule, Violation } from '../rule.js'

const most = 10
const type = 'Microsoft.Batch/batchAccounts/applications'

export const applicationPackages: OfflineRule = {
  id: 'pool/application-packages',
  title: 'a pool refers to at most 10 application packages, of its own account and by their IDs',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-application-packages',
  needs: 'config',
  check: (config) => {
    const packages = poolItems(config, 'applicationPackages')
    const problems = packages.flatMap((item) => problemsOf(item, config.pool?.account))
    if (packages.length <= most) return problems
    const at = poolPath('applicationPackages', most)
    const message = `${String(packages.length)} application packages are more than the ${String(most)} that a pool can have`
    return [...problems, { at, message, help: `keep at most ${String(most)}` }]
  },
}

function problemsOf({ at: path, item }: Item, account: string | undefined): readonly Violation[] {
  const text = item['id']
  if (typeof text !== 'string' || text === '') return []
  const at = [...path, 'id']
  const id = parseArmId(text)
  if (id === undefined || !(hasType(id, type) || hasType(id, `${type}/versions`))) {
    const message = `${showValue(text)} is not the ID of an application`
    const help =
      'write <ID of the Batch account>/applications/<application>, the version in version'
    return [{ at, message, help }]
  }
  const ours = parseArmId(account ?? '')?.name ?? account
  const theirs = id.names[0]
  if (ours === undefined || theirs?.toLowerCase() === ours.toLowerCase()) return []
  const message = `the application ${showValue(id.names[1])} is of Batch account ${showValue(theirs)}, the pool of ${showValue(ours)}`
  return [{ at, message, help: 'upload the application to the account of the pool' }]
}
