import type { StepContext } from '../context.js'
import { isRefused } from '../is-refused.js'
import type { UndoEntry } from './undo.js'

/**
 * Sends a request of which `entry` says how to take it back: noted before it is sent, and no more once Azure has refused
 * it. Without an answer it stays noted, as it may have been accepted.
 */
export async function undoable<T>(
  entry: UndoEntry,
  { recordUndo, discardUndo }: Pick<StepContext, 'recordUndo' | 'discardUndo'>,
  send: () => Promise<T>,
): Promise<T> {
  recordUndo(entry)
  try {
    return await send()
  } catch (error) {
    if (isRefused(error)) discardUndo(entry)
    throw error
  }
}
