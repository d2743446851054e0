/** The property of cleanup again, through the real SDKs: listed page by page, judged, deleted, judged again. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { JournalFile } from '../../src/ports/host.js'
import { runPost } from '../../src/run/run-post.js'
import { isBlind, isOurs, truthOf } from '../support/cleanup-oracle.js'
import { idOf, poolResource, resourcesOf, sightOf } from '../support/cleanup-resources.js'
import {
  day,
  now,
  someWorld,
  subscriptionId,
  type Some,
  type SomePool,
  type SomeWorld,
} from '../support/cleanup-world.js'
import { simulatedAzure, type SimulatedAzure } from '../support/recorded-run.js'

/** Whether a pool is on its way out is the simulator's own affair. */
const someStoredWorld = someWorld.map((world) => ({
  ...world,
  pools: world.pools.map((pool) => ({ ...pool, isDeleting: false })),
}))

const everythingIn = ({ pools, versions, images, snapshots }: SomeWorld): readonly Some[] => [
  ...pools,
  ...versions,
  ...images,
  ...snapshots,
]
const key = (some: Some): string => idOf(some).toLowerCase()

function deletedIn({ simulator }: SimulatedAzure): string[] {
  const all = simulator.transcript.writes()
  expect(all.filter(({ method }) => method !== 'DELETE')).toEqual([])
  return all.map(({ path }) => decodeURIComponent(path).toLowerCase())
}

async function cleanUp(azure: SimulatedAzure, { keepLast }: SomeWorld) {
  return await azure.run({
    inputs: {
      mode: 'cleanup',
      'subscription-id': subscriptionId,
      'keep-last': String(keepLast),
      parallelism: '3',
    },
  })
}

test('over random worlds nothing that a pool leads to is deleted, and everything that may be is', async () => {
  const sum = { worlds: 0, blind: 0, deleted: 0, reached: 0, requests: 0 }
  await fc.assert(
    fc.asyncProperty(someStoredWorld, async (world) => {
      const { mayGo, isReached } = truthOf(world)
      const azure = simulatedAzure({
        ...{ resources: resourcesOf(world), poolDeleteSeconds: 30, ...sightOf(world) },
      })
      const ended = await cleanUp(azure, world)
      expect(ended.failure).toBeUndefined()
      const deleted = deletedIn(azure)
      const all = everythingIn(world)
      expect(all.filter((some) => isReached(some) && deleted.includes(key(some)))).toEqual([])
      expect([...deleted].sort()).toEqual(all.filter(mayGo).map(key).sort())
      const kinds = deleted.map((id) =>
        ['pools', 'versions', 'images', 'snapshots'].indexOf(id.split('/').at(-2) ?? ''),
      )
      expect(kinds).toEqual([...kinds].sort())
      expect(azure.simulator.unknownRequests).toEqual([])
      sum.worlds += 1
      sum.blind += isBlind(world) ? 1 : 0
      sum.deleted += deleted.length
      sum.reached += all.filter(isReached).length
      sum.requests += azure.simulator.transcript.entries.length
    }),
    { numRuns: 150 },
  )
  console.log(`cleanup of random worlds: ${JSON.stringify(sum)}`)
  expect(sum.deleted).toBeGreaterThan(50)
}, 300_000)

test('a pool that comes up while pools are being deleted saves all that it leads to', async () => {
  const latecomer = fc.tuple(someStoredWorld, fc.nat(), fc.nat(), fc.nat())
  const sum = { worlds: 0, saved: 0 }
  await fc.assert(
    fc.asyncProperty(latecomer, async ([drawn, pickedImage, pickedVersion, pickedSnapshot]) => {
      const retired = poolOf(90, { role: 'retired', keepFor: -1 })
      const near = drawn.pools.map((pool) => ({ ...pool, isFar: false }))
      const farAccounts = drawn.farAccounts.map(() => false)
      const world: SomeWorld = { ...drawn, farAccounts, pools: [...near, retired] }
      const late = poolOf(91, {
        role: 'live',
        uses: { to: 'version', index: pickedVersion % Math.max(1, world.versions.length) },
        before: { to: 'image', index: pickedImage % Math.max(1, world.images.length) },
        comesFrom: pickedSnapshot % Math.max(1, world.snapshots.length),
      })
      const after: SomeWorld = { ...world, pools: [...world.pools, late] }
      const azure = simulatedAzure({
        ...{ resources: resourcesOf(world), poolDeleteSeconds: 30, ...sightOf(world) },
        events: [{ afterSeconds: 10, do: { put: poolResource(late, world) } }],
      })
      const ended = await cleanUp(azure, world)
      expect(ended.failure).toBeUndefined()
      const { mayGo } = truthOf(after)
      const all = everythingIn(world)
      expect(deletedIn(azure).sort()).toEqual(all.filter(mayGo).map(key).sort())
      sum.worlds += 1
      sum.saved += all.filter((some) => truthOf(world).mayGo(some) && !mayGo(some)).length
    }),
    { numRuns: 200 },
  )
  console.log(`cleanup with a latecomer: ${JSON.stringify(sum)}`)
  // About one in sixteen worlds.
  expect(sum.saved).toBeGreaterThan(0)
}, 300_000)

