import type { DeleteImageVersion } from '../../model/step.js'
import { awaitDeleted } from '../await-deleted.js'
import type { StepContext } from '../context.js'
import { refuseForeign } from '../not-ours.js'
import { reportProgress } from '../progress.js'

/** Deletes a gallery image version that this action made, with all its replicas. One that is gone already is done. */
export async function deleteImageVersion(
  step: DeleteImageVersion,
  context: StepContext,
): Promise<void> {
  const { azure, signal, record } = context
  const version = await azure.imageVersion(step.resource, { signal })
  if (version === undefined) return
  const what = `image version ${version.name}`
  refuseForeign(what, version.tags)
  const operation = await azure.deleteImageVersion(step.resource, { signal })
  record({ changed: true })
  await awaitDeleted(what, operation, { context, say: reportProgress(step, context) })
}
