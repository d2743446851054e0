/** As much of GitHub's REST API as a comment needs, on loopback; every answer is as the documentation has it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Comment {
  readonly id: number
  readonly user: { readonly login: string; readonly type: string } | null
  body: string
  /** Login of who edited it last. */
  editor?: string
}

/** A pull request that `GET /repos/owner/repo/commits/{sha}/pulls` lists. */
export interface Pull {
  readonly number: number
  readonly merged_at: string | null
  readonly merge_commit_sha: string
  readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null }
}

export interface Refusal {
  readonly status: number
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
  /** Only the answer is lost: the request is carried out. */
  readonly isCarriedOut?: boolean
}

interface Answer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface GitHubStandIn {
  readonly url: string
  readonly comments: Comment[]
  readonly pulls: Pull[]
  /** Whether there is GraphQL; as it comes, there is. */
  hasGraphQl: boolean
  /** `GET /repos/o/r/issues/7/comments?per_page=100` and so on. */
  readonly requests: string[]
  readonly tokens: Set<string>
  /** Answers to the next requests that begin so, in order, instead of the usual one. */
  readonly refuse: (start: string, ...refusals: readonly Refusal[]) => void
  readonly close: () => Promise<void>
}

const bot = { login: 'github-actions[bot]', type: 'Bot' }

/** `owner/repo` with pull request 7. `login`: whom the token stands for; none: a workflow's own token. */
export async function startGitHub(login?: string, fallbackPageSize = 30): Promise<GitHubStandIn> {
  const comments: Comment[] = []
  const pulls: Pull[] = []
  const requests: string[] = []
  const options = { hasGraphQl: true }
  const tokens = new Set<string>()
  const refusals: { readonly start: string; readonly refusal: Refusal }[] = []
  const author = login === undefined ? bot : { login, type: 'User' }

  const answer = (request: IncomingMessage, body: string, response: ServerResponse): void => {
    const line = `${request.method ?? ''} ${request.url ?? ''}`
    requests.push(line)
    tokens.add(request.headers.authorization ?? '')
    const index = refusals.findIndex(({ start }) => line.startsWith(start))
    const [refused] = index === -1 ? [] : refusals.splice(index, 1)
    if (refused !== undefined) {
      const { status, message, headers = {}, isCarriedOut = false } = refused.refusal
      if (isCarriedOut) route(line, body)
      send(response, { status, body: { message }, headers })
    } else send(response, route(line, body))
  }

  const route = (line: string, body: string): Answer => {
    const url = new URL(line.split(' ')[1] ?? '/', 'http://local')
    const edited = /^PATCH \/repos\/owner\/repo\/issues\/comments\/(\d+)$/.exec(line)?.[1]
    if (line.startsWith('GET /repos/owner/repo/issues/7/comments')) {
      const size = Number(url.searchParams.get('per_page') ?? fallbackPageSize)
      const page = Number(url.searchParams.get('page') ?? 1)
      const last = Math.max(1, Math.ceil(comments.length / size))
      const to = (number: number, rel: string) => {
        const next = new URL(url.pathname, server)
        next.search = new URLSearchParams({
          per_page: String(size),
          page: String(number),
        }).toString()
        return `<${next.href}>; rel="${rel}"`
      }
      const link =
        page < last ? { link: `${to(page + 1, 'next')}, ${to(last, 'last')}` } : undefined
      return {
        status: 200,
        body: comments.slice((page - 1) * size, page * size).map(shown),
        ...(link && { headers: link }),
      }
    }
    if (line === 'POST /repos/owner/repo/issues/7/comments') {
      const comment = { id: comments.length + 1, user: author, body: bodyOf(body) }
      comments.push(comment)
      return { status: 201, body: shown(comment) }
    }
    if (/^GET \/repos\/owner\/repo\/commits\/\w+\/pulls/.test(line)) {
      return { status: 200, body: pulls }
    }
    if (line === 'POST /graphql' && options.hasGraphQl) {
      const nodes = comments.map((one) => graphQlComment(one, author.login))
      const pageInfo = { hasNextPage: false, endCursor: null }
      const pullRequest = { comments: { nodes, pageInfo } }
      return { status: 200, body: { data: { repository: { pullRequest } } } }
    }
    const comment = comments.find(({ id }) => String(id) === edited)
    if (comment !== undefined) {
      comment.body = bodyOf(body)
      comment.editor = author.login
      return { status: 200, body: shown(comment) }
    }
    if (line !== 'GET /user') return { status: 404, body: { message: 'Not Found' } }
    return login === undefined
      ? { status: 403, body: { message: 'Resource not accessible by integration' } }
      : { status: 200, body: author }
  }

  const http = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      answer(request, Buffer.concat(chunks).toString(), response)
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const server = `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`
  return {
    url: server,
    comments,
    pulls,
    get hasGraphQl() {
      return options.hasGraphQl
    },
    set hasGraphQl(has) {
      options.hasGraphQl = has
    },
    requests,
    tokens,
    refuse: (start, ...all) => {
      refusals.push(...all.map((refusal) => ({ start, refusal })))
    },
    close: async () => {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

/** GraphQL has the logins of apps without `[bot]`. */
function graphQlComment({ id, user, body, editor }: Comment, own: string) {
  const actor = (login: string) => ({ login: login.replace('[bot]', '') })
  return {
    ...{ body, url: `https://github.com/owner/repo/pull/7#issuecomment-${String(id)}` },
    viewerDidAuthor: user?.login === own,
    lastEditedAt: editor === undefined ? null : '2026-11-23T09:00:00Z',
    author: user && actor(user.login),
    editor: editor === undefined ? null : actor(editor),
  }
}

function shown({ editor, ...comment }: Comment) {
  const { id } = comment
  const created_at = '2026-11-23T08:00:00Z'
  const updated_at = editor === undefined ? created_at : '2026-11-23T09:00:00Z'
  return {
    ...comment,
    created_at,
    updated_at,
    html_url: `https://github.com/owner/repo/pull/7#issuecomment-${String(id)}`,
  }
}

/** GitHub refuses longer ones with 422. */
function bodyOf(text: string): string {
  const { body } = JSON.parse(text) as { body: string }
  if (body.length > 65_536) throw new Error('body is too long (maximum is 65536 characters)')
  return body
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify(body))
}
