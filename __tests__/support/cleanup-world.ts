/** Random worlds for cleanup: what a team leaves behind in months, and what it still uses of it. */
import fc from 'fast-check'

export const day = 86_400_000
export const now = Date.parse('2026-11-23T08:00:00Z')
export const subscriptionId = '30000000-0000-4000-a000-000000000001'
export const otherSubscriptionId = '30000000-0000-4000-a000-000000000002'

/** What this action wrote on something; undefined for what somebody else made. */
export interface Mark {
  readonly repository: number
  readonly pullRequest: number | undefined
  /** Days ago, in the future where negative; undefined: nobody wrote it down. */
  readonly age: number | undefined
  /** A tag that is missing: without all of them it is somebody else's. */
  readonly lacks: 'run' | 'digest' | undefined
}

export interface SomeImage {
  readonly kind: 'image'
  readonly index: number
  readonly mark: Mark | undefined
  readonly family: number
  readonly state: string
  readonly snapshot: number
}

export interface SomeSnapshot {
  readonly kind: 'snapshot'
  readonly index: number
  readonly mark: Mark | undefined
  readonly family: number
  /** Of the OS disk, or of the data disk at LUN 0. */
  readonly role: 'os' | 'data-0'
  readonly state: string
  /** Of another snapshot, and not complete yet. */
  readonly isCopying: boolean
  /** What it was copied from, where it is a copy. */
  readonly copyOf: number | undefined
}

export interface SomeVersion {
  readonly kind: 'version'
  readonly index: number
  readonly definition: number
  readonly number: number
  readonly mark: Mark | undefined
  /** Days ago. */
  readonly published: number
  readonly state: string
  readonly isExcluded: boolean
  readonly regions: readonly number[]
  readonly excludedIn: number | undefined
  readonly isShallow: boolean
  readonly source: Ref
  /** Where it has no other source. */
  readonly snapshot: number
  readonly isBlocked: boolean
}

/** Into the lists of a world; beyond their ends: something that is not there. */
export type Ref =
  | { readonly to: 'image' | 'version'; readonly index: number }
  | { readonly to: 'latest'; readonly definition: number; readonly isWord: boolean }
  | { readonly to: 'nothing' }

export interface SomePool {
  readonly kind: 'pool'
  readonly index: number
  readonly account: number
  /** Of the other subscription, as its account is. */
  readonly isFar: boolean
  readonly mark: Mark | undefined
  readonly role: 'none' | 'canary' | 'live' | 'retired'
  /** Of one that is live: days ago. */
  readonly liveFor: number
  /** Days from now until which it is kept. */
  readonly keepFor: number | undefined
  readonly nodes: number
  readonly uses: Ref
  /** What it was made from before it was recycled. */
  readonly before: Ref
  /** The snapshot that its lineage names. */
  readonly comesFrom: number | undefined
  readonly isDeleting: boolean
}

export interface SomeWorld {
  readonly keepLast: number
  /** Index of the region of each. */
  readonly accounts: readonly number[]
  /** Accounts of the other subscription, by index. */
  readonly farAccounts: readonly boolean[]
  readonly users: readonly SomeUser[]
  readonly sight: Sight
  readonly pools: readonly SomePool[]
  readonly images: readonly SomeImage[]
  readonly versions: readonly SomeVersion[]
  readonly snapshots: readonly SomeSnapshot[]
}

export type Some = SomeImage | SomeVersion | SomePool | SomeSnapshot

/** Something besides a pool that is made from an image. */
export interface SomeUser {
  readonly kind: 'machine' | 'scale-set' | 'instance' | 'flexible' | 'disk'
  readonly index: number
  /** Of the other subscription. */
  readonly isFar: boolean
  readonly region: number
  readonly uses: Ref
  /** Of a disk that is made from a snapshot. */
  readonly snapshot: number | undefined
}

/** What becomes of the lists that a cleanup asks for. */
export interface Sight {
  /** The caller has no rights in the other subscription. */
  readonly isFarHidden: boolean
  /** One list is not as it should be. */
  readonly broken:
    | { readonly list: ListOfWorld; readonly how: 'forbidden' | 'malformed' | 'cut' | 'missing' }
    | undefined
}

