import type { DeleteSnapshot } from '../../model/step.js'
import { nameOfId } from '../../shared/arm-id.js'
import { awaitDeleted } from '../await-deleted.js'
import type { StepContext } from '../context.js'
import { refuseForeign } from '../not-ours.js'
import { reportProgress } from '../progress.js'

/** Deletes a snapshot that this action took, and waits until it is gone. One that is gone already is done. */
export async function deleteSnapshot(step: DeleteSnapshot, context: StepContext): Promise<void> {
  const { azure, signal, record } = context
  const what = `snapshot ${nameOfId(step.resource)}`
  const snapshot = await azure.disk(step.resource, { signal })
  if (snapshot === undefined) return
  refuseForeign(what, snapshot.tags)
  const operation = await azure.deleteSnapshot(step.resource, { signal })
  record({ changed: true })
  await awaitDeleted(what, operation, { context, say: reportProgress(step, context) })
}
