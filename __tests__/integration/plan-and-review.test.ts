import { describe, expect, test } from '@jest/globals'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { simulatedAzure, type Given, type SimulatedAzure } from '../support/recorded-run.js'

const subscription = `/subscriptions/${defaultSubscriptionId}`
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
const account = `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`

function config(pool = 'render', nodes = 10, more = ''): string {
  return `image:
  name: ${pool}-1
  resourceGroup: rg-images
  osSnapshot: ${compute}/snapshots/render-os
  dataSnapshots: [ ${compute}/snapshots/render-data-0 ]
gallery:
  imageDefinition: ${compute}/galleries/renderGallery/images/render-node
  imageVersion: auto
pool:
  account: ${account}
  name: ${pool}
  properties:
    vmSize: Standard_D4s_v5
    deploymentConfiguration:
      virtualMachineConfiguration: { nodeAgentSkuId: batch.node.ubuntu 22.04 }
    scaleSettings: { fixedScale: { targetDedicatedNodes: ${String(nodes)} } }
${more}`
}

const files = { 'pools/render.yml': config() }
const plan = {
  mode: 'plan',
  config: 'pools/*.yml',
  'subscription-id': defaultSubscriptionId,
}

async function run(azure: SimulatedAzure, inputs: Given['inputs'], given = files) {
  return await azure.run({ inputs: { ...plan, ...inputs }, files: given })
}

describe('a plan for a new pool', () => {
  test('makes reads only, at most 15, side by side', async () => {
    const azure = simulatedAzure()
    const ended = await run(azure, {})
    expect(ended.failure).toBeUndefined()
    expect(ended.outputs['outcome']).toBe('succeeded')
    const { entries } = azure.simulator.transcript
    console.log(`reads of one plan:\n${azure.simulator.transcript.text()}`)
    expect(entries.filter(({ method }) => method !== 'GET')).toEqual([])
    expect(entries.length).toBeLessThanOrEqual(15)
    expect(entries.length).toBeGreaterThan(3)
    expect(azure.mostAtOnce()).toBeGreaterThan(2)
  })

  test('is text in the log, Markdown in the summary and JSON in the output', async () => {
    const { outputs, summary, lines } = await run(simulatedAzure(), {})
    const written = JSON.parse(outputs['plan']!) as Record<string, unknown>
    expect(written).toMatchObject({
      impact: 'create',
      headline: '3 resources: 3 create',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      steps: [
        { kind: 'create-image', impact: 'create' },
        { kind: 'create-image-version', impact: 'create' },
        { kind: 'create-pool', impact: 'create', because: expect.arrayContaining([]) },
        { kind: 'await-nodes', impact: 'none' },
      ],
    })
    expect(outputs['plan-hash']).toBe(written['hash'])
    const [result] = JSON.parse(outputs['results']!) as Record<string, unknown>[]
    expect(result).toMatchObject({ config: 'pools/render.yml', 'plan-hash': written['hash'] })
    expect(summary).toContain('#### Plan')
    expect(summary).toContain(written['hash'])
    expect(lines).toContain('plan: 3 resources: 3 create')
    expect(lines).toContain(`plan-hash: ${String(written['hash'])}`)
  })

  test('has the same hash in another run, file order and time, and another for another plan', async () => {
    const hashOf = async (inputs: Given['inputs'], given: Readonly<Record<string, string>>) => {
      const { outputs } = await simulatedAzure().run({
        inputs: { ...plan, ...inputs },
        files: given,
      })
      return outputs['plan-hash']
    }
    const first = await hashOf({}, files)
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    expect(await hashOf({}, files)).toBe(first)
    const upper = {
      'pools/render.yml': config().replaceAll('/resourceGroups/', '/RESOURCEGROUPS/'),
    }
    expect(await hashOf({}, upper)).toBe(first)
    expect(await hashOf({}, { 'pools/render.yml': config('render', 11) })).not.toBe(first)
    const secret = (text: string) => ({
      'pools/render.yml': config(
        'render',
        10,
        `    userAccounts: [ { name: me, password: ${text} } ]\n`,
      ),
    })
    expect(await hashOf({}, secret('p4ssw0rd-one'))).not.toBe(
      await hashOf({}, secret('p4ssw0rd-two')),
    )
  })
})

