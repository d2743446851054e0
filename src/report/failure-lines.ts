import type { Failure } from '../outcome/result.js'
import { explanationParts, partLines, referenceParts } from './azure-error.js'

/** A problem for the log: what failed, why, what to do, on what evidence, and what to name in a ticket. */
export function failureLines(problem: Failure): readonly string[] {
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
