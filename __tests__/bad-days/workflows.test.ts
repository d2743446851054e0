/** The example workflows, job by job over the built action, as GitHub resolves them. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import { startCloud, type Cloud } from '../e2e/azure.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { startGitHub, type GitHubStandIn } from '../support/github-stand-in.js'
import { evaluate, type Value } from '../support/workflow-expressions.js'
import { runWorkflow, type Surroundings } from '../support/workflow-runner.js'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const example = (name: string): string => read(`examples/workflows/${name}`)
const folder = mkdtempSync(join(tmpdir(), 'workflows-test-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** The programs that the workflows call, and a machine may lack. */
const lacking = (...programs: readonly string[]): boolean =>
  programs.some((name) => spawnSync(name, ['--version']).error !== undefined)
const testWith = (...programs: readonly string[]) => (lacking(...programs) ? test.skip : test)

let cloud: Cloud | undefined
let github: GitHubStandIn | undefined
afterEach(close)

async function close(): Promise<void> {
  await cloud?.close()
  await github?.close()
}

const event = (name: string, headRepository: string, more: Value = {}): Value => ({
  event_name: name,
  repository: 'owner/repo',
  ref: 'refs/heads/main',
  sha: 'a'.repeat(40),
  run_id: '7',
  run_number: '7',
  server_url: 'https://github.com',
  token: 'ghs_of_the_test',
  event: {
    ...{ number: 7, pull_request: { number: 7, head: { repo: { full_name: headRepository } } } },
    ...(more as Record<string, Value>),
  },
})

const subscription = `/subscriptions/${defaultSubscriptionId}`
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
const definition = `${compute}/galleries/renderGallery/images/render-node`
const version = `${definition}/versions/1.0.0`

function program(name: string, script: string): void {
  const file = join(folder, name)
  writeFileSync(file, `#!/usr/bin/env bash\n${script}\n`)
  chmodSync(file, 0o755)
}

/** In an Azure of its own. `openIssue`: number that `gh issue list` prints. `inputs`: of a run that was started by hand. */
async function open(
  github_: Value,
  { openIssue = '', inputs: given = {} }: { openIssue?: string; inputs?: Value } = {},
): Promise<Surroundings> {
  cloud = await startCloud()
  github = await startGitHub()
  const { simulator, inputs, env, connectionFile } = cloud
  program('gh', `echo "gh $*" >&2\n[ "$2" != list ] || echo ${openIssue}`)
  // The real az, signed in on the simulator: `azure/login` did it.
  const az = [process.execPath, join(root, 'scripts', 'az.mjs'), '--connection', connectionFile]
  program('az', `PATH=${process.env['PATH'] ?? ''} exec ${az.join(' ')} "$@"`)
  // What the manifest post-processor of Packer writes: https://developer.hashicorp.com/packer/docs/post-processors/manifest
  const manifest = {
    builds: [
      { name: 'render', builder_type: 'azure-arm', artifact_id: version, packer_run_uuid: 'r' },
    ],
    last_run_uuid: 'r',
  }
  program('packer', `[ $1 != build ] || echo '${JSON.stringify(manifest)}' > packer-manifest.json`)
  const vars = {
    AZURE_CLIENT_ID: simulator.clientId,
    AZURE_READER_CLIENT_ID: simulator.clientId,
    AZURE_TENANT_ID: simulator.tenantId,
    AZURE_SUBSCRIPTION_ID: simulator.subscriptionId,
    AZURE_RESOURCE_GROUP: 'rg-images',
    AZURE_IMAGE_DEFINITION: definition,
    AZURE_BATCH_ACCOUNT: `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`,
  }
  return {
    contexts: {
      github: github_,
      vars,
      inputs: given,
      job: { workflow_repository: 'owner/image-to-pool', workflow_sha: 'b'.repeat(40) },
      secrets: { CHANNEL_WEBHOOK: 'https://localhost/hook' },
    },
    inputs,
    env: {
      ...env,
      PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
      GITHUB_API_URL: github.url,
    },
    files: Object.fromEntries(
      [...['render.yml', 'from-gallery.yml', 'packer/render.yml', 'pools/autoscale.yml']]
        .concat(['rollouts/blue-green.yml', 'rollouts/recycle.yml'])
        .map((name) => [`batch/${name}`, configOf(name)]),
    ),
    reusable: read('.github/workflows/pool.yml'),
  }
}

