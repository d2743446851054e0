import type { Host } from '../ports/host.js'
import { sha256 } from '../ports/digest.js'
import { commentMarker, describeRefusal, toComment } from '../report/comment.js'
import { logLine } from '../report/escape.js'
import { hasChanges } from '../outcome/changes.js'
import { overallOutcome, type RunReport } from '../outcome/result.js'

const longestMs = 60_000

/** The inputs that say which of several plans on one pull request this is. */
const identifying = [
  'config',
  'subscription-id',
  'gallery-image-definition',
  'image-name',
  'batch-account',
  'pool-name',
] as const

/** Whether a run says its plan on a pull request; a cancelled one has no time left for it. */
function wantsComment(host: Host, report: RunReport): boolean {
  if (report.mode !== 'plan' || overallOutcome(report) === 'cancelled') return false
  const { comment = 'never' } = report
  return comment === 'always' || (comment !== 'never' && tokenOf(host) !== '')
}

/** Writes the plan to the pull request; what stands in the way is a warning and changes no outcome. */
export async function commentPlan(
  host: Host,
  report: RunReport,
  signal: AbortSignal,
): Promise<void> {
  if (!wantsComment(host, report)) return
  const isAlways = report.comment === 'always'
  const token = tokenOf(host)
  const warn = (message: string): void => {
    host.log.annotate({ severity: 'warning', message: logLine(message) })
  }
  if (token === '') {
    warn('cannot write the pull-request comment: comment is always, and github-token is not given')
    return
  }
  const onlyEdit = report.comment === 'on-change' && !hasChanges(report)
  const marker = planMarker(host)
  const body = toComment(report, { marker, runUrl: host.run.url })
  const limit = AbortSignal.any([signal, AbortSignal.timeout(longestMs)])
  const done = await host.comment({ marker, body, token, forAnyEvent: isAlways, onlyEdit }, limit)
  switch (done.kind) {
    case 'created':
    case 'edited':
      host.log.info(logLine(`pull-request comment ${done.kind}: ${done.url}`))
      return
    case 'none-to-edit':
      return
    case 'no-pull-request':
      if (isAlways) warn('cannot write the pull-request comment: the event names no pull request')
      return
    case 'refused':
      warn(describeRefusal(done.status, done.message))
  }
}

/** First line of the comment with the plan of these inputs. */
export function planMarker(host: Pick<Host, 'input'>): string {
  return commentMarker(identityOf(host), sha256)
}

export function tokenOf(host: Pick<Host, 'input'>): string {
  return host.input('github-token').trim()
}

/** The same however the lines are ordered, and whatever files a pattern comes to match. */
function identityOf(host: Pick<Host, 'input'>): string {
  const lines = (name: string): readonly string[] =>
    host
      .input(name)
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .sort()
  return JSON.stringify(identifying.map(lines))
}
