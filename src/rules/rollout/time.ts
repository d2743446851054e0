import type { Config, RunBudget } from '../../inputs/config.js'
import { describeWaits, waitMs, waitsOf } from '../../plan/budget.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** What the last outputs, the summary and the post step take. */
const roomMs = 10 * minuteMs
/** How long a job may last: https://docs.github.com/actions/reference/limits */
const limits = {
  'github-hosted': { ms: 6 * hourMs, what: 'six hours on a GitHub-hosted runner', most: 'PT5H50M' },
  'self-hosted': { ms: 120 * hourMs, what: 'five days on a self-hosted runner', most: 'P4DT23H' },
} as const
const resizePath = ['pool', 'properties', 'scaleSettings', 'fixedScale', 'resizeTimeout'] as const
const replicationPath = ['gallery', 'replicationTimeout'] as const
/** Strategies that wait for tasks before anything else can be done; blue-green leaves that to Azure. */
const draining: readonly (string | undefined)[] = ['recycle', 'replace']
/** What an access token lives at least: https://learn.microsoft.com/entra/identity-platform/access-tokens#token-lifetime */
const tokenMs = 60 * 60_000

export const rolloutTimeRules = rulesOn('run', [
  {
    id: 'rollout/timeout-fits-the-job',
    title: 'GitHub may end the job before timeout ends the run',
    docs: 'https://docs.github.com/actions/reference/limits',
    check: (_config, { timeout, runner }) => {
      if (runner === undefined) return []
      const limit = limits[runner]
      if (timeout.ms <= limit.ms - roomMs) return []
      const isOver = timeout.ms > limit.ms
      const said = `timeout is ${timeout.iso}, and a job lasts at most ${limit.what}`
      const self = runner === 'github-hosted' ? ', or run on a self-hosted runner' : ''
      return {
        at: [],
        input: 'timeout',
        severity: isOver ? 'error' : 'warning',
        message: isOver ? said : `${said}: no time is left to say how it went`,
        help: `give at most ${limit.most}${self}`,
      }
    },
  },
  {
    id: 'rollout/waits-fit-the-timeout',
    title: 'the run may have to wait for longer than its timeout',
    docs: 'https://learn.microsoft.com/azure/batch/batch-pool-node-error-checking',
    check: (config, budget) => [waitsTooLong(config, budget), drainTooLong(config, budget)],
  },
  {
    id: 'rollout/sign-in-outlasts-the-waits',
    title: 'the credential may end before the run does',
    docs: 'https://learn.microsoft.com/azure/developer/github/connect-from-azure-openid-connect',
    check: (config, { timeout, isTimeoutGiven, isSignInFinal }) => {
      if (!isSignInFinal || timeout.ms <= tokenMs) return []
      const waits = waitsOf(config)
      const isLong = waitMs(waits) > tokenMs
      const long = isLong ? `may have to wait ${describeWaits(waits)}` : `may last ${timeout.iso}`
      return {
        at: [],
        input: 'credential',
        // By default a run may last for hours that most never need.
        severity: isTimeoutGiven || isLong ? 'error' : 'warning',
        message: `az, signed in by azure/login with OIDC, has a token for about an hour and cannot renew it, and this run ${long}`,
        help: 'give credential: oidc with client-id and tenant-id, which renews its token, or a timeout of PT1H at most',
      }
    },
  },
])

function waitsTooLong(config: Config, { timeout, isTimeoutGiven }: RunBudget): Found {
  const waits = waitsOf(config)
  const { resize, replication } = waits
  if (waitMs(waits) <= timeout.ms) return []
  const isWritten = resize === undefined ? replication !== undefined : resize.isWritten
  // A wait is what it may take at worst, and who gives a timeout has said how long to stay: that run may well end in time.
  const severity = isWritten && !isTimeoutGiven ? 'error' : 'warning'
  const at = resize?.isWritten === true ? resizePath : replicationPath
  const input = isWritten ? {} : { input: 'timeout' }
  const own = isTimeoutGiven ? '' : ', its default,'
  return {
    at,
    severity,
    ...input,
    message: `the run may have to wait ${describeWaits(waits)}, and its timeout of ${timeout.iso}${own} is shorter`,
    help: isWritten
      ? 'give a longer timeout, or shorter times to wait'
      : 'give a longer timeout; a run that ends early leaves Azure at work, and a later run continues from there',
  }
}

/** Only a warning: tasks mostly end sooner, and the first run has no pool to drain. */
function drainTooLong({ pool, rollout }: Config, { timeout }: RunBudget): Found {
  const { drainTimeout, onExistingPool } = rollout ?? {}
  const isLong = drainTimeout !== undefined && drainTimeout.ms >= timeout.ms
  if (pool === undefined || !isLong || !draining.includes(onExistingPool)) return []
  return {
    at: ['rollout', 'drainTimeout'],
    severity: 'warning',
    message: `tasks may take ${drainTimeout.iso} to end, and the run has ${timeout.iso} for everything: when it is over before they are, the pool is put back`,
    help: 'give a longer timeout, or a shorter drain-timeout',
  }
}
