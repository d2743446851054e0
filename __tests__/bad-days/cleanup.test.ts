/** The property of cleanup again, through the real SDKs: listed page by page, judged, deleted, judged again. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { truthOf } from '../support/cleanup-oracle.js'
import {
  idOf,
  poolResource,
  resourcesOf,
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

const everythingIn = ({ pools, versions, images }: SomeWorld): readonly Some[] => [
  ...pools,
  ...versions,
  ...images,
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
  const sum = { worlds: 0, deleted: 0, reached: 0, requests: 0 }
  await fc.assert(
    fc.asyncProperty(someStoredWorld, async (world) => {
      const { mayGo, isReached } = truthOf(world)
      const azure = simulatedAzure({ resources: resourcesOf(world), poolDeleteSeconds: 30 })
      const ended = await cleanUp(azure, world)
      expect(ended.failure).toBeUndefined()
      const deleted = deletedIn(azure)
      const all = everythingIn(world)
      expect(all.filter((some) => isReached(some) && deleted.includes(key(some)))).toEqual([])
      expect([...deleted].sort()).toEqual(all.filter(mayGo).map(key).sort())
      const kinds = deleted.map((id) =>
        ['pools', 'versions', 'images'].indexOf(id.split('/').at(-2) ?? ''),
      )
      expect(kinds).toEqual([...kinds].sort())
      expect(azure.simulator.unknownRequests).toEqual([])
      sum.worlds += 1
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
  const latecomer = fc.tuple(someStoredWorld, fc.nat(), fc.nat())
  const sum = { worlds: 0, saved: 0 }
  await fc.assert(
    fc.asyncProperty(latecomer, async ([drawn, pickedImage, pickedVersion]) => {
      const retired = poolOf(90, { role: 'retired', keepFor: -1 })
      const world: SomeWorld = { ...drawn, pools: [...drawn.pools, retired] }
      const late = poolOf(91, {
        role: 'live',
        uses: { to: 'version', index: pickedVersion % Math.max(1, world.versions.length) },
        before: { to: 'image', index: pickedImage % Math.max(1, world.images.length) },
      })
      const after: SomeWorld = { ...world, pools: [...world.pools, late] }
      const azure = simulatedAzure({
        ...{ resources: resourcesOf(world), poolDeleteSeconds: 30 },
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
    { numRuns: 100 },
  )
  console.log(`cleanup with a latecomer: ${JSON.stringify(sum)}`)
  expect(sum.saved).toBeGreaterThan(2)
}, 300_000)

function poolOf(index: number, more: Partial<SomePool>): SomePool {
  const nothing = { to: 'nothing' } as const
  return {
    ...{ kind: 'pool', index, account: 0, nodes: 0, role: 'live', keepFor: undefined },
    ...{ uses: nothing, before: nothing, isDeleting: false, liveFor: 1000 },
    mark: { repository: 0, pullRequest: undefined, age: 1 },
    ...more,
  }
}
