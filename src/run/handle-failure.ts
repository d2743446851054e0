/** What becomes of a config that did not end well: `on-failure` at once, of `on-cancel` what fits in a few seconds. */
import type { RunState } from '../model/run-state.js'
import type { StepContext } from '../apply/context.js'
import type { Page } from '../apply/undo/journal.js'
import { isWanted } from '../apply/undo/policy.js'
import { scaleToZero } from '../apply/nodes/scale-to-zero.js'
import { stopResizes } from '../apply/nodes/stop-resizes.js'
import { rollBack, wordsOf } from '../apply/undo/roll-back.js'
import type { UndoEntry } from '../apply/undo/undo.js'
import type { Azure } from '../ports/azure.js'
import { withDeadline } from '../cancel/with-deadline.js'
import { raceAbort } from '../cancel/race-abort.js'
import { nameOfId, sameId } from '../shared/arm-id.js'
import { mayHaveDeletedPool } from './recreate-deleted-pools.js'
import { durationOfMinutes } from '../shared/duration.js'

/** Time for taking back, whatever was left of the run's own: a pool is drained and resized in it. */
const grace = durationOfMinutes(60)
/** Of the five seconds that a cancelled step has, what one request may take. */
const stopMs = 2_000

/** What was done about it, and what was not: sentences for people. */
export interface Settled {
  readonly done: readonly string[]
  readonly left: readonly string[]
  /** Ids of what is no more. */
  readonly deleted: readonly string[]
  /** Ids of pools that are marked as before again. */
  readonly restored: readonly string[]
  /** Ids of pools whose nodes, as they were when the run failed, are gone. */
  readonly nodesGone: readonly string[]
  /** Ids of those of them that are as they were before the run. */
  readonly emptied: readonly string[]
  /** No resize of this run goes on. */
  readonly isStopped?: boolean
}

/**
 * Puts back what the run changed, and does with what it made as `on-failure` says. A cancellation on the way leaves the
 * rest to the post step. Throws nothing.
 */
export async function handleFailure(
  page: Page,
  context: StepContext,
  hasPost: boolean,
): Promise<Settled> {
  const { signal } = context
  page.end('failed')
  const notes: Notes = { ...nothing, done: [], left: [], restored: [] }
  const { left } = notes
  try {
    // What is done is known also of work that is given up.
    await raceAbort(carryOutInTime(page, context, notes), signal)
  } catch (error) {
    if (!signal.aborted) throw error
  }
  if (!signal.aborted) page.close()
  else left.push(hasPost ? 'the post step of this action does the rest' : noPost)
  return { ...notes, done: [...notes.done], left: [...left], restored: [...notes.restored] }
}

const nothing = { done: [], left: [], deleted: [], restored: [], nodesGone: [], emptied: [] }
const noPost = 'there is no post step here to do the rest'

interface Notes {
  readonly done: string[]
  readonly left: string[]
  deleted: readonly string[]
  readonly restored: string[]
  nodesGone: readonly string[]
  emptied: readonly string[]
}

/** A request that hangs ends with the grace. */
async function carryOutInTime(page: Page, context: StepContext, notes: Notes): Promise<void> {
  const { clock, signal } = context
  await withDeadline({ clock, timeout: grace, signal }, async (limits) => {
    await carryOut(page, { ...context, ...limits }, notes)
  })
}

async function carryOut(page: Page, context: StepContext, notes: Notes): Promise<void> {
  const { entries, onFailure } = page.text()
  const wanted = entries.filter((entry) => isWanted(entry, 'failed', page.text()))
  const taken = await rollBack(wanted, context, {
    noted: entries,
    onUndone: (entry) => {
      page.remove(entry)
      noteUndone(entry, notes)
    },
  })
  notes.done.push(...taken.done)
  notes.left.push(...taken.left)
  if (onFailure !== 'scale-to-zero') return
  const emptied = await scaleToZero(entries, context)
  notes.done.push(...emptied.done)
  notes.left.push(...emptied.left)
  notes.nodesGone = [...notes.nodesGone, ...emptied.ids]
}

