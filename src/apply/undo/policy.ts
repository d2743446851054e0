import type { PageText } from './journal.js'
import type { UndoEntry } from './undo.js'

export type Ending = 'failed' | 'cancelled'

/**
 * Whether an entry is to be taken back. What was there before and worked is put back after every failure. A cancelled
 * run leaves it where it was unless told to roll back: its user may well want it to go on.
 */
export function isWanted(
  { of }: UndoEntry,
  ending: Ending,
  { onFailure, onCancel }: Pick<PageText, 'onFailure' | 'onCancel'>,
): boolean {
  if (ending === 'cancelled') return onCancel === 'rollback'
  return of === 'changed' || onFailure === 'rollback'
}
