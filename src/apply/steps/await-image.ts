import type { AwaitImage, Step } from '../../model/step.js'
import { isBeingMade } from '../../plan/image.js'
import { nameOfId } from '../../shared/arm-id.js'
import { AzureFailure } from '../../shared/errors.js'
import type { StepContext } from '../context.js'
import { reportProgress, reportWaited } from '../progress.js'
import { waitFor, type Seen } from '../wait.js'

/** Images took about five seconds in recordings of the real service, large ones take minutes. */
export const imagePollMs = (elapsedMs: number): number => (elapsedMs < 60_000 ? 3_000 : 15_000)

/** Waits for an image that somebody else is making. Throws `AzureFailure` when it ends badly. */
export async function awaitImage(step: AwaitImage, context: StepContext): Promise<void> {
  context.record({ imageId: step.resource })
  await waitForImage(step, context)
}

export async function waitForImage(step: Step, context: StepContext): Promise<void> {
  context.onAccepted?.()
  const { azure, clock, signal, deadline } = context
  const id = step.resource
  await waitFor<true>({
    clock,
    signal,
    deadline,
    onWaited: reportWaited(context, 'image'),
    what: `image ${nameOfId(id)}`,
    everyMs: imagePollMs,
    onPending: reportProgress(step, context),
    probe: async (): Promise<Seen<true>> => {
      const image = await azure.image(id, { signal })
      if (image === undefined) {
        throw failure(id, 'NotFound', 'the image was deleted while it was being created')
      }
      const state = image.provisioningState ?? 'Succeeded'
      if (state === 'Succeeded') return { done: true }
      if (isBeingMade(state)) return { pending: `image ${nameOfId(id)}: ${state}` }
      throw failure(id, 'ProvisioningFailed', `the image ended ${state}: delete it`)
    },
  })
}

function failure(id: string, code: string, message: string): AzureFailure {
  return new AzureFailure({
    operation: `wait for image ${nameOfId(id)}`,
    resource: id,
    error: { code, message, details: [] },
  })
}
