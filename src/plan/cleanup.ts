import { neededSources, referencedBy, type Reasons } from './cleanup/references.js'
import type { CleanupScope } from './cleanup/scope.js'
import { supersededCanaries } from './cleanup/superseded.js'
import { isUsable, judgeAlone, type Candidate, type Verdict } from './cleanup/verdict.js'
import { wavesOf } from './cleanup/waves.js'
import {
  lineageKey,
  madeAt,
  thingsIn,
  type CleanupWorld,
  type Thing,
  type ThingKind,
} from './cleanup/world.js'
import type { ForeignCounts, Keep, Step } from '../model/step.js'

export interface CleanupWish {
  /** One for each config file; what several of them name goes by the first, and by the largest `keepLast`. */
  readonly scopes: readonly CleanupScope[]
  /** Ms since the epoch. */
  readonly now: number
  /**
   * Judges as if what may be deleted were deleted already: for the plan, which deletes pools before what they use.
   * Right before a delete nothing is taken for granted.
   */
  readonly ahead: boolean
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
 * What may be deleted, in a safe order, and what stays for which reason. Whatever a pool
 * refers to stays, and so do the newest of each lineage and what this action did not make.
 */
export function planCleanup(world: CleanupWorld, wish: CleanupWish): CleanupPlan {
  const things = thingsIn(world)
  const candidates = candidatesAmong(things, wish.scopes)
  const verdicts = judge(things, candidates, wish)
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
  return { waves, scopes, foreign: foreignIn(things) }
}

function candidatesAmong(
  things: readonly Thing[],
  scopes: readonly CleanupScope[],
): readonly Candidate[] {
  return things.flatMap((thing) => {
    if (!thing.isOurs) return []
    const including = scopes.filter((scope) => scope.includes(thing))
    const [first] = including
    if (first === undefined) return []
    const counts = including.map(({ keepLast }) => keepLast)
    const isOver = counts.includes(undefined)
    const keepLast = isOver ? undefined : Math.max(...counts.map((count = 0) => count))
    return [{ thing, scope: scopes.indexOf(first), keepLast }]
  })
}

function foreignIn(things: readonly Thing[]): ForeignCounts {
  const count = (kind: ThingKind): number =>
    things.filter(({ isOurs, of }) => !isOurs && of.kind === kind).length
  return { pool: count('pool'), 'image-version': count('image-version'), image: count('image') }
}

/** Undefined for what only the references could save. */
function judge(
  things: readonly Thing[],
  candidates: readonly Candidate[],
  { now, ahead }: CleanupWish,
): ReadonlyMap<string, Verdict> {
  const known = { newest: newestOf(candidates), superseded: supersededCanaries(things, now), now }
  const verdicts = new Map<string, Verdict>()
  const isDoomed = ({ key }: Thing): boolean => {
    const verdict = verdicts.get(key)
    return verdict !== undefined && 'because' in verdict
  }
  for (const candidate of candidates) {
    const { thing } = candidate
    verdicts.set(thing.key, judgeAlone(candidate, known))
  }
  const stay = (kind: ThingKind): readonly Thing[] =>
    things.filter((thing) => thing.of.kind === kind && !(ahead && isDoomed(thing)))
  const save = (reasons: Reasons): boolean => {
    const saved = candidates.filter(({ thing }) => isDoomed(thing) && reasons.has(thing.key))
    for (const { thing } of saved) {
      verdicts.set(thing.key, { keep: reasons.get(thing.key) ?? '' })
    }
    return saved.length > 0
  }
  const used = referencedBy(stay('pool'), things)
  // A use says more than being among the newest.
  for (const { thing } of candidates) {
    const because = used.get(thing.key)
    if (because !== undefined) verdicts.set(thing.key, { keep: because })
  }
  // A source that stays may itself be made from another one, so look again until nothing more is saved.
  let hasSaved = true
  while (hasSaved) hasSaved = save(neededSources(stay('image-version'), things))
  return verdicts
}

/** Of each lineage the keys of its newest that can be used, as many as are to stay. */
function newestOf(candidates: readonly Candidate[]): ReadonlySet<string> {
  const lineages = new Map<string, Candidate[]>()
  for (const candidate of candidates) {
    const { thing } = candidate
    if (thing.of.kind === 'pool' || !isUsable(thing) || madeAt(thing) === undefined) continue
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
