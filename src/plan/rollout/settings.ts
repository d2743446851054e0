/** What a rollout goes by where the user says nothing. */
import type { RolloutConfig } from '../../inputs/config.js'
import type { Duration } from '../../shared/duration.js'

const hour: Duration = { iso: 'PT1H', ms: 3_600_000 }
const day: Duration = { iso: 'P1D', ms: 86_400_000 }

/** How long running tasks may take to end. */
export function drainLimit(rollout: RolloutConfig | undefined): Duration {
  return rollout?.drainTimeout ?? hour
}

/** How long a retired pool is kept. */
export function rollbackWindow(rollout: RolloutConfig | undefined): Duration {
  return rollout?.rollbackWindow ?? day
}

/**
 * What a rollout waits for: it has an old pool to go back to, so it wants to know that the new nodes work, and never ends
 * before they are there.
 */
export function waitChoice(rollout: RolloutConfig | undefined): 'steady' | 'nodes' {
  return rollout?.waitFor === 'steady' || rollout?.waitFor === 'none' ? 'steady' : 'nodes'
}
