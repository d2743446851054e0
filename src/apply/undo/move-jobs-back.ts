import type { StepContext } from '../context.js'
import type { Undo } from '../undo.js'
import { LeftAlone } from './left-alone.js'

/** Declared for the callers. Throws `LeftAlone`. */
export async function moveJobsBack(
  undo: Extract<Undo, { kind: 'move-jobs-back' }>,
  context: StepContext,
): Promise<void> {
  await Promise.resolve(context)
  throw new LeftAlone(`${undo.kind} is not done yet`)
}
