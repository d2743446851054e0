/** The comments of a pull request that begin with the marker of a plan, and who wrote and changed them. */
import { readLogin } from './comments.js'
import { memberOf } from './member-of.js'
import type { Octokit } from './octokit.js'

export interface PlanComment {
  readonly url: string
  readonly author: string
  /** Written by whom the token stands for. */
  readonly isOwn: boolean
  /** Who else changed it, last or perhaps; undefined where nobody did. */
  readonly editor: string | undefined
  /** As the comment says; undefined where it holds no plan. */
  readonly hash: string | undefined
  readonly commit: string | undefined
}

export interface Asked {
  readonly owner: string
  readonly repo: string
  readonly number: number
  readonly marker: string
}

/** The oldest first. Only GraphQL says who edited a comment; without it every edit counts as somebody else's. Throws. */
export async function readPlanComments(
  octokit: Octokit,
  asked: Asked,
  signal: AbortSignal,
): Promise<readonly PlanComment[]> {
  const all = (await askGraphQl(octokit, asked, signal)) ?? (await askRest(octokit, asked, signal))
  return all.flatMap(({ body, ...comment }) =>
    body.startsWith(asked.marker) ? [{ ...comment, ...planIn(body, asked.marker) }] : [],
  )
}

type Raw = Omit<PlanComment, 'hash' | 'commit'> & { readonly body: string }

/** The line after the marker, and no other: further down stands what others wrote. */
function planIn(body: string, marker: string): Pick<PlanComment, 'hash' | 'commit'> {
  const line = /^\r?\n([^\r\n]*)/.exec(body.slice(marker.length))?.[1] ?? ''
  const [, hash, commit] =
    /^<!-- image-to-pool plan-hash ([0-9a-f]{64})(?: commit ([0-9a-f]{40,64}))? -->$/.exec(line) ??
    []
  return { hash, commit }
}

const query = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      comments(first: 100, after: $after) {
        nodes { body url viewerDidAuthor lastEditedAt author { login } editor { login } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`
const mostPages = 100

/** Undefined where the server has no GraphQL, or does not let the token use it. */
async function askGraphQl(
  octokit: Octokit,
  { owner, repo, number }: Asked,
  signal: AbortSignal,
): Promise<readonly Raw[] | undefined> {
  const found: Raw[] = []
  let after: string | null = null
  for (let page = 0; page < mostPages; page += 1) {
    let answer: unknown
    try {
      answer = await octokit.graphql(query, { owner, repo, number, after, request: { signal } })
    } catch {
      signal.throwIfAborted()
      return undefined
    }
    const comments = memberOf(answer, 'repository', 'pullRequest', 'comments')
    const nodes = memberOf(comments, 'nodes')
    if (!Array.isArray(nodes)) return undefined
    found.push(...nodes.map(rawOf))
    const cursor = memberOf(comments, 'pageInfo', 'endCursor')
    const isMore = memberOf(comments, 'pageInfo', 'hasNextPage') === true
    if (!isMore || typeof cursor !== 'string') return found
    after = cursor
  }
  return undefined
}

function rawOf(node: unknown): Raw {
  const author = textOf(node, 'author', 'login') ?? 'somebody who is gone'
  const editor = textOf(node, 'editor', 'login')
  const isEdited = textOf(node, 'lastEditedAt') !== undefined
  // Who edited it may be gone, too.
  const other = editor === undefined ? 'somebody who is gone' : editor
  return {
    body: textOf(node, 'body') ?? '',
    url: textOf(node, 'url') ?? '',
    author,
    isOwn: memberOf(node, 'viewerDidAuthor') === true,
    editor: (isEdited || editor !== undefined) && other !== author ? other : undefined,
  }
}

function textOf(value: unknown, ...path: readonly string[]): string | undefined {
  const found = memberOf(value, ...path)
  return typeof found === 'string' ? found : undefined
}

/** Whom the token of a workflow writes as; it may not ask. */
const workflowLogin = 'github-actions[bot]'

async function askRest(
  octokit: Octokit,
  { owner, repo, number }: Asked,
  signal: AbortSignal,
): Promise<readonly Raw[]> {
  const request = { signal }
  const all = await octokit.paginate(octokit.rest.issues.listComments, {
    ...{ owner, repo, issue_number: number, per_page: 100, request },
  })
  const login = (await readLogin(octokit, signal)) ?? workflowLogin
  return all.map(({ body = '', html_url: url, user, created_at, updated_at }) => ({
    body,
    url,
    author: user?.login ?? 'somebody who is gone',
    isOwn: user?.login === login,
    editor: created_at === updated_at ? undefined : 'somebody, as far as GitHub tells this token',
  }))
}
