import { imageDifferences } from '../../model/image-differences.js'
import type { CreateImage } from '../../model/step.js'
import { isBeingMade } from '../../plan/image.js'
import type { ManagedImage, Operation } from '../../ports/azure.js'
import { nameOfId } from '../../shared/arm-id.js'
import { UserError } from '../../shared/errors.js'
import type { StepContext } from '../context.js'
import { reportProgress, reportWaited } from '../progress.js'
import { marksOfTags } from '../undo/marks.js'
import { undoable } from '../undo/undoable.js'
import { waitFor, type Seen } from '../wait.js'
import { imagePollMs, waitForImage } from './await-image.js'

/**
 * Creates the image and waits for it. An image that has come to be since the plan was made is used when it is
 * the same, and never overwritten: throws `UserError` when it is another.
 */
export async function createImage(step: CreateImage, context: StepContext): Promise<void> {
  const { azure, clock, signal, deadline, record } = context
  const name = nameOfId(step.resource)
  const existing = await azure.image(step.resource, { signal })
  if (existing !== undefined) {
    refuseOther(step, existing)
    record({ imageId: step.resource })
    await waitForImage(step, context)
    return
  }
  const undo = { kind: 'delete-image', id: step.resource, marks: marksOfTags(step.body) } as const
  const operation = await undoable({ of: 'made', undo }, context, async () => {
    return await azure.createImage(step.resource, step.body, { signal })
  })
  record({ changed: true, imageId: step.resource })
  context.onAccepted?.()
  await waitFor<true>({
    clock,
    signal,
    deadline,
    onWaited: reportWaited(context, 'image'),
    what: `image ${name}`,
    everyMs: imagePollMs,
    onPending: reportProgress(step, context),
    probe: looksAt(step.resource, operation, context),
  })
}

/**
 * Looks at an image that this run is having made. Of its success the image itself tells as well as the operation, and core-lro asks
 * the operation first and then the image; why it came to nothing only the operation tells.
 */
function looksAt(
  id: string,
  operation: Operation,
  { azure, signal }: StepContext,
): () => Promise<Seen<true>> {
  const pending = (retryAfterMs?: number): Seen<true> => {
    return { pending: `image ${nameOfId(id)} is being created`, retryAfterMs }
  }
  let firstWaitMs = operation.accepted?.retryAfterMs
  let hasFailed = false
  return async () => {
    if (operation.accepted?.done === true) return { done: true }
    if (firstWaitMs !== undefined) {
      const waitMs = firstWaitMs
      firstWaitMs = undefined
      return pending(waitMs)
    }
    if (!hasFailed) {
      const image = await azure.image(id, { signal })
      const state = image === undefined ? 'missing' : (image.provisioningState ?? 'Succeeded')
      if (/^succeeded$/i.test(state)) return { done: true }
      if (isBeingMade(state)) return pending()
      hasFailed = true
    }
    const { done, retryAfterMs } = await operation.poll({ signal })
    return done ? { done } : pending(retryAfterMs)
  }
}

/** There is no conditional PUT for images, so the look comes right before the write. */
function refuseOther({ resource, body }: CreateImage, existing: ManagedImage): void {
  const differences = imageDifferences(body, existing)
  if (differences.length === 0) return
  const name = nameOfId(resource)
  const properties = differences.map(({ property }) => property).join(', ')
  throw new UserError([
    {
      rule: 'image/existing-image-is-the-same',
      severity: 'error',
      message: `image ${name} was created by somebody else meanwhile and differs in ${properties}`,
      help: 'give the image another name, or run again once it is settled who makes it',
      at: { kind: 'default' },
    },
  ])
}
