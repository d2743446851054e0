import { describeWaits, waitMs, waitsOf } from '../../plan/budget.js'
import type { Config, RunBudget } from '../../inputs/config.js'
import type { Violation, RunRule } from '../rule.js'

const resizePath = ['pool', 'properties', 'scaleSettings', 'fixedScale', 'resizeTimeout'] as const
const replicationPath = ['gallery', 'replicationTimeout'] as const

export const waitsFitTheTimeout: RunRule = {
  id: 'rollout/waits-fit-the-timeout',
  title: 'what the run may have to wait for fits into its timeout',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-pool-node-error-checking',
  needs: 'run',
  check: (config, budget): readonly Violation[] => [
    ...waitsTooLong(config, budget),
    ...drainTooLong(config, budget),
  ],
}

function waitsTooLong(
  config: Config,
  { timeout, isTimeoutGiven }: RunBudget,
): readonly Violation[] {
  const waits = waitsOf(config)
  const { resize, replication } = waits
  if (waitMs(waits) <= timeout.ms) return []
  const isWritten = resize === undefined ? replication !== undefined : resize.isWritten
  // A wait is what it may take at worst, and who gives a timeout has said how long to stay: that run may well end in time.
  const severity = isWritten && !isTimeoutGiven ? 'error' : 'warning'
  const at = resize?.isWritten === true ? resizePath : replicationPath
  const input = isWritten ? {} : { input: 'timeout' }
  const own = isTimeoutGiven ? '' : ', its default,'
  return [
    {
      at,
      severity,
      ...input,
      message: `the run may have to wait ${describeWaits(waits)}, and its timeout of ${timeout.iso}${own} is shorter`,
      help: isWritten
        ? 'give a longer timeout, or shorter times to wait'
        : 'give a longer timeout; a run that ends early leaves Azure at work, and a later run continues from there',
    },
  ]
}

/** Strategies that wait for tasks before anything else can be done; blue-green leaves that to Azure. */
const draining: readonly (string | undefined)[] = ['recycle', 'replace']

/** Only a warning: tasks mostly end sooner, and the first run has no pool to drain. */
function drainTooLong({ pool, rollout }: Config, { timeout }: RunBudget): readonly Violation[] {
  const { drainTimeout, onExistingPool } = rollout ?? {}
  const isLong = drainTimeout !== undefined && drainTimeout.ms >= timeout.ms
  if (pool === undefined || !isLong || !draining.includes(onExistingPool)) return []
  return [
    {
      at: ['rollout', 'drainTimeout'],
      severity: 'warning',
      message: `tasks may take ${drainTimeout.iso} to end, and the run has ${timeout.iso} for everything: when it is over before they are, the pool is put back`,
      help: 'give a longer timeout, or a shorter drain-timeout',
    },
  ]
}
