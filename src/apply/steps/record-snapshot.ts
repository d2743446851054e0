import { sameId } from '../../shared/arm-id.js'
import type { StepContext } from '../context.js'

/** Adds a snapshot to those that the image is made from. */
export function recordSnapshot(
  { id, lun }: { readonly id: string; readonly lun?: number },
  { made, record }: Pick<StepContext, 'made' | 'record'>,
): void {
  const others = (made().snapshots ?? []).filter((one) => !sameId(one.id, id))
  record({ snapshots: [...others, { id, ...(lun !== undefined && { lun }) }] })
}
