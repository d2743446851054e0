import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { readReview } from '../../src/github/review.js'
import {
  startGitHub,
  type Comment,
  type GitHubStandIn,
  type Pull,
} from '../support/github-stand-in.js'

describe('the plan that was reviewed', () => {
  let github: GitHubStandIn
  beforeEach(async () => {
    github = await startGitHub()
    github.pulls.push(pull)
    github.comments.push(comment())
  })
  afterEach(async () => {
    await github.close()
  })

  const [merge, head, hash] = ['a'.repeat(40), 'b'.repeat(40), '0123456789abcdef'.repeat(4)]
  const marker = '<!-- image-to-pool plan 0123 -->'
  const line = `<!-- image-to-pool plan-hash ${hash} commit ${head} -->`
  const pull: Pull = {
    ...{ number: 7, merged_at: '2026-11-23T10:00:00Z', merge_commit_sha: merge },
    head: { sha: head, repo: { full_name: 'owner/repo' } },
  }

  function comment(more: Partial<Comment> = {}): Comment {
    const user = { login: 'github-actions[bot]', type: 'Bot' }
    return { id: 1, user, body: `${marker}\n${line}\n\n### plan`, ...more }
  }

  async function review(env: Readonly<Record<string, string>> = {}) {
    const given = { GITHUB_REPOSITORY: 'owner/repo', GITHUB_SHA: merge, GITHUB_API_URL: github.url }
    const question = { marker, token: 'ghs_t0ken' }
    return await readReview({ ...given, ...env }, question, new AbortController().signal)
  }

  test.each([true, false])('our own comment is the review (GraphQL: %s)', async (hasGraphQl) => {
    github.hasGraphQl = hasGraphQl
    github.comments.push(comment({ id: 2, user: { login: 'mallory', type: 'User' } }))
    expect(await review()).toMatchObject({ kind: 'found', hash })
  })

  test('a comment that this token wrote anew over its own is, where GraphQL says so', async () => {
    github.comments[0] = comment({ editor: 'github-actions[bot]' })
    expect(await review()).toMatchObject({ kind: 'found', hash })
  })

  test.each<readonly [string, () => void, RegExp]>([
    ['there is none', () => void github.comments.splice(0), /#7 has no comment with the plan/],
    [
      'a stranger wrote it',
      () =>
        void github.comments.splice(0, 1, comment({ user: { login: 'mallory', type: 'User' } })),
      /was written by mallory/,
    ],
    [
      'another app wrote it',
      () =>
        void github.comments.splice(0, 1, comment({ user: { login: 'app[bot]', type: 'Bot' } })),
      /was written by app/,
    ],
    [
      'it was edited',
      () => void github.comments.splice(0, 1, comment({ editor: 'collaborator' })),
      /was edited by collaborator/,
    ],
    [
      'nobody knows who edited it',
      () => {
        github.hasGraphQl = false
        github.comments[0] = comment({ editor: 'github-actions[bot]' })
      },
      /was edited by somebody/,
    ],
    [
      'a newer one of ours holds no plan',
      () => void github.comments.push(comment({ id: 2, body: `${marker}\n\n${line}` })),
      /holds no plan/,
    ],
    [
      'there were commits after it',
      () =>
        void github.pulls.splice(0, 1, { ...pull, head: { ...pull.head, sha: 'c'.repeat(40) } }),
      /is of commit bbbbbbbbbbbb, and its last commit is cccccccccccc/,
    ],
    [
      'it comes from a fork',
      () =>
        void github.pulls.splice(0, 1, {
          ...pull,
          head: { ...pull.head, repo: { full_name: 'mallory/repo' } },
        }),
      /#7 comes from the fork mallory\/repo/,
    ],
    [
      'it comes from a fork that is gone',
      () => void github.pulls.splice(0, 1, { ...pull, head: { ...pull.head, repo: null } }),
      /#7 comes from a fork that is gone/,
    ],
    [
      'it was merged as another commit',
      () => void github.pulls.splice(0, 1, { ...pull, merge_commit_sha: 'd'.repeat(40) }),
      /no pull request was merged as commit aaaaaaaaaaaa/,
    ],
    [
      'it was not merged',
      () => void github.pulls.splice(0, 1, { ...pull, merged_at: null }),
      /no pull request was merged/,
    ],
    [
      'there are several',
      () => void github.pulls.push({ ...pull, number: 8 }),
      /several pull requests .* \(#7, #8\)/,
    ],
    [
      'the token may not ask',
      () => {
        github.refuse('GET /repos', { status: 403, message: 'Resource not accessible' })
      },
      /does not say which pull request was merged \(403/,
    ],
  ])('there is no review where %s', async (_, spoil, said) => {
    spoil()
    expect(await review()).toMatchObject({ kind: 'none', message: expect.stringMatching(said) })
  })

  test('there is no review outside of a repository', async () => {
    expect(await review({ GITHUB_REPOSITORY: '' })).toMatchObject({ kind: 'none' })
  })
})
