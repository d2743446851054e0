import { AzureFailure, Cancelled, DeadlinePassed } from '../../shared/errors.js'
import { openSight } from '../../in-use/look.js'
import { idKey, nameOfId, sameId, subscriptionsOf } from '../../shared/arm-id.js'
import type { StepContext } from '../context.js'
import type { Undo, UndoEntry } from './undo.js'
import { deleteMadeDefinition } from './delete-image-definition.js'
import { deleteMadeImage } from './delete-image.js'
import { deleteMadeVersion } from './delete-image-version.js'
import { deleteMadeSnapshot } from './delete-snapshot.js'
import { deleteMadePool } from './delete-pool.js'
import { UndoSkipped } from './left-alone.js'
import { moveJobsBack } from './move-jobs-back.js'
import { recreatePool } from './recreate-pool.js'
import type { RollbackContext } from './require-unused.js'
import { restorePool } from './restore-pool.js'

type Kind = Undo['kind']
type UndoOfKind = { readonly [K in Kind]: Extract<Undo, { kind: K }> }
type UndoOf<K extends Kind = Kind> = { readonly [P in K]: { readonly kind: P } & UndoOfKind[P] }[K]

const undoers: {
  readonly [K in Kind]: (
    undo: UndoOf<K>,
    context: RollbackContext,
    noted: readonly UndoEntry[],
  ) => Promise<void>
} = {
  'delete-snapshot': deleteMadeSnapshot,
  'delete-image': deleteMadeImage,
  'delete-image-definition': deleteMadeDefinition,
  'delete-image-version': deleteMadeVersion,
  'delete-pool': deleteMadePool,
  'restore-pool': restorePool,
  'recreate-pool': recreatePool,
  'move-jobs-back': moveJobsBack,
}

/** What came of taking back: sentences for people. */
export interface RollbackResult {
  readonly done: readonly string[]
  /** What is still there, and why. */
  readonly left: readonly string[]
  readonly undone: readonly UndoEntry[]
}

export interface TakingBack {
  /** All that the run noted, also what is not to be undone: it tells what is this run's own. */
  readonly noted: readonly UndoEntry[]
  /** Hears of each that is settled. */
  readonly onUndone?: (entry: UndoEntry) => void
}

/**
 * Undoes what the entries (in the order in which they came) say, the newest first; goes on after one that fails, and
 * throws nothing. Once the signal is aborted no further one is begun.
 */
export async function rollBack(
  entries: readonly UndoEntry[],
  context: StepContext,
  { noted, onUndone = () => undefined }: TakingBack,
): Promise<RollbackResult> {
  const done: string[] = []
  const left: string[] = []
  const undone: UndoEntry[] = []
  const { clock, emit, signal } = context
  const sight = openSight(context.azure, [
    ...subscriptionsOf(entries.map((entry) => idOf(entry.undo))),
    ...(context.subscriptions ?? []),
  ])
  let versionStays = false
  const notMadeAgain = new Set<string>()
  for (const entry of entries.toReversed()) {
    const { kind } = entry.undo
    const words = wordsOf(entry.undo, noted)
    try {
      signal.throwIfAborted()
      // Its version may still be copying from it.
      if ((kind === 'delete-image' || kind === 'delete-snapshot') && versionStays) {
        throw new UndoSkipped('the image version that was made from it stays')
      }
      // What bears its name is another pool by now, if there is one.
      if (kind === 'restore-pool' && notMadeAgain.has(idKey(entry.undo.id))) {
        throw new UndoSkipped('it was deleted and not recreated')
      }
      emit({ type: 'taking-back', at: clock.now(), say: `${words.doing} …` })
      await undo(entry.undo, { ...context, sight }, noted)
      done.push(words.done)
      undone.push(entry)
      onUndone(entry)
      emit({ type: 'taking-back', at: clock.now(), say: words.done })
    } catch (error) {
      versionStays ||= kind === 'delete-image-version'
      if (kind === 'recreate-pool') notMadeAgain.add(idKey(entry.undo.id))
      const sentence = `${words.notDone}: ${reasonOf(signal.aborted ? signal.reason : error)}`
      left.push(sentence)
      emit({ type: 'note', at: clock.now(), severity: 'warning', say: sentence })
    }
  }
  return { done, left, undone }
}

async function undo<K extends Kind>(
  what: UndoOf<K>,
  context: RollbackContext,
  noted: readonly UndoEntry[],
): Promise<void> {
  await undoers[what.kind](what, context, noted)
}

function idOf(what: Undo): string {
  return what.kind === 'move-jobs-back' ? what.accountId : what.id
}

export function reasonOf(error: unknown): string {
  if (error instanceof AzureFailure) return `${error.error.code}: ${error.error.message}`
  if (error instanceof DeadlinePassed) return `the time for it has passed (${error.message})`
  if (error instanceof Cancelled) return error.message
  return error instanceof Error ? error.message : String(error)
}

interface Words {
  readonly doing: string
  readonly done: string
  readonly notDone: string
}

/** Each in the words of one who was not there; `noted`: all that the run noted. */
export function wordsOf(what: Undo, noted: readonly UndoEntry[]): Words {
  switch (what.kind) {
    case 'delete-snapshot':
      return deletion('snapshot', what.id)
    case 'delete-image':
      return deletion('image', what.id)
    case 'delete-image-definition':
      return deletion('image definition', what.id)
    case 'delete-image-version':
      return deletion('image version', what.id)
    case 'delete-pool':
      return deletion('pool', what.id)
    case 'restore-pool': {
      const pool = `pool ${nameOfId(what.id)}`
      const isNew = noted.some(
        ({ undo: made }) => made.kind === 'delete-pool' && sameId(made.id, what.id),
      )
      if (isNew) return dethroned(pool)
      return {
        doing: `restoring ${pool} as it was`,
        done: `${pool} is as it was before this run`,
        notDone: `${pool} is not as it was before this run`,
      }
    }
    case 'recreate-pool': {
      const pool = `pool ${nameOfId(what.id)}`
      return {
        doing: `recreating ${pool} as it was`,
        done: `${pool} was recreated as it was before this run`,
        notDone: `${pool} was not recreated as it was before this run`,
      }
    }
    case 'move-jobs-back': {
      const jobs = `${String(what.jobs.length)} ${what.jobs.length === 1 ? 'job' : 'jobs'}`
      return {
        doing: `moving ${jobs} back to pool ${what.fromPool}`,
        done: `${jobs} moved back to pool ${what.fromPool}`,
        notDone: `${jobs} not moved back to pool ${what.fromPool} (${what.jobs.join(', ')})`,
      }
    }
  }
}

/** A pool that a run made has been nothing before it but the one that is to take over. */
function dethroned(pool: string): Words {
  return {
    doing: `taking the mark of the live pool from ${pool}`,
    done: `${pool} is not marked as the live one any more`,
    notDone: `${pool} may still be marked as the live one`,
  }
}

function deletion(noun: string, id: string): Words {
  const what = `${noun} ${nameOfId(id)}`
  return { doing: `deleting ${what}`, done: `${what} was deleted again`, notDone: `${what} stays` }
}
