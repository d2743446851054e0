import { afterEach, beforeEach, expect, test } from '@jest/globals'
import {
  startGitHub,
  type Comment,
  type GitHubStandIn,
  type Pull,
} from '../support/github-stand-in.js'
import { runAction } from './action.js'
import { wholeWay } from './azure.js'

let github: GitHubStandIn
beforeEach(async () => {
  github = await startGitHub()
})
afterEach(async () => {
  await github.close()
})

const token = 'ghs_t0ken0fTheTest'

async function plan(
  more: Readonly<Record<string, string>> = {},
  event: object = { pull_request: { number: 7 } },
) {
  return await runAction({
    inputs: {
      ...wholeWay,
      ...{ mode: 'plan', environment: 'simulator', 'github-token': token },
      ...more,
    },
    env: {
      GITHUB_API_URL: github.url,
      GITHUB_REPOSITORY: 'owner/repo',
      GITHUB_RUN_ID: '42',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: 'event.json',
    },
    files: { 'event.json': JSON.stringify(event) },
  })
}

test('a plan is a comment on the pull request, edited by the next run, and its token is told to nobody', async () => {
  const first = await plan()
  expect(first).toMatchObject({ status: 0, outputs: { outcome: 'succeeded' } })
  for (let id = 2; id <= 210; id += 1) {
    const body = `remark ${String(id)}`
    github.comments.unshift({ id, user: { login: 'octocat', type: 'User' }, body })
  }
  const second = await plan({ 'target-dedicated-nodes': '12' })
  expect(second.status).toBe(0)
  expect(github.comments).toHaveLength(210)
  expect(github.comments.at(-1)?.body).toContain('create pool render with 12 dedicated nodes')
  expect(github.comments.at(-1)?.body).toContain(second.outputs['plan-hash'])
  expect(github.comments.at(-1)?.body).toContain('https://github.com/owner/repo/actions/runs/42')
  expect(second.outputs['plan-hash']).not.toBe(first.outputs['plan-hash'])
  expect(second.log.match(new RegExp(token, 'g'))).toHaveLength(1)
  expect(second.log).toContain(`::add-mask::${token}`)
  expect(second.summary + JSON.stringify(second.outputs)).not.toContain(token)
})

test('a fork that may not comment is warned, and its plan is none the worse', async () => {
  github.refuse('GET', { status: 403, message: 'Resource not accessible by integration' })
  const ended = await plan()
  expect(ended).toMatchObject({ status: 0, outputs: { outcome: 'succeeded' } })
  expect(ended.log).toMatch(/^::warning::.*`pull-requests: write`/m)
  expect(github.comments).toEqual([])
})

test('expected-plan-hash: pull-request takes our own untouched comment and nothing else', async () => {
  const [merge, head] = ['a'.repeat(40), 'b'.repeat(40)]
  const pull: Pull = {
    ...{ number: 7, merged_at: '2026-11-23T10:00:00Z', merge_commit_sha: merge },
    head: { sha: head, repo: { full_name: 'owner/repo' } },
  }
  const planned = await plan({}, { pull_request: { number: 7, head: { sha: head } } })
  const hash = planned.outputs['plan-hash'] ?? ''
  const [comment] = github.comments
  const apply = async (comments: readonly Comment[], pulls = [pull]) => {
    const stand = await startGitHub()
    stand.comments.push(...comments)
    stand.pulls.push(...pulls)
    try {
      return await runAction({
        inputs: {
          ...{ ...wholeWay, mode: 'apply', 'wait-for': 'none', environment: 'simulator' },
          ...{ 'github-token': token, 'expected-plan-hash': 'pull-request' },
        },
        env: {
          GITHUB_API_URL: stand.url,
          GITHUB_REPOSITORY: 'owner/repo',
          GITHUB_SHA: merge,
          GITHUB_EVENT_NAME: 'push',
        },
      })
    } finally {
      await stand.close()
    }
  }
  const ours = comment!
  const forged = (login: string): Comment => ({
    ...{ id: 2, user: { login, type: 'User' } },
    body: ours.body.replaceAll(hash, 'f'.repeat(64)),
  })
  const [good, stranger, collaborator, edited, fork] = await Promise.all([
    apply([ours, forged('mallory')]),
    apply([forged('mallory')]),
    apply([forged('collaborator')]),
    apply([{ ...ours, editor: 'collaborator' }]),
    apply([ours], [{ ...pull, head: { ...pull.head, repo: { full_name: 'mallory/repo' } } }]),
  ])
  expect([good.status, good.outputs['plan-hash'], good.outputs['changed']]).toEqual([
    0,
    hash,
    'true',
  ])
  expect(good.log).toContain(`the plan that was reviewed: ${hash} (https://github.com/owner/repo`)
  expect(stranger.log).toContain('was written by mallory, not by the github-token')
  expect(collaborator.log).toContain('was written by collaborator, not by the github-token')
  expect(edited.log).toContain('was edited by collaborator')
  expect(fork.log).toContain('#7 comes from the fork mallory/repo')
  for (const { status, outputs } of [stranger, collaborator, edited, fork]) {
    expect([status, outputs['outcome'], outputs['changed']]).toEqual([1, 'failed', 'false'])
  }
})
