import type { Host, ReviewAnswer } from '../ports/host.js'
import { planMarker, tokenOf } from './comment-plan.js'

const longestMs = 60_000

/** The hash of the plan that the merged pull request shows for these inputs, or why it shows none. */
export async function reviewedHash(host: Host, cancelled: AbortSignal): Promise<ReviewAnswer> {
  const token = tokenOf(host)
  if (token === '') {
    const help = 'give github-token, with `pull-requests: read` under `permissions` of the job'
    return { kind: 'none', message: 'github-token is not given', help }
  }
  const signal = AbortSignal.any([cancelled, AbortSignal.timeout(longestMs)])
  return await host.review({ marker: planMarker(host), token }, signal)
}
