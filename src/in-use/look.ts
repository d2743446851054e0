/** Looks at all that could use an image, in every subscription that the caller can see. */
import type { Azure, ImageUser } from '../ports/azure.js'
import { idKey, nameOfId } from '../shared/arm-id.js'
import { AzureFailure } from '../shared/errors.js'
import { textAt } from '../shared/json-at.js'
import { mapConcurrent } from '../shared/map-concurrent.js'
import { lists, type ListName } from './lists.js'
import { readRights, type Rights } from './rights.js'
import type { AccountPools, Seen, Unread, UserNoun } from './seen.js'

/** Lists read at once; each is a page or two. */
const most = 8
/** A list that takes longer counts as one that could not be read. */
const listMs = 120_000

/** A way to look, again and again; what the caller may see is asked once for each subscription. */
export interface Sight {
  /** Throws what ended the signal, and nothing else: what cannot be read is part of what is seen. */
  readonly look: (signal: AbortSignal) => Promise<Seen>
}

/** `subscriptions`: those that the run is about; the others that the caller can see are looked at as well. */
export function openSight(azure: Azure, subscriptions: readonly string[]): Sight {
  const own = [...new Set(subscriptions.map(idKey))]
  const known = new Map<string, Rights>()
  const rightsIn = async (id: string, signal: AbortSignal): Promise<Rights> => {
    const rights = known.get(id) ?? (await readRights(azure, id, signal))
    known.set(id, rights)
    return rights
  }
  const look = async (signal: AbortSignal): Promise<Seen> => {
    const unread: Unread[] = []
    const reader: Reader = { azure, signal, unread }
    const all = await subscriptionsOf(own, reader)
    const looks = await mapConcurrent(all, most, async ({ id, name }) => {
      const rights = await rightsIn(id, signal)
      if (rights.unread !== undefined) unread.push(rights.unread)
      const isOwn = own.includes(id)
      return { ...(await lookIn({ id, isOwn, rights }, reader)), blind: blindSpots(name, rights) }
    })
    return {
      images: looks.flatMap(({ images }) => images),
      versions: looks.flatMap(({ versions }) => versions),
      snapshots: looks.flatMap(({ snapshots }) => snapshots),
      accounts: looks.flatMap(({ accounts }) => accounts),
      users: looks.flatMap(({ users }) => users),
      unread,
      notLookedAt: looks.flatMap(({ blind }) => blind),
    }
  }
  return { look }
}

interface Reader {
  readonly azure: Azure
  readonly signal: AbortSignal
  /** Takes what could not be read. */
  readonly unread: Unread[]
}

interface Named {
  readonly id: string
  /** For people. */
  readonly name: string
}

async function subscriptionsOf(own: readonly string[], reader: Reader): Promise<readonly Named[]> {
  const list = 'the list of subscriptions'
  const names = ['image', 'image-version', 'snapshot'] as const
  const found = await read(
    reader,
    { list, names },
    async (signal) => await reader.azure.subscriptions({ signal }),
  )
  const seen = new Map(own.map((id) => [id, id]))
  for (const { subscriptionId, name } of found) {
    const id = idKey(subscriptionId)
    seen.set(id, name === id ? id : `${name} (${id})`)
  }
  return [...seen].map(([id, name]) => ({ id, name }))
}

function blindSpots(name: string, { lacks }: Rights): readonly string[] {
  if (lacks.size === 0) return []
  const nouns = [...lacks].map((list) => lists[list].noun)
  const what = lacks.size === Object.keys(lists).length ? 'all that its lists leave out' : nouns
  return [`subscription ${name}: ${[what].flat().join(', ')}`]
}

interface Subscription {
  readonly id: string
  readonly isOwn: boolean
  readonly rights: Rights
}

type Look = Pick<Seen, 'images' | 'versions' | 'snapshots' | 'accounts' | 'users'>