/** As a reader fills it in: the subscription, and a version that is there. */
function configOf(name: string): string {
  return read(`examples/configs/${name}`)
    .replaceAll('00000000-0000-0000-0000-000000000000', defaultSubscriptionId)
    .replace(/(render|encode)-node\/versions\/.*/, 'render-node/versions/1.0.0')
}

/** Merges: image, version and pool are there afterwards. */
async function release(surroundings: Surroundings): Promise<void> {
  const push = { ...surroundings.contexts, github: event('push', 'owner/repo') }
  const jobs = await runWorkflow(example('team.yml'), { ...surroundings, contexts: push })
  expect(jobs['pool / apply']?.steps).toEqual(['apply: succeeded'])
}

const has = (id: string): boolean => cloud?.simulator.store.get(id) !== undefined

describe('team.yml', () => {
  const text = example('team.yml')

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
    await close()
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
  const text = example('nightly.yml')

  test('opens one issue for what the audit finds, and closes it once nothing is found', async () => {
    const surroundings = {
      ...(await open(event('schedule', ''), { openIssue: '12' })),
      files: { 'batch/render.yml': configOf('render.yml') },
    }
    const found = await runWorkflow(text, surroundings)
    expect(found['audit']?.steps[0]).toContain('audit: failed')
    expect(found['audit']?.steps[1]).toContain('gh issue comment 12 --body Still so')
    expect([found['audit']?.result, found['cleanup']?.result]).toEqual(['success', 'success'])
    expect(found['notify']?.result).toBe('skipped')
    await release(surroundings)
    const later = await runWorkflow(text, surroundings)
    expect(later['audit']?.steps).toEqual([
      'audit: succeeded',
      expect.stringContaining('gh issue close 12 --comment Nothing is found any more'),
    ])
  }, 120_000)
})

const told = (jobs: Jobs, job: string): string => jobs[job]?.steps.join('\n') ?? ''
const byHand = event('workflow_dispatch', '')

