/**
 * What a cleanup of everything may delete, said a second time and in another way: as definitions that refer to each
 * other, over the made-up world rather than over Azure's answers.
 */
import type {
  Mark,
  Ref,
  Some,
  SomePool,
  SomeSnapshot,
  SomeVersion,
  SomeWorld,
} from './cleanup-world.js'

export interface Truth {
  readonly mayGo: (some: Some) => boolean
  /** Led to by something that stays and that the caller can see. */
  readonly isReached: (some: Some) => boolean
  /** Nobody uses it now: taking back may delete it. */
  readonly isFree: (some: Some) => boolean
}

/** Whether a list that may name a user of any image is asked for and not told. */
export function isBlind({ sight: { broken }, farAccounts, users }: SomeWorld): boolean {
  if (broken === undefined || broken.list === 'snapshots') return false
  const { list, how } = broken
  // Who may not ask what there is to see may not see it either: nothing is held back for that.
  if (list === 'permissions') return how === 'malformed' || how === 'cut'
  if (list === 'pools') return farAccounts.includes(false)
  return list !== 'instances' || users.some(({ kind, isFar }) => !isFar && isUniform(kind))
}

function isUniform(kind: string): boolean {
  return kind === 'scale-set' || kind === 'instance'
}

/** All three tags, the date one that has come. */
export function isOurs(mark: Mark | undefined): mark is Mark & { readonly age: number } {
  return mark !== undefined && mark.lacks === undefined && mark.age !== undefined && mark.age >= 0
}

