/** The example workflows, job by job over the built action, as GitHub resolves them. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import { startCloud, type Cloud } from '../e2e/azure.js'
import { startGitHub, type GitHubStandIn } from '../support/github-stand-in.js'
import { evaluate, type Value } from '../support/workflow-expressions.js'
import { runWorkflow, type Surroundings } from '../support/workflow-runner.js'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'workflows-test-'))
const bin = join(folder, 'gh')
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

let cloud: Cloud | undefined
let github: GitHubStandIn | undefined
afterEach(async () => {
  await cloud?.close()
  await github?.close()
})

const event = (name: string, headRepository: string): Value => ({
  event_name: name,
  repository: 'owner/repo',
  ref: 'refs/heads/main',
  sha: 'a'.repeat(40),
  run_id: '7',
  server_url: 'https://github.com',
  token: 'ghs_of_the_test',
  event: { number: 7, pull_request: { head: { repo: { full_name: headRepository } } } },
})

/** In an Azure of its own. `openIssue`: number that `gh issue list` prints. */
async function open(github_: Value, openIssue = ''): Promise<Surroundings> {
  cloud = await startCloud()
  github = await startGitHub()
  const { simulator, inputs, env } = cloud
  writeFileSync(
    bin,
    `#!/usr/bin/env bash\necho "gh $*" >&2\n[ "$2" != list ] || echo ${openIssue}\n`,
  )
  chmodSync(bin, 0o755)
  const config = read('examples/configs/render.yml').replaceAll(
    '00000000-0000-0000-0000-000000000000',
    simulator.subscriptionId,
  )
  const vars = {
    AZURE_CLIENT_ID: simulator.clientId,
    AZURE_READER_CLIENT_ID: simulator.clientId,
    AZURE_TENANT_ID: simulator.tenantId,
    AZURE_SUBSCRIPTION_ID: simulator.subscriptionId,
  }
  return {
    contexts: {
      github: github_,
      vars,
      job: { workflow_repository: 'owner/image-to-pool', workflow_sha: 'b'.repeat(40) },
      secrets: { CHANNEL_WEBHOOK: 'https://localhost/hook' },
    },
    inputs,
    env: {
      ...env,
      PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
      GITHUB_REPOSITORY: 'owner/repo',
      GITHUB_RUN_ID: '7',
      GITHUB_API_URL: github.url,
    },
    files: { 'batch/render.yml': config },
    reusable: read('.github/workflows/pool.yml'),
  }
}

describe('team.yml', () => {
  const text = read('examples/workflows/team.yml')

  test('a merge is planned, applied by its hash and cleaned up after; the next one changes nothing', async () => {
    const surroundings = await open(event('push', 'owner/repo'))
    const jobs = await runWorkflow(text, surroundings)
    expect(stepsOf(jobs)).toEqual({
      'pool / validate': ['validate: succeeded'],
      'pool / plan': ['plan: succeeded'],
      'pool / apply': ['apply: succeeded'],
      'pool / cleanup': ['cleanup: unchanged'],
    })
    expect(jobs['pool']).toMatchObject({
      result: 'success',
      outputs: { outcome: 'succeeded', 'pool-name': 'render' },
    })
    const again = await runWorkflow(text, surroundings)
    expect(again['pool / apply']?.steps).toEqual(['apply: unchanged'])
  }, 120_000)

  test('a pull request is planned, and nothing is applied; from a fork it is only validated', async () => {
    const own = await runWorkflow(text, await open(event('pull_request', 'owner/repo')))
    expect(resultsOf(own)).toEqual({
      validate: 'success',
      plan: 'success',
      apply: 'skipped',
      cleanup: 'skipped',
    })
    await cloud?.close()
    await github?.close()
    const fork = await runWorkflow(text, await open(event('pull_request', 'stranger/repo')))
    expect(resultsOf(fork)).toEqual({
      validate: 'success',
      plan: 'skipped',
      apply: 'skipped',
      cleanup: 'skipped',
    })
    expect(cloud?.simulator.transcript.entries).toEqual([])
  }, 120_000)
})

describe('nightly.yml', () => {
  const text = read('examples/workflows/nightly.yml')

  test('opens one issue for what the audit finds, and closes it once nothing is found', async () => {
    const surroundings = await open(event('schedule', ''), '12')
    const found = await runWorkflow(text, surroundings)
    expect(found['audit']?.steps[0]).toContain('audit: failed')
    expect(found['audit']?.steps[1]).toContain('gh issue comment 12 --body Still so')
    expect([found['audit']?.result, found['cleanup']?.result]).toEqual(['success', 'success'])
    expect(found['notify']?.result).toBe('skipped')
    const release = read('examples/workflows/team.yml')
    const push = { ...surroundings.contexts, github: event('push', 'owner/repo') }
    await runWorkflow(release, { ...surroundings, contexts: push })
    const later = await runWorkflow(text, surroundings)
    expect(later['audit']?.steps).toEqual([
      'audit: succeeded',
      expect.stringContaining('gh issue close 12 --comment Nothing is found any more'),
    ])
  }, 120_000)
})

test.each<[string, Value]>([
  ["github.event_name != 'pull_request' || github.x == 'y'", true],
  ["github.event_name == 'PUSH' && 'a' || 'b'", 'a'],
  ["format('plan-{0}', github.ref)", 'plan-refs/heads/main'],
  ["github.nothing == ''", true],
  ['!(true && false)', true],
])('%s is %j', (expression, value) => {
  const contexts = { github: { event_name: 'push', ref: 'refs/heads/main' } }
  expect(evaluate(expression, contexts, 'success')).toEqual(value)
})

type Jobs = Awaited<ReturnType<typeof runWorkflow>>

function inner(jobs: Jobs) {
  return Object.entries(jobs).filter(([name]) => name.includes(' / '))
}

function stepsOf(jobs: Jobs) {
  return Object.fromEntries(inner(jobs).map(([name, { steps }]) => [name, steps]))
}

function resultsOf(jobs: Jobs) {
  return Object.fromEntries(
    inner(jobs).map(([name, { result }]) => [name.replace('pool / ', ''), result]),
  )
}
