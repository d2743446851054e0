/** Pools that a process had deleted when it was killed or cancelled. */
import type { StepContext } from '../apply/context.js'
import type { PageText } from '../apply/undo/journal.js'
import { reasonOf, rollBack, wordsOf, type RollbackResult } from '../apply/undo/roll-back.js'
import type { UndoEntry } from '../apply/undo/undo.js'
import { isBeingDeleted } from '../model/pool-roles.js'
import { mapConcurrent } from '../shared/map-concurrent.js'

/**
 * What a process that was killed or cancelled had deleted, perhaps without coming to make anything in its place. The next run would find
 * nothing there and know of no way back, so such a pool is made again whatever `on-cancel` says.
 */
export function mayHaveDeletedPool({ ended, onCancel, entries }: PageText): readonly Recreating[] {
  if (ended === 'failed' || onCancel === 'rollback') return []
  return entries.filter((entry): entry is Recreating => entry.undo.kind === 'recreate-pool')
}

type Remade = Pick<RollbackResult, 'done' | 'left'>

type Recreating = UndoEntry & { readonly undo: { readonly kind: 'recreate-pool' } }

/** A pool that bears the name by now, whoever made it, is left alone: without notes none is taken for this run's. */
export async function recreateDeletedPools(page: PageText, context: StepContext): Promise<Remade> {
  const { azure, signal } = context
  const reported = await mapConcurrent(
    mayHaveDeletedPool(page),
    1,
    async (entry): Promise<Remade> => {
      const { id, apiVersion } = entry.undo
      try {
        const there = await azure.pool(id, apiVersion, { signal })
        if (there !== undefined && !isBeingDeleted(there)) return { done: [], left: [] }
        return await rollBack([entry], context, { noted: [] })
      } catch (error) {
        return { done: [], left: [`${wordsOf(entry.undo, []).notDone}: ${reasonOf(error)}`] }
      }
    },
  )
  return {
    done: reported.flatMap(({ done }) => done),
    left: reported.flatMap(({ left }) => left),
  }
}
