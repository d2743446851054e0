import { createHash } from 'node:crypto'
import { textAt } from '../../json.js'
import { armError, type StoredResource } from '../../kernel.js'
import { sameText } from '../../store.js'
import type { World } from './pool-image.js'

const endpointPlaceholder = '{batchEndpoint}'

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

/** Where the account's data plane is: its usual host, or on loopback the host the caller used. */
export function accountEndpoint(account: StoredResource, origin: string): string {
  const own = `${account.name}.${account.location ?? ''}.batch.azure.com`
  const kept = textAt(account.properties, 'accountEndpoint') ?? own
  const { host, hostname } = new URL(origin)
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  const isOurs = kept.includes(endpointPlaceholder) || sameText(kept, own)
  if (isLoopback && isOurs) return host
  return kept.replace(endpointPlaceholder, own)
}

/** Base64 of 64 bytes, as real keys are; the same for the same account. Opens nothing but the simulator. */
export function accountKeys(account: StoredResource): { primary: string; secondary: string } {
  const key = (which: string): string =>
    createHash('sha512').update(`${which} key of ${account.id.toLowerCase()}`).digest('base64')
  return { primary: key('primary'), secondary: key('secondary') }
}