export const listsOfWorld = [
  ...['subscriptions', 'accounts', 'pools', 'galleries', 'definitions', 'versions'],
  ...['machines', 'scale-sets', 'instances', 'disks', 'permissions', 'snapshots'],
] as const
export type ListOfWorld = (typeof listsOfWorld)[number]

/** No two are of one age: which of them is the older would be anybody's guess. */
const ageOf = (index: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 40 }).map((days) => days + index / 1000)
const mark = (index: number): fc.Arbitrary<Mark | undefined> =>
  fc.option(
    fc.record({
      repository: fc.constantFrom(0, 0, 0, 1),
      pullRequest: fc.constantFrom(undefined, undefined, undefined, 7),
      age: fc.option(
        fc.oneof(
          { weight: 12, arbitrary: ageOf(index) },
          { weight: 1, arbitrary: ageOf(index).map((age) => -age - 1) },
        ),
        { freq: 12, nil: undefined },
      ),
      lacks: fc.constantFrom(
        ...Array<undefined>(10).fill(undefined),
        'run' as const,
        'digest' as const,
      ),
    }),
    { freq: 6, nil: undefined },
  )
const refTo = (images: number, versions: number, definitions: number): fc.Arbitrary<Ref> =>
  fc.oneof(
    { weight: 3, arbitrary: to('image', images) },
    { weight: 4, arbitrary: to('version', versions) },
    {
      weight: 2,
      arbitrary: fc.record({
        to: fc.constant('latest' as const),
        definition: fc.nat({ max: definitions - 1 }),
        isWord: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ to: 'nothing' as const }) },
  )
function to(kind: 'image' | 'version', count: number): fc.Arbitrary<Ref> {
  return fc.nat({ max: count }).map((index) => ({ to: kind, index }))
}
const sourceRef = (images: number, index: number): fc.Arbitrary<Ref> =>
  fc.oneof(
    { weight: 4, arbitrary: to('image', images) },
    // Only from an older one, as in the world.
    ...(index === 0 ? [] : [{ weight: 2, arbitrary: to('version', index - 1) }]),
    { weight: 1, arbitrary: fc.constant({ to: 'nothing' as const }) },
  )
const state = fc.constantFrom(
  ...['Succeeded', 'Succeeded', 'Succeeded', 'Succeeded', 'Succeeded', 'Succeeded'],
  ...['Failed', 'Creating', 'Deleting'],
)

export const someWorld: fc.Arbitrary<SomeWorld> = fc
  .record({
    images: fc.nat({ max: 7 }),
    versions: fc.nat({ max: 8 }),
    snapshots: fc.nat({ max: 8 }),
    definitions: fc.integer({ min: 1, max: 2 }),
    accounts: fc.array(fc.nat({ max: 1 }), { minLength: 1, maxLength: 3 }),
  })
  .chain(({ images, versions, snapshots, definitions, accounts }) =>
    fc.record({
      keepLast: fc.integer({ min: 1, max: 3 }),
      accounts: fc.constant(accounts),
      farAccounts: listOf(accounts.length, () => fc.constantFrom(false, false, true)),
      users: fc
        .nat({ max: 4 })
        .chain((count) =>
          listOf(count, (index) => someUser(index, [images, versions, definitions, snapshots])),
        ),
      sight,
      images: listOf(images, (index) =>
        fc.record({
          kind: fc.constant('image' as const),
          index: fc.constant(index),
          mark: mark(index),
          family: fc.nat({ max: 1 }),
          state,
          snapshot: fc.nat({ max: snapshots }),
        }),
      ),
      snapshots: listOf(snapshots, someSnapshot),
      versions: listOf(versions, (index) =>
        fc.record({
          kind: fc.constant('version' as const),
          index: fc.constant(index),
          definition: fc.nat({ max: definitions - 1 }),
          // Numbers are not in the order in which they were published.
          number: fc.nat({ max: 2 }).map((major) => major * 100 + index),
          mark: mark(index),
          published: fc.oneof(
            { weight: 12, arbitrary: ageOf(index) },
            { weight: 1, arbitrary: ageOf(index).map((age) => -age - 1) },
          ),
          state: fc.oneof(
            { weight: 8, arbitrary: state },
            { weight: 1, arbitrary: fc.constant('Updating') },
          ),
          isExcluded: fc.constantFrom(false, false, true),
          regions: fc.constantFrom([0], [1], [0, 1]),
          excludedIn: fc.constantFrom(undefined, undefined, undefined, 0, 1),
          isShallow: fc.constantFrom(false, false, true),
          source: sourceRef(images, index),
          snapshot: fc.nat({ max: snapshots }),
          isBlocked: fc.constantFrom(false, false, false, false, true),
        }),
      ),
      pools: fc
        .nat({ max: 6 })
        .chain((count) =>
          listOf(count, (index) =>
            somePool(index, [images, versions, definitions, accounts.length, snapshots]),
          ),
        ),
    }),
  )
  .map((world) => ({
    ...world,
    pools: world.pools.map((pool) => ({
      ...pool,
      isFar: world.farAccounts[pool.account] ?? false,
    })),
  }))

