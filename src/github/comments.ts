import { openGitHub, type Octokit } from './octokit.js'
import type { Clock } from '../ports/clock.js'
import type { CommentOutcome, PullRequestComment } from '../ports/host.js'
import { memberOf } from './member-of.js'
import type { PullRequest } from './pull-request.js'

export interface CommentJob {
  readonly pullRequest: PullRequest
  readonly comment: Pick<PullRequestComment, 'marker' | 'body' | 'token' | 'onlyEdit'>
  /** `https://api.github.com`, or that of an Enterprise Server. */
  readonly apiUrl: string
  readonly clock: Clock
  readonly signal: AbortSignal
}

const mostTries = 3
const usualPauseMs = 1_000
/** A comment is not worth a longer wait at the end of a run. */
const longestPauseMs = 30_000

/**
 * Edits the comment that begins with the marker, on whichever page it stands, else creates one. GitHub's passing
 * refusals are tried again from the start: a request without an answer may have been carried out.
 */
export async function upsertComment(job: CommentJob): Promise<CommentOutcome> {
  const octokit = openGitHub(job.comment.token, job.apiUrl)
  for (let tries = 1; ; tries += 1) {
    try {
      return await tryUpsert(octokit, job)
    } catch (error) {
      const failure = readFailure(error)
      const pauseMs = failure.retryAfterMs ?? usualPauseMs
      const isOver = tries === mostTries || !failure.isTransient || pauseMs > longestPauseMs
      if (isOver || job.signal.aborted) {
        return { kind: 'refused', status: failure.status, message: failure.message }
      }
      await job.clock.sleep(pauseMs, job.signal)
    }
  }
}

async function tryUpsert(octokit: Octokit, job: CommentJob): Promise<CommentOutcome> {
  const { pullRequest, comment, signal } = job
  const { owner, repo, number: issue_number } = pullRequest
  const { body } = comment
  const request = { signal }
  const existing = await findOwn(octokit, job)
  const { issues } = octokit.rest
  if (existing === undefined && comment.onlyEdit === true) return { kind: 'none-to-edit' }
  if (existing === undefined) {
    const { data } = await issues.createComment({ owner, repo, issue_number, body, request })
    return { kind: 'created', url: data.html_url }
  }
  const { data } = await issues.updateComment({ owner, repo, comment_id: existing, body, request })
  return { kind: 'edited', url: data.html_url }
}

/** Anyone may write a comment with our marker, and go on editing it after us: only our own counts. */
async function findOwn(octokit: Octokit, job: CommentJob): Promise<number | undefined> {
  const { pullRequest, comment, signal } = job
  const { owner, repo, number: issue_number } = pullRequest
  const pages = octokit.paginate.iterator(octokit.rest.issues.listComments, {
    owner,
    repo,
    issue_number,
    per_page: 100,
    request: { signal },
  })
  let ownLogin: string | null | undefined
  for await (const { data } of pages) {
    for (const { id, body, user } of data) {
      if (body?.startsWith(comment.marker) !== true) continue
      if (user === null || isBot(user)) return id
      ownLogin ??= await readLogin(octokit, signal)
      if (user.login === ownLogin) return id
    }
  }
  return undefined
}

/** The workflow's token and those of apps write as bots; nobody else can, and no login of a person has brackets. */
function isBot({ type, login }: { readonly type?: string; readonly login: string }): boolean {
  return type === 'Bot' || login.endsWith('[bot]')
}

/** Whom a personal token stands for; null for other tokens, which may not ask. */
export async function readLogin(octokit: Octokit, signal: AbortSignal): Promise<string | null> {
  try {
    const { data } = await octokit.rest.users.getAuthenticated({ request: { signal } })
    return data.login
  } catch (error) {
    if (readFailure(error).isTransient) throw error
    return null
  }
}

export interface Failure {
  readonly status: number | undefined
  readonly message: string
  /** The same request may be taken later. */
  readonly isTransient: boolean
  readonly retryAfterMs: number | undefined
}

/**
 * What GitHub answered; a connection that broke counts as 500 with Octokit. 403 and 429 stand for its limits too
 * (https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api).
 */
export function readFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  const found = memberOf(error, 'status')
  const status = typeof found === 'number' ? found : undefined
  const headers = memberOf(error, 'response', 'headers')
  const retryAfter = Number(memberOf(headers, 'retry-after') ?? Number.NaN)
  const isLimited =
    (status === 403 || status === 429) &&
    (!Number.isNaN(retryAfter) ||
      memberOf(headers, 'x-ratelimit-remaining') === '0' ||
      /rate limit/i.test(message))
  return {
    status: isLimited ? 429 : status,
    message,
    isTransient: isLimited || (status !== undefined && status >= 500),
    retryAfterMs: Number.isNaN(retryAfter) ? undefined : retryAfter * 1000,
  }
}