async function lookIn(subscription: Subscription, reader: Reader): Promise<Look> {
  const { azure } = reader
  const { id } = subscription
  const ask = listing(subscription, reader)
  const here = `of subscription ${id}`
  const [accounts, images, galleries, machines, scaleSets, disks, snapshots] = await Promise.all([
    ask('accounts', here, async (signal) => await azure.batchAccounts(id, { signal })),
    ask('images', here, async (signal) => await azure.images(id, { signal })),
    ask('galleries', here, async (signal) => await azure.galleries(id, { signal })),
    ask('virtualMachines', here, async (signal) => await azure.virtualMachines(id, { signal })),
    ask('scaleSets', here, async (signal) => await azure.scaleSets(id, { signal })),
    ask('disks', here, async (signal) => await azure.disks(id, { signal })),
    ask('snapshots', here, async (signal) => await azure.snapshots(id, { signal })),
  ])
  const [pools, versions, instances] = await Promise.all([
    mapConcurrent(accounts, most, async (account): Promise<AccountPools> => {
      const where = `of Batch account ${account.name}`
      // An account that is not there any more may as well have been moved, and its pools with it.
      const found = await ask(
        'pools',
        where,
        async (signal) => await azure.pools(account.id, { signal }),
      )
      return { account, pools: found }
    }),
    versionsIn(
      galleries.map((gallery) => gallery.id),
      azure,
      ask,
    ),
    mapConcurrent(
      scaleSets.filter(hasInstances),
      most,
      async (scaleSet) =>
        await ask(
          'instances',
          `of scale set ${nameOfId(scaleSet.id)}`,
          async (signal) => await azure.scaleSetInstances(scaleSet.id, { signal }),
        ),
    ),
  ])
  const users = [
    ...called('virtual machine', machines),
    ...called('scale set', scaleSets),
    ...called('scale set instance', instances.flat()),
    ...called('disk', disks),
  ]
  return { images, versions, snapshots, accounts: pools, users }
}

/** Of a flexible scale set the machines are among the virtual machines: https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-orchestration-modes */
function hasInstances({ properties }: ImageUser): boolean {
  return textAt(properties, 'orchestrationMode')?.toLowerCase() !== 'flexible'
}

function called(noun: UserNoun, users: readonly ImageUser[]): Seen['users'] {
  return users.map((user) => ({ ...user, noun }))
}

async function versionsIn(galleries: readonly string[], azure: Azure, ask: Ask) {
  const definitions = await mapConcurrent(
    galleries,
    most,
    async (gallery) =>
      await ask(
        'definitions',
        `of gallery ${nameOfId(gallery)}`,
        async (signal) => await azure.imageDefinitions(gallery, { signal }),
      ),
  )
  const versions = await mapConcurrent(
    definitions.flat(),
    most,
    async ({ id }) =>
      await ask('versions', `of image definition ${nameOfId(id)}`, async (signal) => {
        const found = await azure.imageVersions(id, { signal })
        if (found !== undefined) return found
        const message = 'the definition is not there any more'
        throw new AzureFailure({
          operation: 'list versions',
          status: 404,
          error: { code: 'NotFound', message, details: [] },
        })
      }),
  )
  return versions.flat()
}

type Ask = <T>(
  list: ListName,
  where: string,
  send: (signal: AbortSignal) => Promise<readonly T[]>,
) => Promise<readonly T[]>

/** Asks for lists of a subscription. What the caller has no right to list is no gap: it is told as not looked at. */
function listing({ isOwn, rights }: Subscription, reader: Reader): Ask {
  return async (name, where, send) => {
    const { noun, right, names, ...kind } = lists[name]
    const mayBeRefused = rights.lacks.has(name) && !(isOwn && 'isNeeded' in kind)
    return await read(reader, { list: `the ${noun} ${where}`, names, right, mayBeRefused }, send)
  }
}

interface Wanted extends Pick<Unread, 'list' | 'names'> {
  readonly right?: string
  readonly mayBeRefused?: boolean
}

/** Nothing where the list cannot be read, which is then noted. */
async function read<T>(
  { signal, unread }: Reader,
  { list, names, right, mayBeRefused = false }: Wanted,
  send: (signal: AbortSignal) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const limit = AbortSignal.timeout(listMs)
  try {
    return await send(AbortSignal.any([signal, limit]))
  } catch (error) {
    signal.throwIfAborted()
    const failure = error instanceof AzureFailure ? error : undefined
    if (failure === undefined && !limit.aborted) throw error
    if (failure !== undefined && holdsNothing(failure)) return []
    const isRefused = failure?.status === 401 || failure?.status === 403
    if (isRefused && mayBeRefused) return []
    const why =
      failure === undefined
        ? 'no answer within two minutes'
        : `${failure.error.code}: ${failure.error.message}`
    const help = isRefused && right !== undefined ? `grant ${right} on the subscription` : undefined
    unread.push({ list, why, names, ...(help !== undefined && { help }) })
    return []
  }
}

const emptyCodes = ['missingsubscriptionregistration', 'disallowedoperation']

/** A subscription that is not registered for a provider, or may use none, has nothing of it. */
function holdsNothing({ error }: AzureFailure): boolean {
  return emptyCodes.includes(error.code.toLowerCase())
}
