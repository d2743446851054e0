import { jsonAt, textAt } from '../../shared/json-at.js'
import type { JsonObject } from '../../shared/json.js'
import { lineageNames } from '../../model/lineage.js'
import { isEmpty } from '../../model/pool-state.js'
import { isInProgress } from '../../model/snapshot-reuse.js'
import type { Change } from '../../model/step.js'
import type { Thing } from '../../in-use/thing.js'
import { isPast, madeAt } from './succession.js'

export type Verdict = { readonly keep: string } | { readonly because: Change }

/** Something that this action made and a scope includes. */
export interface Candidate {
  readonly thing: Thing
  /** Index of its scope. */
  readonly scope: number
  /** How many of the newest stay; undefined: what it was made for is over. */
  readonly keepLast: number | undefined
}

/** Counts among the newest of its lineage: what was never complete is no substitute for what is deleted. */
export function isUsable({ state, of }: Thing): boolean {
  if (of.kind === 'snapshot' && isInProgress(of.snapshot)) return false
  return state === 'succeeded' || state === 'updating'
}

export interface Known {
  /** Keys of the newest of each lineage. */
  readonly newest: ReadonlySet<string>
  /** By key of a canary: the name of the pool that went live after it. */
  readonly superseded: ReadonlyMap<string, string>
  /** Ms since the epoch. */
  readonly now: number
}

/** By itself, without regard to who uses it. */
export function judgeAlone({ thing, keepLast }: Candidate, known: Known): Verdict {
  const { newest, now } = known
  const { state, items, of } = thing
  if (state === 'deleting') return { keep: 'it is being deleted already' }
  if (of.kind === 'pool') return judgePool(thing, keepLast === undefined, known)
  if (of.kind === 'snapshot' && state !== 'failed') {
    const { snapshot } = of
    if (isInProgress(snapshot)) return { keep: 'Azure is still at making it' }
    if (snapshot.isLocked === true) return { keep: 'a policy keeps it from being deleted' }
  }
  if (!isUsable(thing) && state !== 'failed')
    return { keep: `it is ${state === '' ? 'in no known state' : state}` }
  const blocked = of.kind === 'image-version' ? blockedUntil(of.version.properties, now) : undefined
  if (blocked !== undefined) {
    return { keep: `Azure refuses to delete it before the end of its life, ${blocked}` }
  }
  if (keepLast === undefined) return { because: closedBecause(items) }
  if (state === 'failed') return { because: { property: 'provisioningState', from: 'Failed' } }
  const at = madeAt(thing)
  if (at === undefined) return { keep: 'it does not say when it was made' }
  if (!isPast(at, now)) return { keep: `its date, ${new Date(at).toISOString()}, is yet to come` }
  if (newest.has(thing.key)) return { keep: `one of the newest ${String(keepLast)} of its lineage` }
  const made = new Date(at).toISOString()
  return {
    because: { property: 'made', from: made, to: `older than the newest ${String(keepLast)}` },
  }
}

function closedBecause(items: Thing['items']): Change {
  const number = items.get(lineageNames.pullRequest) ?? ''
  return { property: 'pull request', from: `#${number}`, to: 'closed' }
}

function judgePool(thing: Thing, isOver: boolean, { superseded, now }: Known): Verdict {
  const { items, of, key } = thing
  if (isOver) return { because: closedBecause(items) }
  const role = items.get(lineageNames.role)
  const successor = superseded.get(key)
  if (successor !== undefined) {
    return { because: { property: 'role', from: 'canary', to: `superseded by ${successor}` } }
  }
  if (role !== 'retired') {
    return { keep: role === 'canary' ? 'it is the canary of a rollout' : 'it is in service' }
  }
  const keepUntil = items.get(lineageNames.keepUntil)
  const until = Date.parse(keepUntil ?? '')
  if (Number.isNaN(until)) return { keep: 'it is retired, and does not say until when it is kept' }
  if (now < until) {
    return { keep: `it is retired, and kept until ${new Date(until).toISOString()} for going back` }
  }
  if (of.kind === 'pool' && !isEmpty(of.pool.properties)) {
    return {
      keep: 'it is retired, but has nodes: tasks are still running on them, or somebody uses it; it is deleted once it is scaled to 0',
    }
  }
  return { because: { property: 'keep until', from: new Date(until).toISOString(), to: 'passed' } }
}

function blockedUntil(properties: JsonObject, now: number): string | undefined {
  if (jsonAt(properties, 'safetyProfile', 'blockDeletionBeforeEndOfLife') !== true) return undefined
  const end = textAt(properties, 'publishingProfile', 'endOfLifeDate')
  const at = Date.parse(end ?? '')
  if (Number.isNaN(at)) return 'which it does not tell'
  return now < at ? new Date(at).toISOString() : undefined
}
