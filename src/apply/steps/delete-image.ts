import type { DeleteImage } from '../../model/step.js'
import { nameOfId } from '../../shared/arm-id.js'
import { awaitDeleted } from '../await-deleted.js'
import type { StepContext } from '../context.js'
import { refuseForeign } from '../not-ours.js'
import { reportProgress } from '../progress.js'

/** Deletes a managed image that this action made, and waits until it is gone. One that is gone already is done. */
export async function deleteImage(step: DeleteImage, context: StepContext): Promise<void> {
  const { azure, signal, record } = context
  const what = `image ${nameOfId(step.resource)}`
  const image = await azure.image(step.resource, { signal })
  if (image === undefined) return
  refuseForeign(what, image.tags)
  const operation = await azure.deleteImage(step.resource, { signal })
  record({ changed: true })
  await awaitDeleted(what, operation, { context, say: reportProgress(step, context) })
}