const sight: fc.Arbitrary<Sight> = fc.record({
  isFarHidden: fc.constantFrom(false, false, false, true),
  broken: fc.oneof(
    { weight: 2, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc.record({
        list: fc.constantFrom(...listsOfWorld),
        how: fc.constantFrom('forbidden', 'malformed', 'cut', 'missing'),
      }),
    },
  ),
})

function someSnapshot(index: number): fc.Arbitrary<SomeSnapshot> {
  return fc.record({
    kind: fc.constant('snapshot' as const),
    index: fc.constant(index),
    mark: mark(index),
    family: fc.nat({ max: 1 }),
    role: fc.constantFrom('os', 'os', 'data-0'),
    state,
    isCopying: fc.constantFrom(false, false, false, true),
    // Only of an older one, as in the world.
    copyOf:
      index === 0
        ? fc.constant(undefined)
        : fc.option(fc.nat({ max: index - 1 }), { freq: 3, nil: undefined }),
  })
}

function someUser(
  index: number,
  [images, versions, definitions, snapshots]: readonly [number, number, number, number],
): fc.Arbitrary<SomeUser> {
  return fc.record({
    kind: fc.constantFrom('machine', 'scale-set', 'instance', 'flexible', 'disk'),
    index: fc.constant(index),
    isFar: fc.boolean(),
    region: fc.nat({ max: 1 }),
    uses: refTo(images, versions, definitions),
    snapshot: fc.option(fc.nat({ max: snapshots }), { nil: undefined }),
  })
}

function somePool(
  index: number,
  [images, versions, definitions, accounts, snapshots]: readonly [
    number,
    number,
    number,
    number,
    number,
  ],
): fc.Arbitrary<SomePool> {
  return fc.record({
    kind: fc.constant('pool' as const),
    index: fc.constant(index),
    account: fc.nat({ max: accounts - 1 }),
    isFar: fc.constant(false),
    mark: mark(index),
    role: fc.constantFrom('none', 'canary', 'canary', 'live', 'retired', 'retired', 'retired'),
    liveFor: fc.integer({ min: 0, max: 40 }).map((days) => days + 0.5),
    keepFor: fc.constantFrom(undefined, -3, -3, -3, 2),
    nodes: fc.constantFrom(0, 0, 0, 2),
    uses: refTo(images, versions, definitions),
    before: fc.oneof(
      { weight: 5, arbitrary: fc.constant({ to: 'nothing' as const }) },
      { weight: 1, arbitrary: refTo(images, versions, definitions) },
    ),
    comesFrom: fc.option(fc.nat({ max: snapshots }), { freq: 1, nil: undefined }),
    isDeleting: fc.constantFrom(false, false, false, false, false, true),
  })
}

function listOf<T>(count: number, item: (index: number) => fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.tuple(...Array.from({ length: count }, (_, index) => item(index)))
}
