import type { AccountPools, CleanupWorld } from '../plan/cleanup/world.js'
import { allows } from '../plan/grants.js'
import type { Azure, BatchAccount } from '../ports/azure.js'
import { nameOfId } from '../shared/arm-id.js'
import { UserError } from '../shared/errors.js'
import { mapConcurrent } from '../shared/map-concurrent.js'
import type { ReadResult } from '../model/check-facts.js'
import { readOrRefusal } from './read-result.js'

/** Lists read at once; each is a page or two. */
const most = 8

/**
 * Every managed image, gallery image version and pool of the subscriptions. A list that may not be read could hold a
 * pool that uses anything, so it ends the reading: throws `UserError` that names the list and the right.
 */
export async function observeCleanup(
  azure: Azure,
  subscriptions: readonly string[],
  signal: AbortSignal,
): Promise<CleanupWorld> {
  const call = { signal }
  const lists = await mapConcurrent(subscriptions, most, async (id) => {
    const [accounts, images, galleries] = await Promise.all([
      mustRead(azure.batchAccounts(id, call), {
        list: `the Batch accounts of subscription ${id}`,
        right: 'Microsoft.Batch/batchAccounts/read',
        scope: 'the subscription',
      }),
      mustRead(azure.images(id, call), {
        list: `the images of subscription ${id}`,
        right: 'Microsoft.Compute/images/read',
        scope: 'the subscription',
      }),
      mustRead(azure.galleries(id, call), {
        list: `the galleries of subscription ${id}`,
        right: 'Microsoft.Compute/galleries/read',
        scope: 'the subscription',
      }),
    ])
    return { accounts, images, galleries }
  })
  const [accounts, versions] = await Promise.all([
    mapConcurrent(
      lists.flatMap((list) => list.accounts),
      most,
      async (account) => await poolsOf(azure, account, signal),
    ),
    versionsIn(
      azure,
      lists.flatMap(({ galleries }) => galleries.map(({ id }) => id)),
      signal,
    ),
  ])
  return { accounts, versions, images: lists.flatMap(({ images }) => images) }
}

/** An account that is not there any more may as well have been moved, and its pools with it. */
async function poolsOf(
  azure: Azure,
  account: BatchAccount,
  signal: AbortSignal,
): Promise<AccountPools> {
  const list = `the pools of Batch account ${account.name}`
  const right = 'Microsoft.Batch/batchAccounts/pools/read'
  const read = azure.pools(account.id, { signal })
  const pools = await mustRead(read, { list, right, scope: 'the account' }, () => {
    throw blind(
      `Batch account ${account.name} went away while its pools were read`,
      'run again when it is deleted, or where it is moved to',
    )
  })
  return { account, pools }
}

async function versionsIn(azure: Azure, galleries: readonly string[], signal: AbortSignal) {
  const definitions = await mapConcurrent(
    galleries,
    most,
    async (gallery) =>
      await mustRead(azure.imageDefinitions(gallery, { signal }), {
        list: `the image definitions of gallery ${nameOfId(gallery)}`,
        right: 'Microsoft.Compute/galleries/images/read',
        scope: 'the gallery',
      }),
  )
  const versions = await mapConcurrent(
    definitions.flat(),
    most,
    async ({ id }) =>
      await mustRead(azure.imageVersions(id, { signal }), {
        list: `the versions of image definition ${nameOfId(id)}`,
        right: 'Microsoft.Compute/galleries/images/versions/read',
        scope: 'the gallery',
      }),
  )
  return versions.flat()
}

interface Wanted {
  readonly list: string
  readonly right: string
  readonly scope: string
}

/** `whenGone`: its parent is not there any more; by default there is nothing in it then. */
async function mustRead<T>(
  read: Promise<readonly T[]>,
  { list, right, scope }: Wanted,
  whenGone: () => readonly T[] = () => [],
): Promise<readonly T[]> {
  const settled = await readOrRefusal(read)
  if (settled.kind === 'found') return settled.value
  if (settled.kind === 'missing' || settled.failure.status === 404) return whenGone()
  const { code, message } = settled.failure.error
  throw blind(`${list} cannot be read (${code}: ${message})`, `grant ${right} on ${scope}`)
}

function blind(what: string, help: string): UserError {
  const message = `${what}: a pool there may use any image, so nothing is deleted`
  const rule = 'cleanup/references-are-readable'
  return new UserError([{ rule, severity: 'error', message, help, at: { kind: 'default' } }])
}

/** A Resource Manager of somebody's own that knows no such question: its lists are all there is to go by. */
function isUnknown(grants: ReadResult<unknown>): boolean {
  return grants.kind === 'unreadable' && grants.failure.status === 404
}

const rights = ['Microsoft.Batch/batchAccounts/read', 'Microsoft.Batch/batchAccounts/pools/read']

/**
 * Refuses a caller who may not see the whole of the subscriptions: Resource Manager lists what the caller may read and
 * does not tell what it left out. Throws `UserError` that names the rights.
 */
export async function requireFullSight(
  azure: Azure,
  subscriptions: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  await mapConcurrent(subscriptions, most, async (id) => {
    const grants = await readOrRefusal(azure.permissions(`/subscriptions/${id}`, { signal }))
    if (grants.kind === 'missing' || isUnknown(grants)) return
    const missing = rights.filter(
      (right) => grants.kind === 'unreadable' || !allows(grants.value, right),
    )
    if (missing.length === 0) return
    throw blind(
      `not every Batch account of subscription ${id} can be seen with the rights at hand`,
      `grant ${missing.join(' and ')} on the subscription, for example with the role Reader`,
    )
  })
}
