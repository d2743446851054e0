import { Cancelled, DeadlinePassed } from '../shared/errors.js'
import type { Event } from '../model/events.js'
import { toFailure } from './failure.js'
import type { Failure } from './result.js'
import { openSteps } from './in-flight.js'

/** What ended a config, with what it was doing at that moment and what was last seen of it. */
export function describeOutcome(error: unknown, events: readonly Event[]): Failure {
  const problem = toFailure(error)
  if (!(error instanceof Cancelled) && !(error instanceof DeadlinePassed)) return problem
  const [step] = openSteps(events)
  if (step === undefined) {
    const when = events.length === 0 ? 'before anything was written' : 'between two steps'
    return { ...problem, headline: `${error.message} ${when}` }
  }
  const last = events.findLast((event) => event.type === 'step-progress' && event.step === step)
  const seen = last?.type === 'step-progress' ? `; last seen: ${last.say}` : ''
  const isOwn = error instanceof DeadlinePassed && error.saysLastSeen
  return { ...problem, headline: `${error.message} during: ${step.title}${isOwn ? '' : seen}` }
}