describe('examples/workflows', () => {
  test('audit.yml lists what it finds in one issue', async () => {
    const surroundings = await open(event('schedule', ''))
    await release(surroundings)
    cloud?.simulator.store.delete(version)
    const text = example('audit.yml').replace('rg-render', 'rg-batch')
    const jobs = await runWorkflow(text, surroundings)
    expect(jobs['audit']?.result).toBe('success')
    expect(told(jobs, 'audit')).toContain('gh issue create --title Findings about the Batch pools')
    expect(told(jobs, 'audit')).toContain('audit: failed')
  }, 120_000)

  test('cleanup.yml only says what it would delete, when it is asked to', async () => {
    const surroundings = await open(byHand, { inputs: { 'dry-run': true } })
    await release(surroundings)
    const jobs = await runWorkflow(example('cleanup.yml'), surroundings)
    expect(told(jobs, 'cleanup')).toBe('cleanup: unchanged')
  }, 120_000)

  test('first-pool.yml comes from a machine to its nodes', async () => {
    const text = example('first-pool.yml').replaceAll('render-golden', 'render-vm')
    const jobs = await runWorkflow(text, await open(byHand))
    expect(told(jobs, 'pool')).toBe('apply: succeeded')
  }, 120_000)

  test('image-only.yml makes an image and hands on its ID', async () => {
    const inputs = { 'os-snapshot': 'render-os', 'data-snapshots': 'render-data-0\nrender-data-1' }
    const jobs = await runWorkflow(example('image-only.yml'), await open(byHand, { inputs }))
    const id = `${compute}/images/render-7`
    expect(jobs['bake']).toMatchObject({ result: 'success', outputs: { 'image-id': id } })
    expect(told(jobs, 'bake')).toBe(`apply: succeeded\nrun: made ${id}`)
  }, 120_000)

  test('packer.yml makes a pool of what Packer published', async () => {
    const surroundings = await open(byHand)
    await release(surroundings)
    const text = example('packer.yml')
    const files = {
      'batch/packer/render.yml': configOf('packer/render.yml').replace(
        'name: render',
        'name: packed',
      ),
    }
    const jobs = await runWorkflow(text, { ...surroundings, files })
    expect(told(jobs, 'build')).toBe('run: \napply: succeeded')
  }, 120_000)

  test('pool-from-version.yml makes a small pool of a version', async () => {
    const surroundings = await open(byHand, { inputs: { 'image-id': version, nodes: '1' } })
    await release(surroundings)
    const jobs = await runWorkflow(example('pool-from-version.yml'), surroundings)
    expect(told(jobs, 'pool')).toBe('apply: succeeded')
  }, 120_000)

  test('pull-request-pool.yml makes a pool of a pull request, and nothing is left after its end', async () => {
    const text = example('pull-request-pool.yml')
    const opened = event('pull_request', 'owner/repo', { action: 'opened' })
    const surroundings = await open(opened)
    const made = await runWorkflow(text, surroundings)
    expect([told(made, 'pool'), made['cleanup']?.result]).toEqual(['apply: succeeded', 'skipped'])
    const image = `${compute}/images/render-pr-7-7`
    expect([has(image), has(version)]).toEqual([true, true])
    const closed = event('pull_request', 'owner/repo', { action: 'closed' })
    const contexts = { ...surroundings.contexts, github: closed }
    const ended = await runWorkflow(text, { ...surroundings, contexts })
    expect([ended['pool']?.result, told(ended, 'cleanup')]).toEqual([
      'skipped',
      'cleanup: succeeded',
    ])
    expect([has(image), has(version)]).toEqual([false, false])
  }, 120_000)

  test('pull-request.yml checks the files of a fork, and plans those of a branch', async () => {
    const text = example('pull-request.yml')
    const files = { 'batch/render.yml': configOf('render.yml') }
    const fork = await open(event('pull_request', 'stranger/repo'))
    const checked = await runWorkflow(text, { ...fork, files })
    expect([told(checked, 'validate'), checked['plan']?.result]).toEqual([
      'validate: succeeded',
      'skipped',
    ])
    await close()
    const own = await open(event('pull_request', 'owner/repo'))
    const planned = await runWorkflow(text, { ...own, files })
    expect(told(planned, 'plan')).toBe('plan: succeeded')
  }, 120_000)

  test('release.yml and rollout-blue-green.yml bring a pool, and a second one in its place', async () => {
    const surroundings = await open(event('push', 'owner/repo'))
    const first = await runWorkflow(example('release.yml'), surroundings)
    expect([told(first, 'plan'), told(first, 'apply')]).toEqual([
      'plan: succeeded',
      'apply: succeeded',
    ])
    const inputs = { 'os-snapshot': 'render-os', 'image-name': 'render-next' }
    const contexts = { ...surroundings.contexts, github: byHand, inputs }
    const next = await runWorkflow(example('rollout-blue-green.yml'), { ...surroundings, contexts })
    expect(told(next, 'rollout')).toBe('apply: succeeded\nrun: ')
    expect(next['rollout']?.outputs['pool-name']).toMatch(/^render-[0-9a-f]{8}$/)
  }, 120_000)

  testWith('az')(
    'rollout-recycle.yml takes a snapshot and puts its image into the pool',
    async () => {
      const surroundings = await open(byHand)
      await release(surroundings)
      const text = example('rollout-recycle.yml').replaceAll('render-golden', 'render-vm')
      const jobs = await runWorkflow(text, surroundings)
      expect(jobs['snapshot']).toMatchObject({
        result: 'success',
        outputs: { os: `${compute}/snapshots/render-os-7` },
      })
      expect(told(jobs, 'rollout')).toBe('apply: succeeded')
      expect(has(`${compute}/images/render-7`)).toBe(true)
    },
    120_000,
  )

  testWith('jq')(
    'several-pools.yml makes the pools of a folder, and says how each ended',
    async () => {
      const surroundings = await open(event('push', 'owner/repo'))
      await release(surroundings)
      const jobs = await runWorkflow(example('several-pools.yml'), surroundings)
      expect(told(jobs, 'pools')).toBe(
        'apply: succeeded\nrun: batch/pools/autoscale.yml: succeeded',
      )
    },
    120_000,
  )
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
