import { describeWaits, waitMs, waitsOf } from '../../plan/budget.js'
import type { Violation, RunRule } from '../rule.js'

/** What an access token lives at least: https://learn.microsoft.com/entra/identity-platform/access-tokens#token-lifetime */
const tokenMs = 60 * 60_000

export const signInOutlastsTheWaits: RunRule = {
  id: 'rollout/sign-in-outlasts-the-waits',
  title: 'the credential can be renewed for as long as the run may last',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/developer/github/connect-from-azure-openid-connect',
  needs: 'run',
  check: (config, { timeout, isTimeoutGiven, isSignInFinal }): readonly Violation[] => {
    if (!isSignInFinal || timeout.ms <= tokenMs) return []
    const waits = waitsOf(config)
    const isLong = waitMs(waits) > tokenMs
    const long = isLong ? `may have to wait ${describeWaits(waits)}` : `may last ${timeout.iso}`
    return [
      {
        at: [],
        input: 'credential',
        // By default a run may last for hours that most never need.
        severity: isTimeoutGiven || isLong ? 'error' : 'warning',
        message: `az, signed in by azure/login with OIDC, has a token for about an hour and cannot renew it, and this run ${long}`,
        help: 'give credential: oidc with client-id and tenant-id, which renews its token, or a timeout of PT1H at most',
      },
    ]
  },
}