export function truthOf(world: SomeWorld): Truth {
  const { versions, images, snapshots, keepLast } = world
  const { isFarHidden, broken } = world.sight
  const canSee = ({ isFar }: { readonly isFar: boolean }): boolean => !(isFar && isFarHidden)
  const isListed = ({ isFar }: SomePool): boolean =>
    isFar || (broken?.list !== 'accounts' && broken?.list !== 'pools')
  const pools = world.pools.filter((pool) => canSee(pool) && isListed(pool))
  const users = world.users.filter(canSee)
  const all: readonly Some[] = [...pools, ...versions, ...images, ...snapshots]

  const isOver = (pool: SomePool): boolean =>
    pool.role === 'retired' && (pool.keepFor ?? 1) < 0 && pool.nodes === 0

  /** Of a rollout that came to nothing, before one that did not. */
  const isAbandoned = ({ role, mark, account }: SomePool): boolean => {
    const age = isOurs(mark) ? mark.age : 0
    const after = pools.filter((other) => isOurs(other.mark) && other.role === 'live')
    return (
      role === 'canary' &&
      age >= 1 &&
      after.some((other) => other.account === account && other.liveFor < age)
    )
  }

  const poolMayGo = (pool: SomePool): boolean =>
    isOurs(pool.mark) &&
    !pool.isFar &&
    pools.includes(pool) &&
    !pool.isDeleting &&
    (isOver(pool) || isAbandoned(pool))

  /** Nodes made now in this region take it, or one that is higher still: sure is sure. */
  const isSureIn = (version: SomeVersion, region: number): boolean =>
    version.state === 'Succeeded' &&
    !version.isExcluded &&
    version.regions.includes(region) &&
    version.excludedIn !== region

  const couldBeLatest = (version: SomeVersion, region: number): boolean => {
    const others = versions.filter(({ definition }) => definition === version.definition)
    const sure = others.filter((other) => isSureIn(other, region))
    if (sure.length === 0) return true
    return !version.isExcluded && !sure.some(({ number }) => number > version.number)
  }

  const leadsTo = (ref: Ref, target: Some, region: number): boolean => {
    if (target.kind === 'pool' || target.kind === 'snapshot') return false
    if (ref.to === 'latest') {
      return (
        target.kind === 'version' &&
        target.definition === ref.definition &&
        couldBeLatest(target, region)
      )
    }
    return ref.to === target.kind && ref.index === target.index
  }

  /** A disk that is made from a snapshot uses no image. */
  const imageUsers = users.filter(({ kind, snapshot }) => kind !== 'disk' || snapshot === undefined)

  const isSnapshotReached = ({ index }: SomeSnapshot): boolean =>
    pools.some((pool) => !poolMayGo(pool) && pool.comesFrom === index) ||
    users.some(({ kind, snapshot }) => kind === 'disk' && snapshot === index) ||
    versions.some(
      (version) =>
        version.source.to === 'nothing' && version.snapshot === index && isReached(version),
    )

  const isReached = (target: Some): boolean =>
    (target.kind === 'snapshot' && isSnapshotReached(target)) ||
    pools.some((pool) => {
      const region = world.accounts[pool.account] ?? 0
      const isLed = leadsTo(pool.uses, target, region) || leadsTo(pool.before, target, region)
      return !poolMayGo(pool) && isLed
    }) ||
    imageUsers.some((user) => leadsTo(user.uses, target, user.region)) ||
    versions.some((version) => leadsTo(version.source, target, 0) && isReached(version))

  const rivals = (one: Some): readonly { readonly some: Some; readonly age: number }[] =>
    all.flatMap((other) => {
      if (one.kind === 'pool' || other.kind === 'pool' || other.kind !== one.kind) return []
      const isKin =
        isOurs(other.mark) &&
        other.mark.repository === one.mark?.repository &&
        other.mark.pullRequest === one.mark.pullRequest &&
        (other.kind === 'snapshot' && one.kind === 'snapshot'
          ? other.family === one.family && other.role === one.role
          : other.kind === 'image' && one.kind === 'image'
            ? other.family === one.family
            : other.kind === 'version' &&
              one.kind === 'version' &&
              other.definition === one.definition)
      const age = other.kind === 'version' ? other.published : other.mark?.age
      const isGood =
        (other.state === 'Succeeded' || other.state === 'Updating') &&
        !(other.kind === 'snapshot' && other.isCopying)
      return isKin && isGood && age !== undefined && age >= 0 ? [{ some: other, age }] : []
    })

  const isSuperseded = (one: Some): boolean => {
    const kin = rivals(one)
    const own = kin.find(({ some }) => some === one)
    return own !== undefined && kin.filter(({ age }) => age < own.age).length >= keepLast
  }

  const isOutdated = (some: Some): boolean => {
    if (some.kind === 'pool' || !isOurs(some.mark)) return false
    if (some.kind === 'version' && some.isBlocked) return false
    if (some.kind === 'snapshot' && some.isCopying && some.state !== 'Failed') return false
    return some.state === 'Failed' || isSuperseded(some)
  }

  /** Of what stays: an image, a version that still needs it, a copy that is not complete. */
  const holdsSnapshot = ({ index }: SomeSnapshot, stays: (some: Some) => boolean): boolean =>
    images.some((image) => image.snapshot === index && stays(image)) ||
    versions.some(
      (version) =>
        version.source.to === 'nothing' &&
        version.snapshot === index &&
        isUnfinished(version) &&
        stays(version),
    ) ||
    snapshots.some(
      (other) =>
        other.copyOf === index &&
        (other.isCopying || other.state === 'Creating') &&
        (other.state !== 'Failed' || stays(other)),
    )

  const canLose = (snapshot: SomeSnapshot): boolean =>
    !isBlind(world) && world.sight.broken?.list !== 'snapshots' && !isReached(snapshot)

  const isUnfinished = (version: SomeVersion): boolean =>
    version.isShallow || version.state === 'Creating' || version.state === 'Updating'

  /** Azure could not do without its source. */
  const needs = (version: SomeVersion, target: Some): boolean =>
    leadsTo(version.source, target, 0) && isUnfinished(version)

  const mayGo = (some: Some): boolean => {
    if (some.kind === 'pool') return poolMayGo(some)
    if (some.kind === 'snapshot') {
      return isOutdated(some) && !holdsSnapshot(some, (other) => !mayGo(other)) && canLose(some)
    }
    return (
      isOutdated(some) &&
      !isBlind(world) &&
      !isReached(some) &&
      versions.every((version) => !needs(version, some) || mayGo(version))
    )
  }
  const isFree = (some: Some): boolean =>
    (some.kind !== 'snapshot' || (canLose(some) && !holdsSnapshot(some, () => true))) &&
    !isBlind(world) &&
    !versions.some((version) => needs(version, some)) &&
    !truthOf(everyPoolStays(world)).isReached(some)
  return { mayGo, isReached, isFree }
}

function everyPoolStays(world: SomeWorld): SomeWorld {
  return { ...world, pools: world.pools.map((pool) => ({ ...pool, mark: undefined })) }
}
