import type { Step } from '../model/step.js'
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
