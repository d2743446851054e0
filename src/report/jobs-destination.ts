/** Where the jobs go after a blue-green rollout: the first that whoever submits them has to know. */
import type { ConfigResult } from '../outcome/result.js'
import { nameOfId } from '../shared/arm-id.js'

/** Undefined where nothing was rolled out, or it did not end well: then the jobs go where they went. */
export function jobsDestination({ made, plan, outcome, events }: ConfigResult): string | undefined {
  const isGood = outcome === 'succeeded' || outcome === 'unchanged' || outcome === 'partial'
  if (!isGood || made.activePoolId === undefined) return undefined
  const live = nameOfId(made.activePoolId)
  const done = events.flatMap((event) =>
    event.type === 'step-ended' && event.how === 'done' ? [event.step] : [],
  )
  const retired = (plan?.steps ?? []).flatMap((step) =>
    step.kind === 'drain-pool' && step.retires !== undefined ? [nameOfId(step.resource)] : [],
  )
  if (retired.length === 0) return `Send jobs to pool ${live}`
  const old = retired.join(', ')
  return done.some(({ kind }) => kind === 'move-jobs')
    ? `The jobs were moved to pool ${live}; send new ones there, as ${old} is retired`
    : `Send jobs to pool ${live}: ${old} is retired, and jobs that are still on it wait there for nodes until somebody moves them (move-jobs: true does)`
}
