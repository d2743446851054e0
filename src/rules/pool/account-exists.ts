import type { AzureRule } from '../rule.js'

export const accountExists: AzureRule = {
  id: 'pool/account-exists',
  title: 'the Batch account exists',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-account-create-portal',
  needs: 'facts',
  check: (_config, { pool }) => {
    if (pool === undefined || pool.account !== undefined) return []
    return [
      {
        at: ['pool', 'account'],
        message: `there is no Batch account ${pool.accountId}`,
        help: 'check its name, resource group and subscription; an identity without a role there sees nothing either',
      },
    ]
  },
}