/** Nodes that nobody could see may be healthy: neither `on-failure` nor a restore acts on them, here or in the post step. */
export function keepUnseen(page: Page): Settled {
  const { entries, onFailure } = page.text()
  page.close()
  const choice = onFailure === 'keep' ? '' : `, and on-failure: ${onFailure} was not carried out`
  const kept = `everything is kept as it is${choice}: how the nodes are could not be seen. Once it can, a new run goes on from here`
  return { ...nothing, left: [kept, ...changed(entries)] }
}

interface Stopping {
  readonly azure: Azure
  /** A post step follows, which reads the journal. */
  readonly hasPost: boolean
}

/** One request for each pool whose resize is on, where `on-cancel` is not `keep`; the post step does the rest. */
export async function handleCancellation(
  page: Page,
  { azure, hasPost }: Stopping,
): Promise<Settled> {
  const { onCancel, resizing, entries } = page.text()
  const hasWork = onCancel === 'rollback' || (onCancel === 'stop-resize' && resizing.length > 0)
  if (!hasWork) {
    const deleted = mayHaveDeletedPool({ ...page.text(), ended: 'cancelled' })
    if (deleted.length === 0 || !hasPost) {
      page.close()
      return { ...nothing, left: changed(entries) }
    }
    page.end('cancelled')
    const others = entries.filter(({ undo }) => undo.kind !== 'recreate-pool')
    const names = deleted.map(({ undo }) => `pool ${nameOfId(undo.id)}`).join(', ')
    const promise = `the post step of this action recreates ${names} as it was, unless it is there by then`
    return { ...nothing, done: [promise], left: changed(others) }
  }
  page.end('cancelled')
  const stopped = await stopResizes(resizing, azure, AbortSignal.timeout(stopMs))
  const promise = 'the post step of this action undoes what this run made and changed'
  const isToBe = onCancel === 'rollback' && entries.length > 0
  const rest = isToBe && !hasPost ? [noPost] : []
  return {
    ...nothing,
    done: [...stopped.done, ...(isToBe && hasPost ? [promise] : [])],
    left: [...stopped.left, ...(onCancel === 'rollback' ? rest : changed(entries))],
    isStopped: stopped.left.length === 0,
  }
}

/** What was there before and is not as it was. */
function changed(entries: readonly UndoEntry[]): readonly string[] {
  return entries.flatMap(({ of, undo }) =>
    of === 'changed' ? [wordsOf(undo, entries).notDone] : [],
  )
}

/** The newest come first: a pool that was deleted may be made again after that. */
function noteUndone({ undo }: UndoEntry, notes: Notes): void {
  if ('marks' in undo) notes.deleted = [...notes.deleted, undo.id]
  if (undo.kind === 'restore-pool') notes.restored.push(undo.id)
  const isRefilled =
    undo.kind === 'recreate-pool' || (undo.kind === 'restore-pool' && undo.needsNoNodes)
  if (isRefilled) notes.emptied = [...notes.emptied, undo.id]
  if (isRefilled || undo.kind === 'delete-pool') notes.nodesGone = [...notes.nodesGone, undo.id]
  if (undo.kind === 'recreate-pool') {
    notes.deleted = notes.deleted.filter((id) => !sameId(id, undo.id))
  }
}

/** What there is, without what is no more. */
export function withoutDeleted(made: RunState, deleted: readonly string[]): RunState {
  const isGone = (id: string | undefined): boolean => deleted.some((gone) => sameId(id, gone))
  const left: { -readonly [K in keyof RunState]: RunState[K] } = { ...made }
  if (isGone(left.imageId)) delete left.imageId
  if (isGone(left.galleryImageVersionId)) delete left.galleryImageVersionId
  if (isGone(left.imageReferenceId)) delete left.imageReferenceId
  if (isGone(left.poolId)) {
    delete left.poolId
    delete left.allocationState
    delete left.currentDedicatedNodes
    delete left.currentLowPriorityNodes
  }
  return left
}
