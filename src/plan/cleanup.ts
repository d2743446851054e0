import { judgeUse } from '../in-use/judge-use.js'
import type { Seen } from '../in-use/seen.js'
import { thingsIn, type Thing, type ThingKind } from '../in-use/thing.js'
import type { CleanupScope } from './cleanup/scope.js'
import { supersededCanaries } from './cleanup/superseded.js'
import { isUsable, judgeAlone, type Candidate, type Verdict } from './cleanup/verdict.js'
import { wavesOf } from './cleanup/waves.js'
import { isOurs, isPast, lineageKey, madeAt } from './cleanup/succession.js'
import type { ForeignCounts, Keep, Step } from '../model/step.js'
import { subscriptionsOf } from '../shared/arm-id.js'

export interface CleanupWish {
  /** Those that the run is about, in lower case: nothing is deleted in others, which are only looked at. */
  readonly subscriptions: readonly string[]
  /** One for each config file; what several of them name goes by the first, and by the largest `keepLast`. */
  readonly scopes: readonly CleanupScope[]
  /** Ms since the epoch. */
  readonly now: number
  /**
   * Judges as if what may be deleted were deleted already: for the plan, which deletes pools before what they use.
   * Right before a delete nothing is taken for granted.
   */
  readonly ahead: boolean
  /** Why pools stay that would go by themselves, by their keys. */
  readonly held?: ReadonlyMap<string, string>
}

export interface CleanupPlan {
  /** Deletes in order, all scopes together; those of one wave have nothing to do with each other. */
  readonly waves: readonly (readonly Step[])[]
  /** The same deletes, and what stays, scope by scope. */
  readonly scopes: readonly {
    readonly steps: readonly Step[]
    readonly keep: readonly Keep[]
  }[]
  /** How much there is in the subscriptions that this action did not make, and does not touch. */
  readonly foreign: ForeignCounts
}

/**
 * What may be deleted, in a safe order, and what stays for which reason. Whatever is in use stays, and so do the newest of
 * each lineage and what this action did not make.
 */
export function planCleanup(seen: Seen, wish: CleanupWish): CleanupPlan {
  const things = thingsIn(seen).filter(({ id }) => isIn(wish.subscriptions, id))
  const candidates = candidatesAmong(things, wish)
  const verdicts = judge(seen, candidates, wish)
  const doomed = candidates.flatMap(({ thing }) => {
    const verdict = verdicts.get(thing.key)
    return verdict !== undefined && 'because' in verdict
      ? [{ thing, because: verdict.because }]
      : []
  })
  const waves = wavesOf(doomed)
  const scopes = wish.scopes.map((_, index) => {
    const own = candidates.filter(({ scope }) => scope === index)
    const ids = new Set(own.map(({ thing }) => thing.id))
    const keep = own.flatMap(({ thing }) => {
      const verdict = verdicts.get(thing.key)
      if (verdict === undefined || !('keep' in verdict)) return []
      return [{ resource: thing.id, title: thing.title, because: verdict.keep }]
    })
    return { steps: waves.flat().filter(({ resource }) => ids.has(resource)), keep }
  })
  return { waves, scopes, foreign: foreignIn(things, wish.now) }
}

function isIn(subscriptions: readonly string[], id: string): boolean {
  return subscriptionsOf([id]).some((subscription) => subscriptions.includes(subscription))
}

function candidatesAmong(
  things: readonly Thing[],
  { scopes, now }: CleanupWish,
): readonly Candidate[] {
  return things.flatMap((thing) => {
    if (!isOurs(thing, now)) return []
    const including = scopes.filter((scope) => scope.includes(thing))
    const [first] = including
    if (first === undefined) return []
    const counts = including.map(({ keepLast }) => keepLast)
    const isOver = counts.includes(undefined)
    const keepLast = isOver ? undefined : Math.max(...counts.map((count = 0) => count))
    return [{ thing, scope: scopes.indexOf(first), keepLast }]
  })
}

function foreignIn(things: readonly Thing[], now: number): ForeignCounts {
  const count = (kind: ThingKind): number =>
    things.filter((thing) => !isOurs(thing, now) && thing.of.kind === kind).length
  return {
    ...{ pool: count('pool'), 'image-version': count('image-version') },
    ...{ image: count('image'), snapshot: count('snapshot') },
  }
}

function judge(
  seen: Seen,
  candidates: readonly Candidate[],
  { now, ahead, held: heldPools }: CleanupWish,
): ReadonlyMap<string, Verdict> {
  const superseded = supersededCanaries(thingsIn(seen), now)
  const known = { newest: newestOf(candidates, now), superseded, now }
  const verdicts = new Map<string, Verdict>()
  for (const candidate of candidates) {
    const { key } = candidate.thing
    const verdict = judgeAlone(candidate, known)
    const keep = heldPools?.get(key)
    verdicts.set(key, 'because' in verdict && keep !== undefined ? { keep } : verdict)
  }
  const goes = ({ key }: Thing): boolean => {
    const verdict = verdicts.get(key)
    return ahead && verdict !== undefined && 'because' in verdict
  }
  // What stays may itself hold back what it is made from, so look again until nothing more is saved.
  for (let saved = Infinity; saved > 0;) {
    const reasons = judgeUse(seen, goes)
    const held = candidates.flatMap(({ thing: { key, of } }) => {
      const because = of.kind === 'pool' ? undefined : reasons.get(key)
      return because === undefined ? [] : [[key, because] as const]
    })
    saved = held.filter(([key]) => 'because' in (verdicts.get(key) ?? {})).length
    // A use says more than being among the newest.
    for (const [key, because] of held) verdicts.set(key, { keep: because })
  }
  return verdicts
}

/** Of each lineage the keys of its newest that can be used, as many as are to stay. */
function newestOf(candidates: readonly Candidate[], now: number): ReadonlySet<string> {
  const lineages = new Map<string, Candidate[]>()
  for (const candidate of candidates) {
    const { thing } = candidate
    if (thing.of.kind === 'pool' || !isUsable(thing) || !isPast(madeAt(thing), now)) continue
    const key = lineageKey(thing)
    lineages.set(key, [...(lineages.get(key) ?? []), candidate])
  }
  const kept = [...lineages.values()].flatMap((of) => {
    const most = Math.max(0, ...of.map(({ keepLast = 0 }) => keepLast))
    const byAge = of.toSorted(
      (a, b) =>
        (madeAt(b.thing) ?? 0) - (madeAt(a.thing) ?? 0) || (a.thing.key < b.thing.key ? 1 : -1),
    )
    return byAge.slice(0, most).map(({ thing }) => thing.key)
  })
  return new Set(kept)
}
