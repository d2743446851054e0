import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { planCleanup, type CleanupPlan } from '../../../src/plan/cleanup.js'
import { scopeOf } from '../../../src/plan/cleanup/scope.js'
import type { CleanupWorld } from '../../../src/plan/cleanup/world.js'
import type { ImageVersion, ManagedImage, Pool } from '../../../src/ports/azure.js'
import type { JsonObject } from '../../../src/shared/json.js'
import { truthOf } from '../../support/cleanup-oracle.js'
import {
  accountId,
  idOf,
  imageResource,
  now,
  poolResource,
  regionOf,
  someWorld,
  versionResource,
  type Resource,
  type Some,
  type SomeWorld,
} from '../../support/cleanup-world.js'

function worldOf(world: SomeWorld, without: ReadonlySet<string> = new Set()): CleanupWorld {
  const isThere = (some: Some): boolean => !without.has(idOf(some).toLowerCase())
  return {
    images: world.images.filter(isThere).map((image) => toImage(imageResource(image))),
    versions: world.versions
      .filter(isThere)
      .map((version) => toVersion(versionResource(version, world))),
    accounts: world.accounts.map((_, index) => {
      const pools = world.pools.filter((pool) => pool.account === index && isThere(pool))
      const location = pools[0] === undefined ? 'koreacentral' : regionOf(world, pools[0])
      return {
        account: { id: accountId(index), location },
        pools: pools.map((pool): Pool => poolResource(pool, world)),
      }
    }),
  }
}

function toImage({ id, tags, properties }: Resource): ManagedImage {
  const provisioningState = properties['provisioningState'] as string
  return { id, location: 'koreacentral', tags: tagsOf(tags), provisioningState, properties }
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

function planOf(world: CleanupWorld, keepLast: number, ahead = true): CleanupPlan {
  return planCleanup(world, { scopes: [everything(keepLast)], now, ahead })
}

function idsOf({ waves }: Pick<CleanupPlan, 'waves'>): string[] {
  return waves.flat().map(({ resource }) => resource.toLowerCase())
}

const all = ({ pools, versions, images }: SomeWorld): readonly Some[] => [
  ...pools,
  ...versions,
  ...images,
]

describe('over random worlds', () => {
  test('nothing that a pool leads to is deleted, and everything that may be is', () => {
    let deleted = 0
    let reached = 0
    fc.assert(
      fc.property(someWorld, (world) => {
        const { mayGo, isReached } = truthOf(world)
        const going = new Set(idsOf(planOf(worldOf(world), world.keepLast)))
        const key = (some: Some): string => idOf(some).toLowerCase()
        expect(all(world).filter((some) => isReached(some) && going.has(key(some)))).toEqual([])
        expect([...going].sort()).toEqual(all(world).filter(mayGo).map(key).sort())
        deleted += going.size
        reached += all(world).filter(isReached).length
      }),
      { numRuns: 1_000 },
    )
    // Worlds in which nothing happens would prove nothing.
    expect(deleted).toBeGreaterThan(300)
    expect(reached).toBeGreaterThan(800)
  })

  test('whatever is not deleted has a reason to stay, and nothing of others is named', () => {
    fc.assert(
      fc.property(someWorld, (world) => {
        const plan = planOf(worldOf(world), world.keepLast)
        const [scope] = plan.scopes
        const { keep } = scope!
        const named = [...idsOf(plan), ...keep.map(({ resource }) => resource.toLowerCase())]
        const ours = all(world).filter(({ mark }) => mark !== undefined)
        expect(scope?.steps).toEqual(plan.waves.flat())
        expect(named.sort()).toEqual(ours.map((some) => idOf(some).toLowerCase()).sort())
        expect(keep.filter(({ because }) => because === '')).toEqual([])
        const { pool, image, 'image-version': version } = plan.foreign
        expect(pool + image + version).toBe(all(world).length - ours.length)
      }),
      { numRuns: 300 },
    )
  })

  test('wave by wave each delete is still right by what is there just before it, and nothing is left to do', () => {
    fc.assert(
      fc.property(someWorld, (world) => {
        const gone = new Set<string>()
        for (const wave of planOf(worldOf(world), world.keepLast).waves) {
          const right = idsOf(planOf(worldOf(world, gone), world.keepLast, false))
          for (const { resource } of wave) {
            expect(right).toContain(resource.toLowerCase())
            gone.add(resource.toLowerCase())
          }
        }
        expect(planOf(worldOf(world, gone), world.keepLast).waves).toEqual([])
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
        const right = idsOf(planOf(worldOf(world), world.keepLast, false))
        const reached = all(world).filter((some) => some.kind !== 'pool' && isReached(some))
        expect(reached.filter((some) => right.includes(idOf(some).toLowerCase()))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})
