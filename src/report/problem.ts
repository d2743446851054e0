import { explainAzureFailure } from '../diagnosis/explain-azure-failure.js'
import { NodesMissing } from '../apply/nodes/nodes-missing.js'
import { AzureFailure, Cancelled, DeadlinePassed, UserError } from '../shared/errors.js'
import { explanationParts, partLines, referenceParts } from './azure-error.js'
import type { Problem } from '../outcome/result.js'

/** What a thrown value means to the user. */
export function toProblem(error: unknown): Problem {
  if (error instanceof UserError) return { kind: 'findings', headline: error.message }
  if (error instanceof Cancelled) return { kind: 'cancelled', headline: error.message }
  if (error instanceof DeadlinePassed) return { kind: 'deadline', headline: error.message }
  if (error instanceof AzureFailure) return explainFailure(error)
  if (error instanceof NodesMissing) {
    const { message, pool, explanations } = error
    return { kind: 'azure', headline: message, resource: pool, explanations }
  }
  return {
    kind: 'bug',
    headline: `unexpected error: ${error instanceof Error ? error.message : String(error)}`,
    stack: describeThrown(error),
  }
}

function explainFailure(failure: AzureFailure): Problem {
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

/** A problem for the log: what failed, why, what to do, on what evidence, and what to name in a ticket. */
export function problemLines(problem: Problem): readonly string[] {
  switch (problem.kind) {
    case 'findings':
    case 'cancelled':
    case 'deadline':
      return [problem.headline]
    case 'bug':
      return [
        problem.headline,
        'this is a bug in image-to-pool, please report it with these lines',
        problem.stack,
      ]
    case 'azure': {
      const parts = [...problem.explanations.flatMap(explanationParts), ...referenceParts(problem)]
      return [problem.headline, ...partLines(parts)]
    }
  }
}
