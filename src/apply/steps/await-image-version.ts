import type { AwaitImageVersion } from '../../model/step.js'
import type { StepContext } from '../context.js'
import { awaitReplication } from '../replication.js'

/** Adopts a version that an earlier run (or another one, right now) is having made, and waits until it can be used. */
export async function awaitImageVersion(
  step: AwaitImageVersion,
  context: StepContext,
): Promise<void> {
  context.record({ galleryImageVersionId: step.resource, imageReferenceId: step.resource })
  await awaitReplication({ step, id: step.resource }, context)
}
