import { explainAzureFailure } from '../diagnosis/explain-azure-failure.js'
import { DataPlaneLost } from '../apply/nodes/data-plane-lost.js'
import { NodesMissing } from '../apply/nodes/nodes-missing.js'
import { AzureFailure, Cancelled, DeadlinePassed, UserError } from '../shared/errors.js'
import type { Failure } from './result.js'

/** What a thrown value means to the user. */
export function toFailure(error: unknown): Failure {
  if (error instanceof UserError) return { kind: 'findings', headline: error.message }
  if (error instanceof Cancelled) return { kind: 'cancelled', headline: error.message }
  if (error instanceof DeadlinePassed) return { kind: 'deadline', headline: error.message }
  if (error instanceof AzureFailure) return explainFailure(error)
  if (error instanceof NodesMissing) {
    const { message, pool, explanations } = error
    return { kind: 'azure', headline: message, resource: pool, explanations }
  }
  if (error instanceof DataPlaneLost) {
    const { message, pool, explanations } = error
    return { kind: 'azure', headline: message, resource: pool, explanations, isUnseen: true }
  }
  return {
    kind: 'bug',
    headline: `unexpected error: ${error instanceof Error ? error.message : String(error)}`,
    stack: describeThrown(error),
  }
}

function explainFailure(failure: AzureFailure): Failure {
  const { operation, resource, requestId, correlationId } = failure
  return {
    kind: 'azure',
    headline: `failed to ${operation}`,
    explanations: [explainAzureFailure(failure)],
    ...(resource === undefined ? {} : { resource }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(correlationId === undefined ? {} : { correlationId }),
  }
}

/** The stack, and those of the causes. */
function describeThrown(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = error.stack ?? `${error.name}: ${error.message}`
  return error.cause === undefined ? own : `${own}\ncaused by: ${describeThrown(error.cause)}`
}
