import { definitionUse, judgeUse } from '../../in-use/judge-use.js'
import type { Sight } from '../../in-use/look.js'
import type { Seen } from '../../in-use/seen.js'
import { idKey } from '../../shared/arm-id.js'
import type { StepContext } from '../context.js'
import { UndoSkipped } from './left-alone.js'

/** What taking back needs besides: a way to see who uses what it deletes. */
export interface RollbackContext extends StepContext {
  readonly sight: Sight
}

/** What is to be deleted, as it was just read: a list may not show it yet. */
type Made = Pick<Partial<Seen>, 'images' | 'versions' | 'snapshots'>

/** Throws `UndoSkipped` when an image, a gallery image version or a snapshot is in use, or that cannot be told. */
export async function requireUnused(
  { images = [], versions = [], snapshots = [] }: Made,
  { sight, signal }: Pick<RollbackContext, 'sight' | 'signal'>,
): Promise<void> {
  const seen = await sight.look(signal)
  const own = new Set([...images, ...versions, ...snapshots].map(({ id }) => idKey(id)))
  const isOther = ({ id }: { readonly id: string }): boolean => !own.has(idKey(id))
  const reasons = judgeUse({
    ...seen,
    images: [...seen.images.filter(isOther), ...images],
    versions: [...seen.versions.filter(isOther), ...versions],
    snapshots: [...seen.snapshots.filter(isOther), ...snapshots],
  })
  const because = [...own].map((key) => reasons.get(key)).find((reason) => reason !== undefined)
  if (because !== undefined) throw new UndoSkipped(because)
}

/** The same of an image definition. */
export async function requireUnusedDefinition(
  id: string,
  { sight, signal }: Pick<RollbackContext, 'sight' | 'signal'>,
): Promise<void> {
  const because = definitionUse(id, await sight.look(signal))
  if (because !== undefined) throw new UndoSkipped(because)
}
