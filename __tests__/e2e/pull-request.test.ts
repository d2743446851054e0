import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { startGitHub, type GitHubStandIn } from '../support/github-stand-in.js'
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

async function plan(more: Readonly<Record<string, string>> = {}) {
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
    files: { 'event.json': JSON.stringify({ pull_request: { number: 7 } }) },
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