describe('a plan that was reviewed', () => {
  const apply = { mode: 'apply' }

  test('is carried out when the fresh one is the same', async () => {
    const azure = simulatedAzure()
    const hash = (await run(azure, {})).outputs['plan-hash']!
    const ended = await run(azure, { ...apply, 'expected-plan-hash': hash.toUpperCase() })
    expect(ended.outputs).toMatchObject({
      outcome: 'succeeded',
      changed: 'true',
      'plan-hash': hash,
    })
    expect(azure.simulator.transcript.writes()).not.toEqual([])
  })

  test('stops before any write when the fresh one differs', async () => {
    const azure = simulatedAzure()
    const hash = (await run(azure, {})).outputs['plan-hash']!
    const changed = { 'pools/render.yml': config('render', 11) }
    const ended = await run(azure, { ...apply, 'expected-plan-hash': hash }, changed)
    expect(ended.outputs).toMatchObject({ outcome: 'failed', changed: 'false' })
    expect(azure.simulator.transcript.writes()).toEqual([])
    expect(ended.failure).toBe('the plan is not the one that was reviewed; nothing was written')
    const fresh = ended.outputs['plan-hash']!
    expect(fresh).not.toBe(hash)
    expect(ended.annotations).toContainEqual({
      severity: 'error',
      title: 'inputs/expected-plan-hash',
      message: expect.stringContaining(
        `expected-plan-hash is ${hash}, but the plan is now ${fresh}; review`,
      ),
    })
    expect(ended.summary).toContain('11 dedicated')
    expect(JSON.parse(ended.outputs['diagnostics']!)).toContainEqual(
      expect.objectContaining({ rule: 'inputs/expected-plan-hash', input: 'expected-plan-hash' }),
    )
  })

  test('of several configs is one: none is written when one differs or has none', async () => {
    const azure = simulatedAzure()
    const two = { 'pools/a.yml': config('a'), 'pools/b.yml': config('b') }
    const { outputs } = await run(azure, {}, two as never)
    const hash = outputs['plan-hash']!
    const given = { ...apply, 'expected-plan-hash': hash }
    const grown = await run(azure, given, { ...two, 'pools/b.yml': config('b', 3) } as never)
    expect(grown.outputs).toMatchObject({ outcome: 'failed', changed: 'false' })
    const broken = await run(azure, given, { ...two, 'pools/b.yml': 'pool: 1' } as never)
    expect(broken.outputs).toMatchObject({ outcome: 'failed', changed: 'false', 'plan-hash': '' })
    expect(broken.lines.join('\n')).toContain('but not every config has a plan')
    expect(azure.simulator.transcript.writes()).toEqual([])
  })

  test('must be a hash', async () => {
    const azure = simulatedAzure()
    const ended = await run(azure, { ...apply, 'expected-plan-hash': 'latest' })
    expect(ended.outputs['outcome']).toBe('failed')
    expect(ended.annotations[0]?.message).toContain("expected-plan-hash cannot be 'latest'")
    expect(ended.isConnected).toBe(false)
  })
})

