/** The reports of the outputs, in the one form in which every error is told. */
import type { Explanation, NodeErrorReport, ResizeErrorReport } from '../model/explanation.js'

/** Lines of stderr that the log shows; the output holds all that was read. */
const mostStderrLines = 12

/** A resize error as it is told. */
export function explainResizeReport(report: ResizeErrorReport): Explanation {
  const { code, message, cause, remedy, retryable, details } = report
  return { code, message, cause, remedy, retryable, evidence: details }
}

/** Nodes that share a failure, as they are told. */
export function explainNodeReport(report: NodeErrorReport): Explanation {
  const { code, cause, remedy, remedyWithoutNodes, retryable } = report
  return {
    ...{ code, message: describeTrouble(report), cause, remedy, retryable },
    ...(remedyWithoutNodes === undefined ? {} : { remedyWithoutNodes }),
    evidence: stderrLines(report),
  }
}

/** `3 nodes startTaskFailed, exit code 1 (tvm-1, tvm-2, …): the task exited …` */
function describeTrouble(report: NodeErrorReport): string {
  const { state, count, nodes, exitCode, message } = report
  const exit = exitCode === undefined ? '' : `, exit code ${String(exitCode)}`
  const more = count > nodes.length ? ', …' : ''
  const which = nodes.length === 0 ? '' : ` (${nodes.join(', ')}${more})`
  const said = message === '' ? '' : `: ${message}`
  return `${String(count)} ${count === 1 ? 'node' : 'nodes'} ${state}${exit}${which}${said}`
}

function stderrLines({ stderr = '' }: NodeErrorReport): Explanation['evidence'] {
  return stderr
    .split(/\r?\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(-mostStderrLines)
    .map((line) => ({ code: 'stderr', message: line }))
}
