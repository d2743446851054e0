import { armError, type StoredResource } from '../../kernel.js'
import type { World } from './pool-image.js'

/** The account's id in a pool's id. */
export function accountIdOf(poolId: string): string {
  return poolId.replace(/\/pools\/[^/]+\/?$/i, '')
}

function accountName(id: string): string {
  return id.split('/').at(-1) ?? ''
}

function groupOf(id: string): string {
  return /\/resourceGroups\/([^/]+)/i.exec(id)?.[1] ?? ''
}

/** The account, or 404 as Resource Manager answers it. */
export function requireAccount({ store }: Pick<World, 'store'>, id: string): StoredResource {
  const account = store.get(id)
  if (account !== undefined) return account
  throw armError(
    404,
    'ResourceNotFound',
    `The Resource 'Microsoft.Batch/batchAccounts/${accountName(id)}' under resource group '${groupOf(id)}' ` +
      'was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix',
    { headers: { 'x-ms-failure-cause': 'gateway' } },
  )
}
