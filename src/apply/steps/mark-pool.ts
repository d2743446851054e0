import { lineageNames } from '../../model/lineage.js'
import { beforeOf } from '../../plan/rollout/before.js'
import { editedMetadata } from '../../model/pool-metadata.js'
import type { MarkPool } from '../../model/step.js'
import type { StepContext } from '../context.js'
import { changePool, readPool } from '../nodes/pool-at-rest.js'
import { reportProgress } from '../progress.js'
import { restoring } from '../undo/will-restore.js'
import { undoable } from '../undo/undoable.js'

/** Writes what the pool is from now on into its metadata; everybody else's stays. Throws `AzureFailure`, `DeadlinePassed`. */
export async function markPool(step: MarkPool, context: StepContext): Promise<void> {
  const { clock, record } = context
  const at = { id: step.resource, apiVersion: step.apiVersion }
  const now = new Date(clock.now()).toISOString()
  const set = { ...step.metadata.set, ...(step.goesLive === true && { [lineageNames.live]: now }) }
  const edit = { ...step.metadata, set }
  const pool = await readPool(at, context)
  const entry = restoring(step, beforeOf(pool, []), pool)
  await changePool(at, context, {
    bodyFor: ({ properties }) => ({ properties: { metadata: editedMetadata(properties, edit) } }),
    say: reportProgress(step, context),
    // The last word on a pool that is as wanted needs no taking back; a pool that goes live does.
    send: async (send) =>
      step.goesLive === true ? await undoable(entry, context, send) : await send(),
  })
  record({ changed: true, ...(step.goesLive === true && { activePoolId: step.resource }) })
}
