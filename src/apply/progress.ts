import type { Step } from '../model/step.js'
import type { AzureWork, Span } from '../model/events.js'
import type { StepContext } from './context.js'

/** Tells people what is waited for. */
export type ProgressReporter = (what: string) => void

/** What a step waits for. */
export function reportProgress(
  step: Step,
  { clock, emit, deadline }: StepContext,
): ProgressReporter {
  return (say) => {
    emit({ type: 'step-progress', at: clock.now(), step, say, deadline })
  }
}

/** What goes on while a run takes back what it did. */
export function reportRollback({ clock, emit }: StepContext): ProgressReporter {
  return (say) => {
    emit({ type: 'taking-back', at: clock.now(), say })
  }
}

/** Tells how long Azure was waited for to do `work`; `where`: `koreacentral`, `3 regions`. */
export function reportWaited(
  { clock, emit }: Pick<StepContext, 'clock' | 'emit'>,
  work: AzureWork,
  where?: string,
): (span: Span) => void {
  return (span) => {
    emit({ type: 'waited', at: clock.now(), ...span, work, ...(where !== undefined && { where }) })
  }
}
