import type { CreateImageDefinition } from '../../model/step.js'
import type { StepContext } from '../context.js'
import { reportProgress, reportWaited } from '../progress.js'
import { marksOfTags } from '../undo/marks.js'
import { undoable } from '../undo/undoable.js'
import { waitFor } from '../wait.js'

const pollMs = 2000

/** Creates the definition, unless another run has done so since the plan was made. */
export async function createImageDefinition(
  step: CreateImageDefinition,
  context: StepContext,
): Promise<void> {
  const { azure, clock, signal, deadline, record } = context
  const existing = await azure.imageDefinition(step.resource, { signal })
  if (existing !== undefined) return
  const { resource: id, body } = step
  const undo = { kind: 'delete-image-definition', id, marks: marksOfTags(body) } as const
  const operation = await undoable({ of: 'made', undo }, context, async () => {
    return await azure.createImageDefinition(id, body, { signal })
  })
  record({ changed: true })
  await waitFor({
    clock,
    signal,
    deadline,
    onWaited: reportWaited(context, 'image-definition'),
    what: `image definition ${step.resource}`,
    probe: async () => {
      const { done, retryAfterMs } = await operation.poll({ signal })
      return done ? { done } : { pending: 'Creating', retryAfterMs }
    },
    everyMs: () => pollMs,
    onPending: reportProgress(step, context),
  })
}
