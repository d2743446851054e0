import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { upsertComment } from '../../src/github/comments.js'
import { createGitHubHost } from '../../src/github/host.js'
import type { Clock } from '../../src/ports/clock.js'
import { startGitHub, type GitHubStandIn } from '../support/github-stand-in.js'

describe('the comment', () => {
  let github: GitHubStandIn
  beforeEach(async () => {
    github = await startGitHub()
  })
  afterEach(async () => {
    await github.close()
  })

  const marker = '<!-- image-to-pool plan 0123 -->'
  const person = { login: 'octocat', type: 'User' }
  const pauses: number[] = []
  const clock: Clock = {
    now: () => 0,
    sleep: async (ms) => {
      pauses.push(ms)
      await Promise.resolve()
    },
  }

  async function write(text: string) {
    return await upsertComment({
      pullRequest: { owner: 'owner', repo: 'repo', number: 7 },
      comment: { marker, body: `${marker}\n${text}`, token: 't0ken' },
      apiUrl: github.url,
      clock,
      signal: new AbortController().signal,
    })
  }

  function add(count: number, more: { body?: string; user?: typeof person | null } = {}): void {
    for (let index = 0; index < count; index += 1) {
      const id = github.comments.length + 1
      github.comments.push({ id, user: person, body: 'a remark', ...more })
    }
  }

  const lists = () => github.requests.filter((line) => line.startsWith('GET /repos'))

  describe('a comment', () => {
    test('is created, then edited', async () => {
      expect(await write('one')).toMatchObject({ kind: 'created' })
      expect(await write('two')).toEqual({
        kind: 'edited',
        url: 'https://github.com/owner/repo/pull/7#issuecomment-1',
      })
      expect(github.comments.map(({ body }) => body)).toEqual([`${marker}\ntwo`])
      expect([...github.tokens]).toEqual(['token t0ken'])
    })

    test('is found on the third page', async () => {
      add(250)
      expect(await write('one')).toMatchObject({ kind: 'created' })
      add(40)
      github.requests.length = 0
      expect(await write('two')).toMatchObject({ kind: 'edited' })
      expect(lists()).toHaveLength(3)
      expect(github.comments.filter(({ body }) => body.startsWith(marker))).toEqual([
        {
          id: 251,
          user: { login: 'github-actions[bot]', type: 'Bot' },
          ...{ body: `${marker}\ntwo`, editor: 'github-actions[bot]' },
        },
      ])
    })

    test('of another, with our marker in it, is left alone', async () => {
      add(1, { body: `${marker}\nlooks like ours` })
      add(1, { body: `> ${marker}\nquoted`, user: { login: 'some[bot]', type: 'Bot' } })
      expect(await write('one')).toMatchObject({ kind: 'created' })
      expect(github.comments.map(({ body }) => body)).toEqual([
        `${marker}\nlooks like ours`,
        `> ${marker}\nquoted`,
        `${marker}\none`,
      ])
    })

    test('of another config set is left alone', async () => {
      add(1, {
        body: '<!-- image-to-pool plan 9999 -->\nx',
        user: { login: 'github-actions[bot]', type: 'Bot' },
      })
      expect(await write('one')).toMatchObject({ kind: 'created' })
    })
  })

  test('with the token of a person it is that person whose comment is edited', async () => {
    await github.close()
    github = await startGitHub('release-person')
    add(1, { body: `${marker}\nsomebody else` })
    expect(await write('one')).toMatchObject({ kind: 'created' })
    expect(await write('two')).toMatchObject({ kind: 'edited' })
    expect(github.comments.map(({ body }) => body)).toEqual([
      `${marker}\nsomebody else`,
      `${marker}\ntwo`,
    ])
  })

  describe('what GitHub refuses', () => {
    test.each([401, 403, 404])('for good (%i) is told and not tried again', async (status) => {
      github.refuse('GET /repos', { status, message: 'Resource not accessible by integration' })
      expect(await write('one')).toMatchObject({ kind: 'refused', status })
      expect(github.requests).toHaveLength(1)
      expect(github.comments).toEqual([])
    })

    test('for a fork is refused at the write', async () => {
      github.refuse('POST', { status: 403, message: 'Resource not accessible by integration' })
      expect(await write('one')).toEqual({
        kind: 'refused',
        status: 403,
        message: expect.stringContaining('Resource not accessible by integration'),
      })
    })

    test('by its secondary limit is tried again after the time it names', async () => {
      pauses.length = 0
      github.refuse('POST', {
        status: 403,
        message: 'You have exceeded a secondary rate limit',
        headers: { 'retry-after': '7' },
      })
      expect(await write('one')).toMatchObject({ kind: 'created' })
      expect(pauses).toEqual([7000])
    })

    test('by a limit that lasts is told as a limit, not as a permission', async () => {
      github.refuse('GET /repos', {
        status: 403,
        message: 'API rate limit exceeded',
        headers: { 'retry-after': '3600', 'x-ratelimit-remaining': '0' },
      })
      expect(await write('one')).toMatchObject({ kind: 'refused', status: 429 })
    })

    test('in passing, although it was written, does not make a second comment', async () => {
      github.refuse('POST', { status: 502, message: 'Bad Gateway', isCarriedOut: true })
      expect(await write('one')).toMatchObject({ kind: 'edited' })
      expect(github.comments).toHaveLength(1)
    })

    test('again and again is given up', async () => {
      const busy = { status: 503, message: 'busy' }
      github.refuse('GET /repos', busy, busy, busy, busy)
      expect(await write('one')).toMatchObject({ kind: 'refused', status: 503 })
      expect(github.requests).toHaveLength(3)
    })
  })

  describe('on a runner', () => {
    let folder: string
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'image-to-pool-event-'))
    })
    afterEach(() => {
      rmSync(folder, { recursive: true, force: true })
    })

    async function comment(
      event: unknown,
      env: Readonly<Record<string, string>>,
      forAnyEvent = false,
    ) {
      const path = join(folder, 'event.json')
      writeFileSync(path, typeof event === 'string' ? event : JSON.stringify(event))
      const host = createGitHubHost({
        GITHUB_EVENT_PATH: path,
        GITHUB_API_URL: github.url,
        GITHUB_REPOSITORY: 'owner/repo',
        ...env,
      })
      const { signal } = new AbortController()
      return await host.comment({ marker, body: marker, token: 't', forAnyEvent }, signal)
    }

    const pullRequest = { pull_request: { number: 7 }, repository: { full_name: 'owner/repo' } }

    test.each(['pull_request', 'pull_request_target'])(
      'the event %s names the pull request',
      async (name) => {
        expect(await comment(pullRequest, { GITHUB_EVENT_NAME: name })).toMatchObject({
          kind: 'created',
        })
      },
    )

    test('the payload stands for the variables that a shell lacks', async () => {
      const ended = await comment(pullRequest, { GITHUB_EVENT_NAME: '', GITHUB_REPOSITORY: '' })
      expect(ended).toMatchObject({ kind: 'created' })
    })

    test.each([
      ['push', { ref: 'refs/heads/main' }],
      ['pull_request_review', pullRequest],
      ['issue_comment', { issue: { number: 7, pull_request: {} } }],
    ])('%s is no event of a pull request', async (name, event) => {
      expect(await comment(event, { GITHUB_EVENT_NAME: name })).toEqual({ kind: 'no-pull-request' })
      expect(github.requests).toEqual([])
    })

    test.each([
      ['pull_request_review', pullRequest],
      ['issue_comment', { issue: { number: 7, pull_request: {} } }],
      ['workflow_run', { workflow_run: { pull_requests: [{ number: 7 }] } }],
    ])('%s names one all the same', async (name, event) => {
      expect(await comment(event, { GITHUB_EVENT_NAME: name }, true)).toMatchObject({
        kind: 'created',
      })
    })

    test('an event that is no JSON is told as that', async () => {
      await expect(comment('{', { GITHUB_EVENT_NAME: 'pull_request' })).rejects.toThrow(
        /the event that started the run cannot be read from .*event\.json/,
      )
    })

    test('a remark on an issue names none', async () => {
      const ended = await comment(
        { issue: { number: 7 } },
        { GITHUB_EVENT_NAME: 'issue_comment' },
        true,
      )
      expect(ended).toEqual({ kind: 'no-pull-request' })
    })
  })
})
