/**
 * The plan that was reviewed in the pull request that was merged as the commit that runs. Whoever may write to a repository may
 * edit a comment of its workflows, and anybody may write one that looks like it: what cannot be shown to be ours and untouched
 * is no review.
 */
import type { ReviewAnswer, ReviewQuestion } from '../ports/host.js'
import { readFailure } from './comments.js'
import { openGitHub, type Octokit } from './octokit.js'
import { readPlanComments, type PlanComment } from './plan-comments.js'

type Env = Readonly<Record<string, string | undefined>>

/** Throws nothing: a GitHub that does not answer is a reason as good as any. */
export async function readReview(
  env: Env,
  { marker, token }: ReviewQuestion,
  signal: AbortSignal,
): Promise<ReviewAnswer> {
  const { GITHUB_REPOSITORY: repository = '', GITHUB_SHA: sha, GITHUB_API_URL: api } = env
  const [owner, repo] = repository.split('/')
  if (!owner || !repo || !sha) {
    return none('the run is of no commit of a repository on GitHub', 'give the hash itself')
  }
  const octokit = openGitHub(token, api || 'https://api.github.com')
  try {
    const merged = await mergedAs(octokit, { owner, repo, sha }, signal)
    if (merged.kind === 'none') return merged
    const pull = { owner, repo, number: merged.number }
    const comments = await readPlanComments(octokit, { ...pull, marker }, signal)
    return judge(comments, merged)
  } catch (error) {
    signal.throwIfAborted()
    const { status, message } = readFailure(error)
    const said = status === undefined ? message : `${String(status)}, ${message}`
    const help = 'give the github-token `pull-requests: read` under `permissions` of the job'
    return none(`GitHub does not say which pull request was merged (${said})`, help)
  }
}

interface Merged {
  readonly kind: 'merged'
  readonly number: number
  /** Its last commit. */
  readonly head: string
}

type None = Extract<ReviewAnswer, { kind: 'none' }>

function none(message: string, help: string): None {
  return { kind: 'none', message, help }
}

async function mergedAs(
  octokit: Octokit,
  at: { readonly owner: string; readonly repo: string; readonly sha: string },
  signal: AbortSignal,
): Promise<Merged | None> {
  const { owner, repo, sha } = at
  const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({
    ...{ owner, repo, commit_sha: sha, per_page: 100 },
    request: { signal },
  })
  const merged = data.filter(
    ({ merged_at, merge_commit_sha }) => merged_at !== null && merge_commit_sha === sha,
  )
  const commit = sha.slice(0, 12)
  const [only] = merged
  if (only === undefined) {
    const help = 'run it on the push that merges the pull request, or give the hash itself'
    return none(`no pull request was merged as commit ${commit}`, help)
  }
  if (merged.length > 1) {
    const numbers = merged.map(({ number }) => `#${String(number)}`).join(', ')
    const help = 'give the hash of the one that counts'
    return none(`several pull requests were merged as commit ${commit} (${numbers})`, help)
  }
  // Its repository is gone where that was deleted.
  const from = (only.head.repo as { readonly full_name: string } | null)?.full_name
  if (from?.toLowerCase() !== `${owner}/${repo}`.toLowerCase()) {
    const whose = from === undefined ? 'a fork that is gone' : `the fork ${from}`
    const help =
      'plan the merged commit in this repository, review that plan, and give its hash itself'
    return none(`pull request #${String(only.number)} comes from ${whose}`, help)
  }
  return { kind: 'merged', number: only.number, head: only.head.sha }
}

const planAgain = 'run mode: plan on the pull request again, with the same configs and inputs'

function judge(comments: readonly PlanComment[], { number, head }: Merged): ReviewAnswer {
  const where = `pull request #${String(number)}`
  const own = comments.filter(({ isOwn }) => isOwn)
  const newest = own.at(-1)
  const stranger = comments.at(-1)
  if (newest === undefined) {
    if (stranger === undefined) {
      return none(`${where} has no comment with the plan of these configs`, planAgain)
    }
    const message = `the comment with a plan on ${where} was written by ${stranger.author}, not by the github-token of this run`
    return none(message, `${planAgain} and with the token of the workflow`)
  }
  if (newest.editor !== undefined) {
    return none(`the comment with the plan on ${where} was edited by ${newest.editor}`, planAgain)
  }
  if (newest.hash === undefined) {
    return none(`the comment on ${where} holds no plan that could be carried out`, planAgain)
  }
  if (newest.commit !== head) {
    const of = newest.commit === undefined ? 'no commit' : `commit ${newest.commit.slice(0, 12)}`
    const message = `the comment with the plan on ${where} is of ${of}, and its last commit is ${head.slice(0, 12)}`
    return none(message, planAgain)
  }
  return { kind: 'found', hash: newest.hash, url: newest.url }
}
