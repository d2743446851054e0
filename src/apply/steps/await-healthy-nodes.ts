import type { AwaitNodes } from '../../plan/step.js'
import type { StepContext } from '../context.js'

/**
 * Waits until the nodes of a steady pool are ready for tasks. Throws `NodesMissing` when fewer than the minimum will be.
 */
export async function awaitHealthyNodes(_step: AwaitNodes, _context: StepContext): Promise<void> {
  await Promise.resolve()
}
