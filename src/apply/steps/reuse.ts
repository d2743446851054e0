import type { Reuse } from '../../model/step.js'
import type { StepContext } from '../context.js'
import { recordSnapshot } from './record-snapshot.js'
import { recordPool } from './record-pool.js'

const madeBy = {
  snapshot: undefined,
  image: 'imageId',
  'image-definition': undefined,
  'image-version': 'galleryImageVersionId',
  pool: 'poolId',
} as const

/** Takes what is already there for what was to be made. */
export async function reuse(
  step: Reuse,
  context: Pick<StepContext, 'record' | 'made'>,
): Promise<void> {
  if (step.what === 'snapshot') recordSnapshot({ ...step, id: step.resource }, context)
  const key = madeBy[step.what]
  if (key !== undefined) context.record({ [key]: step.resource })
  if (step.pool !== undefined) recordPool(step.pool, context)
  await Promise.resolve()
}
