import { describeRetirement, stateOf, type Retirement } from '../../model/retirements.js'
import type { Path } from '../../shared/finding.js'
import type { Violation } from '../rule.js'

const severities = { over: 'error', near: 'warning', far: 'notice' } as const

export interface Retiring {
  readonly at: Path
  /** Continued by `retired on …`: `the node agent batch.node.ubuntu 20.04`. */
  readonly subject: string
  readonly help: string
  readonly retirement: Pick<Retirement, 'on' | 'source'>
}

/** An error once it is over, a warning in the year before, a notice until then. */
export function retirementProblem(retiring: Retiring, today: string): Violation {
  const { at, subject, help, retirement } = retiring
  return {
    at,
    severity: severities[stateOf(retirement, today)],
    message: `${subject} ${describeRetirement(retirement, today)}`,
    help: `${help}; see ${retirement.source}`,
  }
}
