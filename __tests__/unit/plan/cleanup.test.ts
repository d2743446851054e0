import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { judgeUse } from '../../../src/in-use/judge-use.js'
import type { Seen } from '../../../src/in-use/seen.js'
import { planCleanup, type CleanupPlan } from '../../../src/plan/cleanup.js'
import { scopeOf } from '../../../src/plan/cleanup/scope.js'
import type { Disk, ImageVersion, ManagedImage, Pool } from '../../../src/ports/azure.js'
import type { JsonObject } from '../../../src/shared/json.js'
import { isBlind, isOurs, truthOf } from '../../support/cleanup-oracle.js'
import {
  accountId,
  idOf,
  imageResource,
  poolResource,
  regionOf,
  snapshotResource,
  userResources,
  versionResource,
  type Resource,
} from '../../support/cleanup-resources.js'
import {
  now,
  someWorld,
  subscriptionId,
  type ListOfWorld,
  type Some,
  type SomePool,
  type SomeWorld,
} from '../../support/cleanup-world.js'
import { share } from '../../support/full-size.js'

function seenOf(world: SomeWorld, without: ReadonlySet<string> = new Set()): Seen {
  const isThere = (some: Some): boolean => !without.has(idOf(some).toLowerCase())
  const { broken, isFarHidden } = world.sight
  const hides = (...lists: ListOfWorld[]): boolean =>
    broken !== undefined && lists.includes(broken.list)
  const canSee = ({ isFar }: { readonly isFar: boolean }): boolean => !(isFar && isFarHidden)
  const users = world.users.filter(canSee).flatMap((user) => userResources(user, world))
  const list = broken?.list ?? 'pools'
  const names = ['image', 'image-version', 'snapshot'] as const
  return {
    images: world.images.filter(isThere).map((image) => toImage(imageResource(image, world))),
    snapshots: hides('snapshots')
      ? []
      : world.snapshots.filter(isThere).map((one) => toSnapshot(snapshotResource(one, world))),
    versions: hides('galleries', 'definitions', 'versions')
      ? []
      : world.versions.filter(isThere).map((version) => toVersion(versionResource(version, world))),
    accounts: world.accounts.map((_, index) => {
      const isListed = (pool: SomePool): boolean =>
        canSee(pool) && (pool.isFar || !hides('accounts', 'pools'))
      const pools = world.pools.filter(
        (pool) => pool.account === index && isThere(pool) && isListed(pool),
      )
      const location = pools[0] === undefined ? 'koreacentral' : regionOf(world, pools[0])
      return {
        account: { id: accountId(index, world.farAccounts[index] ?? false), location },
        pools: pools.map((pool): Pool => poolResource(pool, world)),
      }
    }),
    users: users.map(({ id, type, location, properties }) => ({
      ...{ id, location: location as string, properties },
      noun: nouns[type.replace('Microsoft.Compute/', '')] ?? 'disk',
    })),
    unread: isBlind(world) ? [{ list: `the ${list}`, why: 'Odd: on purpose', names }] : [],
    notLookedAt: [],
  }
}

const nouns: Readonly<Record<string, Seen['users'][number]['noun']>> = {
  virtualMachines: 'virtual machine',
  virtualMachineScaleSets: 'scale set',
  'virtualMachineScaleSets/virtualMachines': 'scale set instance',
  disks: 'disk',
}

function toImage({ id, tags, properties }: Resource): ManagedImage {
  const provisioningState = properties['provisioningState'] as string
  return { id, location: 'koreacentral', tags: tagsOf(tags), provisioningState, properties }
}

function toSnapshot({ id, tags, properties }: Resource): Disk {
  const { provisioningState, completionPercent } = properties
  const { sourceResourceId } = properties['creationData'] as { sourceResourceId: string }
  return {
    ...{ id, kind: 'snapshot', location: 'koreacentral', tags: tagsOf(tags) },
    ...{ provisioningState: provisioningState as string, sourceResourceId },
    ...(completionPercent !== undefined && { completionPercent: completionPercent as number }),
  }
}

function toVersion({ id, name, tags, properties }: Resource): ImageVersion {
  const profile = properties['publishingProfile'] as JsonObject
  return {
    ...{ id, name, location: 'koreacentral', tags: tagsOf(tags), properties },
    provisioningState: properties['provisioningState'] as string,
    excludeFromLatest: profile['excludeFromLatest'] === true,
  }
}

function tagsOf(tags: Resource['tags'] | undefined): Record<string, string> {
  return (tags ?? {}) as Record<string, string>
}

function everything(keepLast: number) {
  return scopeOf({
    loaded: {
      file: undefined,
      config: { rollout: { keepLast } },
      originOf: () => ({ kind: 'default' }),
    },
    resourceGroup: undefined,
    closed: undefined,
  })
}

function planOf(world: Seen, keepLast: number, ahead = true): CleanupPlan {
  return planCleanup(world, {
    ...{ subscriptions: [subscriptionId], scopes: [everything(keepLast)], now, ahead },
  })
}

