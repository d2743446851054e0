import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'
import { showValue } from '../../shared/show-value.js'
import type { OfflineRule } from '../rule.js'

const form = '/subscriptions/…/resourceGroups/…/providers/Microsoft.Batch/batchAccounts/…'

export const poolAccount: OfflineRule = {
  id: 'config/pool-account',
  title: 'the Batch account is given by its ID or its name',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftbatch',
  needs: 'config',
  check: ({ pool }) => {
    const account = pool?.account
    const why = account === undefined ? undefined : whyNot(account)
    if (account === undefined || why === undefined) return []
    return [
      { at: ['pool', 'account'], message: `${showValue(account)} ${why.message}`, help: why.help },
    ]
  },
}

function whyNot(account: string): { message: string; help: string } | undefined {
  if (/^\/|\/providers\//i.test(account)) {
    const id = parseArmId(account)
    if (id === undefined) return { message: 'is not a resource ID', help: `give ${form}` }
    if (!hasType(id, armTypes.batchAccount)) {
      return { message: `is of type ${id.type}, not a Batch account`, help: `give ${form}` }
    }
    return isAccountName(id.name)
      ? undefined
      : { message: 'ends in no name that a Batch account can have', help: `give ${form}` }
  }
  if (isAccountName(account)) return undefined
  const help = /[.:]/.test(account)
    ? 'give the name of the account without the rest of its address, or its ID'
    : 'use 3 to 24 lower-case letters and digits, or give the ID of the account'
  return { message: 'is not a valid Batch account name', help }
}

function isAccountName(name: string): boolean {
  return /^[a-z0-9]{3,24}$/i.test(name)
}
