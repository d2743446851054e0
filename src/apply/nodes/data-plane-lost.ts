import { explainAzureFailure } from '../../diagnosis/explain-azure-failure.js'
import { explainClosedDataPlane } from '../../diagnosis/data-plane-closed.js'
import type { Explanation } from '../../model/explanation.js'
import type { BatchAccount } from '../../ports/azure.js'
import { nameOfId } from '../../shared/arm-id.js'
import { isTransient, type AzureFailure } from '../../shared/errors.js'

/**
 * The data plane, which was open before, does not say how the nodes of a pool are. They may be healthy: nothing is to be
 * undone, drained or restored because of it.
 */
export class DataPlaneLost extends Error {
  override readonly name = 'DataPlaneLost'
  /** ARM id of the pool. */
  readonly pool: string
  readonly explanations: readonly Explanation[]
  constructor(pool: string, failure: AzureFailure, account: BatchAccount) {
    super(
      `cannot see how pool ${nameOfId(pool)} is: the data plane of Batch account ${account.name} is not open to this run any more`,
    )
    this.pool = pool
    this.explanations = [explainClosedDataPlane(failure, account) ?? explainAzureFailure(failure)]
  }
}

/** Whether a failure is about the way to the data plane, not about what was asked of it. */
export function isDataPlaneLost(failure: AzureFailure, account: BatchAccount): boolean {
  if (!/^https:/i.test(failure.resource ?? '')) return false
  const isAboutOne = failure.status === 404 || failure.status === 405
  if (isAboutOne) return false
  return isTransient(failure) || explainClosedDataPlane(failure, account) !== undefined
}