function idsOf({ waves }: Pick<CleanupPlan, 'waves'>): string[] {
  return waves.flat().map(({ resource }) => resource.toLowerCase())
}

const all = ({ pools, versions, images, snapshots }: SomeWorld): readonly Some[] => [
  ...pools,
  ...versions,
  ...images,
  ...snapshots,
]

/** In the lists of the subscription that the run is about. */
function isSeen({ sight: { broken } }: SomeWorld, some: Some): boolean {
  const list = broken?.list ?? ''
  if (some.kind === 'pool') return !some.isFar && !['accounts', 'pools'].includes(list)
  if (some.kind === 'snapshot') return list !== 'snapshots'
  return some.kind === 'image' || !['galleries', 'definitions', 'versions'].includes(list)
}

const key = (some: Some): string => idOf(some).toLowerCase()

describe('over random worlds', () => {
  test('nothing that a pool leads to is deleted, and everything that may be is', () => {
    const sum = { worlds: 0, blind: 0, deleted: 0, reached: 0 }
    fc.assert(
      fc.property(someWorld, (world) => {
        const { mayGo, isReached } = truthOf(world)
        const going = new Set(idsOf(planOf(seenOf(world), world.keepLast)))
        expect(all(world).filter((some) => isReached(some) && going.has(key(some)))).toEqual([])
        expect([...going].sort()).toEqual(all(world).filter(mayGo).map(key).sort())
        sum.worlds += 1
        sum.blind += isBlind(world) ? 1 : 0
        sum.deleted += going.size
        sum.reached += all(world).filter(isReached).length
      }),
      { numRuns: share(2_500) },
    )
    console.log(`cleanup of random worlds, judged: ${JSON.stringify(sum)}`)
    // Worlds in which nothing happens would prove nothing.
    expect(sum.deleted).toBeGreaterThan(share(750))
    expect(sum.reached).toBeGreaterThan(share(2_000))
    expect(sum.blind).toBeGreaterThan(share(400))
  })

  test('taking back deletes what nobody uses, and nothing else', () => {
    const sum = { worlds: 0, free: 0, used: 0 }
    fc.assert(
      fc.property(someWorld, (world) => {
        const { isFree } = truthOf(world)
        const made = all(world).filter((some) => some.kind !== 'pool' && isSeen(world, some))
        const reasons = judgeUse(seenOf(world))
        const free = made.filter((some) => !reasons.has(key(some)))
        expect(free.map(key)).toEqual(made.filter(isFree).map(key))
        sum.worlds += 1
        sum.free += free.length
        sum.used += made.length - free.length
      }),
      { numRuns: share(2_500) },
    )
    console.log(`taking back in random worlds, judged: ${JSON.stringify(sum)}`)
    expect(sum.free).toBeGreaterThan(share(2_000))
    expect(sum.used).toBeGreaterThan(share(2_000))
  })

  test('whatever is not deleted has a reason to stay, and nothing of others is named', () => {
    fc.assert(
      fc.property(someWorld, (world) => {
        const plan = planOf(seenOf(world), world.keepLast)
        const [scope] = plan.scopes
        const { keep } = scope!
        const named = [...idsOf(plan), ...keep.map(({ resource }) => resource.toLowerCase())]
        const seen = all(world).filter((some) => isSeen(world, some))
        const ours = seen.filter(({ mark }) => isOurs(mark))
        expect(scope?.steps).toEqual(plan.waves.flat())
        expect(named.sort()).toEqual(ours.map((some) => idOf(some).toLowerCase()).sort())
        expect(keep.filter(({ because }) => because === '')).toEqual([])
        const { pool, image, 'image-version': version, snapshot } = plan.foreign
        expect(pool + image + version + snapshot).toBe(seen.length - ours.length)
      }),
      { numRuns: 300 },
    )
  })

  test('wave by wave each delete is still right by what is there just before it, and nothing is left to do', () => {
    fc.assert(
      fc.property(someWorld, (world) => {
        const gone = new Set<string>()
        for (const wave of planOf(seenOf(world), world.keepLast).waves) {
          const right = idsOf(planOf(seenOf(world, gone), world.keepLast, false))
          for (const { resource } of wave) {
            expect(right).toContain(resource.toLowerCase())
            gone.add(resource.toLowerCase())
          }
        }
        expect(planOf(seenOf(world, gone), world.keepLast).waves).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('while a pool that is to be deleted is there, what it uses is held back', () => {
    fc.assert(
      fc.property(someWorld, (world) => {
        const holdAll: SomeWorld = {
          ...world,
          pools: world.pools.map((pool) => ({ ...pool, role: 'live' })),
        }
        const { isReached } = truthOf(holdAll)
        const right = idsOf(planOf(seenOf(world), world.keepLast, false))
        const reached = all(world).filter((some) => some.kind !== 'pool' && isReached(some))
        expect(reached.filter((some) => right.includes(idOf(some).toLowerCase()))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})
