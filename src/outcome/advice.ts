/** What to do after a run that did not end well: by its cause, and by what is left of what it made. */
import type { Explanation, NodeErrorReport } from '../model/explanation.js'
import { nameOfId } from '../shared/arm-id.js'
import type { ConfigResult, Failure } from './result.js'

/** The last word of the advice, one sentence; undefined where a new run is no part of it. */
export function closingAdvice({
  problem,
  made,
  takenBack = [],
  emptied = [],
}: Pick<ConfigResult, 'problem' | 'made' | 'takenBack' | 'emptied'>): string | undefined {
  const undone = takenBack.length > 0
  switch (problem?.kind) {
    case 'bug':
      return undefined
    case 'findings':
      return `Correct what the findings name${made.changed ? '' : '; nothing was written'}.`
    case 'azure': {
      if (problem.explanations.some(({ retryable }) => !retryable)) {
        return `Once that is mended, a new run ${undone ? 'does again what was undone' : 'goes on from here'}: what exists and matches is reused${drains(emptied)}.`
      }
      break
    }
    case 'cancelled':
    case 'deadline':
    case undefined:
  }
  const then = undone ? 'and what was undone is done again' : 'so it continues where it stopped'
  return `Run it again: what exists and matches is reused, ${then}${drains(emptied)}.`
}

/** Of pools that were put back: whoever runs it again takes them out of service again. */
function drains(emptied: readonly string[]): string {
  const pools = emptied.map((id) => `pool ${nameOfId(id)}`).join(' and ')
  return pools === '' ? '' : `, and ${pools} loses its nodes again`
}

/** The same problem once the nodes that it is about are gone. */
export function withoutNodes(problem: Failure): Failure {
  if (problem.kind !== 'azure') return problem
  return { ...problem, explanations: problem.explanations.map(onceNodesAreGone) }
}

/** The same advice, without what there is to do to nodes that are gone. */
export function onceNodesAreGone<A extends Explanation | NodeErrorReport>(advice: A): A {
  const { remedy, remedyWithoutNodes = remedy } = advice
  return { ...advice, remedy: remedyWithoutNodes }
}