function poolOf(index: number, more: Partial<SomePool>): SomePool {
  const nothing = { to: 'nothing' } as const
  return {
    ...{
      kind: 'pool',
      index,
      account: 0,
      isFar: false,
      nodes: 0,
      role: 'live',
      keepFor: undefined,
    },
    ...{ uses: nothing, before: nothing, comesFrom: undefined },
    ...{ isDeleting: false, liveFor: 1000 },
    mark: { repository: 0, pullRequest: undefined, age: 1, lacks: undefined },
    ...more,
  }
}

const undoOf = {
  ...{ image: 'delete-image', version: 'delete-image-version', snapshot: 'delete-snapshot' },
} as const

/** A journal in which a killed run has noted each of these as made by itself, a page each, the last to be taken back first. */
function journalOf(things: readonly Exclude<Some, SomePool>[]): JournalFile {
  const lines = things.map((some, index) => {
    const marks = {
      'image-to-pool-run': '1/1',
      'image-to-pool-digest': 'd'.repeat(64),
      'image-to-pool-made': new Date(now - (some.mark?.age ?? 0) * day).toISOString(),
    }
    const kind = undoOf[some.kind]
    const page = {
      ...{ onFailure: 'rollback', onCancel: 'rollback', subscriptions: [subscriptionId] },
      entries: [{ of: 'made', undo: { kind, id: idOf(some), marks } }],
      resizing: [],
    }
    return JSON.stringify({ number: index + 1, page })
  })
  const text = `${lines.join('\n')}\n`
  return { append: () => undefined, read: () => text, remove: () => undefined }
}

test('over random worlds the post step takes back what nobody uses, and nothing else', async () => {
  const sum = { worlds: 0, deleted: 0, used: 0, requests: 0 }
  await fc.assert(
    fc.asyncProperty(someStoredWorld, async (world) => {
      const isSettled = (some: Exclude<Some, SomePool>): boolean =>
        isOurs(some.mark) && (some.state === 'Succeeded' || some.state === 'Failed')
      const unblocked = world.versions.filter(({ isBlocked }) => !isBlocked).toReversed()
      // A post step has four minutes.
      const noted = [
        ...[...unblocked, ...world.images].filter(isSettled).slice(0, 2),
        ...world.snapshots.filter((some) => isSettled(some) && !some.isCopying).slice(0, 2),
      ]
      const azure = simulatedAzure({ resources: resourcesOf(world), ...sightOf(world) })
      await azure.run({
        inputs: { mode: 'apply', 'subscription-id': subscriptionId, parallelism: '1' },
        journal: journalOf(noted),
        step: runPost,
      })
      let left: SomeWorld = world
      const expected = noted.filter((some) => {
        if (!truthOf(left).isFree(some)) return false
        const stays = (other: Some): boolean => other !== some
        left = {
          ...left,
          images: left.images.filter(stays),
          versions: left.versions.filter(stays),
          snapshots: left.snapshots.filter(stays),
        }
        return true
      })
      expect(deletedIn(azure)).toEqual(expected.map(key))
      sum.worlds += 1
      sum.deleted += expected.length
      sum.used += noted.length - expected.length
      sum.requests += azure.simulator.transcript.entries.length
    }),
    { numRuns: 150 },
  )
  console.log(`post step in random worlds: ${JSON.stringify(sum)}`)
  expect(sum.deleted).toBeGreaterThan(50)
  expect(sum.used).toBeGreaterThan(50)
}, 300_000)