describe('the comment on a pull request', () => {
  const token = { 'github-token': 'ghs_t0ken' }

  test('holds the plan, and the token is masked and told nowhere', async () => {
    const ended = await run(simulatedAzure(), token)
    const [comment] = ended.comments
    expect(comment).toMatchObject({ token: 'ghs_t0ken', forAnyEvent: false })
    expect(comment?.body).toContain('create pool render with 10 dedicated nodes')
    expect(comment?.body).toContain(ended.outputs['plan-hash'])
    expect(comment?.body).toContain('(https://github.com/owner/repo/actions/runs/1)')
    expect(ended.lines.at(-1)).toMatch(/^pull-request comment created: https:\/\/github\.com\//)
    expect(ended.secrets[0]).toBe('ghs_t0ken')
    const { comments, secrets, ...reported } = ended
    expect(JSON.stringify([reported, comment?.body])).not.toContain('ghs_t0ken')
    expect([comments.length, secrets.length]).toEqual([1, 1])
  })

  test('is one for each config set, however its lines are ordered', async () => {
    const markerOf = async (text: string) =>
      (await run(simulatedAzure(), { ...token, config: text })).comments[0]?.marker
    expect(await markerOf('pools/*.yml\npools/render.yml')).toBe(
      await markerOf('  pools/render.yml\n\npools/*.yml'),
    )
    expect(await markerOf('pools/*.yml')).not.toBe(await markerOf('pools/render.yml'))
  })

  test('says what is wrong instead of leaving an old plan standing', async () => {
    const ended = await run(simulatedAzure(), token, { 'pools/render.yml': 'pool: 1' })
    expect(ended.outputs['outcome']).toBe('failed')
    expect(ended.comments[0]?.body).toContain('#### Findings')
    expect(ended.isConnected).toBe(false)
  })

  test.each<readonly [string, Given['inputs']]>([
    ['without a token', {}],
    ['when it is not wanted', { ...token, comment: 'never' }],
    ['in validate', { ...token, mode: 'validate' }],
    ['in apply', { ...token, mode: 'apply' }],
  ])('is not written %s', async (_, inputs) => {
    const ended = await run(simulatedAzure(), inputs)
    expect(ended.comments).toEqual([])
    expect(ended.failure).toBeUndefined()
    expect(ended.lines.join('\n')).not.toContain('comment')
  })

  test('that is always wanted warns when there is no token', async () => {
    const ended = await run(simulatedAzure(), { comment: 'always' })
    expect(ended.annotations).toContainEqual({
      severity: 'warning',
      message: expect.stringContaining('github-token is not given'),
    })
    expect(ended.outputs['outcome']).toBe('succeeded')
  })

  test.each([403, 404])(
    'that GitHub refuses with %i is a warning and no failure',
    async (status) => {
      const ended = await simulatedAzure().run({
        inputs: { ...plan, ...token },
        files,
        answer: { kind: 'refused', status, message: 'Resource not accessible by integration' },
      })
      expect(ended.failure).toBeUndefined()
      expect(ended.outputs['outcome']).toBe('succeeded')
      expect(ended.annotations).toContainEqual({
        severity: 'warning',
        message: expect.stringContaining('`pull-requests: write`'),
      })
    },
  )
})

describe('SARIF', () => {
  test.each(['validate', 'plan', 'apply'])(
    'is written in %s, without findings too',
    async (mode) => {
      const ended = await run(simulatedAzure(), { mode, 'sarif-path': 'out/findings.sarif' })
      expect(ended.failure).toBeUndefined()
      expect(Object.keys(ended.written)).toEqual(['out/findings.sarif'])
      expect(JSON.parse(ended.written['out/findings.sarif']!)).toMatchObject({ version: '2.1.0' })
    },
  )

  test('is written when an input is malformed', async () => {
    const ended = await run(simulatedAzure(), { mode: 'aply', 'sarif-path': 'a.sarif' })
    expect(ended.written['a.sarif']).toContain("mode is 'aply'")
  })

  test('does not leave the workspace', async () => {
    const ended = await run(simulatedAzure(), { 'sarif-path': '../a.sarif' })
    expect(ended.written).toEqual({})
    expect(ended.annotations[0]?.message).toContain("sarif-path cannot be '../a.sarif'")
    expect(ended.outputs['outcome']).toBe('failed')
  })
})

test('ten mistakes in one file give ten annotations, each told once', async () => {
  const wrong = Array.from({ length: 10 }, (_, index) => `  mistake${String(index)}: 1\n`).join('')
  const given = { 'pools/render.yml': `${config()}rollout:\n${wrong}` }
  const ended = await run(simulatedAzure(), { mode: 'validate' }, given)
  const errors = ended.annotations.filter(({ severity }) => severity === 'error')
  expect(errors.map(({ file, line }) => `${file ?? ''}:${String(line)}`)).toEqual(
    Array.from({ length: 10 }, (_, index) => `pools/render.yml:${String(index + 18)}`),
  )
  for (const { message } of errors) {
    expect(ended.lines.filter((line) => line.includes(message))).toHaveLength(1)
  }
  expect(ended.isConnected).toBe(false)
})
