import type { AzureRule } from '../rule.js'

export const accountIsReady: AzureRule = {
  id: 'pool/account-is-ready',
  title: 'the Batch account is provisioned',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/accounts',
  needs: 'facts',
  check: (_config, { pool }) => {
    const { account } = pool ?? {}
    const state = account?.provisioningState
    if (account === undefined || state === undefined || /^succeeded$/i.test(state)) return []
    // `Cancelled` and whatever is new may still do: Azure says so itself.
    const isHopeless = /^(creating|deleting|failed|invalid)$/i.test(state)
    return [
      {
        at: ['pool', 'account'],
        message: `Batch account ${account.name} is in provisioning state ${state}`,
        help: 'wait until it is Succeeded, or name another account',
        ...(!isHopeless && { severity: 'warning' as const }),
      },
    ]
  },
}
