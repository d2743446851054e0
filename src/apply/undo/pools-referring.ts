import { ownImageId } from '../../model/pool-body.js'
import type { Pool } from '../../ports/azure.js'
import { idKey, subscriptionsOf } from '../../shared/arm-id.js'
import { mapConcurrent } from '../../shared/map-concurrent.js'
import type { StepContext } from '../context.js'
import { UndoSkipped } from './left-alone.js'

const accountsAtOnce = 8

/**
 * Throws `UndoSkipped` when any pool of any Batch account refers to the image (or gallery version or definition): of the
 * subscription that it is in, and of all that the plan is about. Throws `AzureFailure` when they cannot be told.
 */
export async function requireNoPoolOn(
  ids: readonly string[],
  { azure, signal, subscriptions = [] }: StepContext,
): Promise<void> {
  const keys = new Set(ids.map(idKey))
  for (const subscriptionId of new Set([...subscriptionsOf(ids), ...subscriptions])) {
    const accounts = await azure.batchAccounts(subscriptionId, { signal })
    const pools = await mapConcurrent(accounts, accountsAtOnce, async ({ id }) => {
      return await azure.pools(id, { signal })
    })
    const user = pools.flat().find((pool) => keys.has(idKey(imageOf(pool))))
    if (user !== undefined) throw new UndoSkipped(`pool ${user.id} refers to it`)
  }
}

function imageOf({ properties }: Pool): string {
  return ownImageId(properties) ?? ''
}
