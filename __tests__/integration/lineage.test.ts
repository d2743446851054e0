/** From a pool back to the snapshots and the commit, and a run by another commit that changes nothing. */
import { describe, expect, test } from '@jest/globals'
import type { RunContext } from '../../src/ports/host.js'
import type { ReportFile } from '../../src/report/report-schema.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { simulatedAzure, type SimulatedAzure } from '../support/recorded-run.js'

const subscription = `/subscriptions/${defaultSubscriptionId}`
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
const account = `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`
const definition = `${compute}/galleries/renderGallery/images/render-new`

const first: RunContext = {
  repository: 'owner/name',
  commit: 'a'.repeat(40),
  attempt: '1/1',
  pullRequest: 7,
}
const second: RunContext = { repository: 'owner/name', commit: 'b'.repeat(40), attempt: '2/1' }

interface Want {
  readonly nodes?: number
  readonly metadata?: string
  readonly more?: string
}

function config({ nodes = 4, metadata = '[ { name: team, value: render } ]', more = '' }: Want) {
  return `image:
  name: render-1
  resourceGroup: rg-images
  osSnapshot: ${compute}/snapshots/render-os
  dataSnapshots: [ ${compute}/snapshots/render-data-0 ]
  tags: { team: render }
gallery:
  imageDefinition: ${definition}
  createImageDefinition: true
  securityType: Standard
  hyperVGeneration: V2
pool:
  account: ${account}
  name: render
  ${more}
  properties:
    vmSize: Standard_D4s_v5
    metadata: ${metadata}
    deploymentConfiguration:
      virtualMachineConfiguration: { nodeAgentSkuId: batch.node.ubuntu 22.04 }
    scaleSettings: { fixedScale: { targetDedicatedNodes: ${String(nodes)} } }
`
}

async function apply(azure: SimulatedAzure, context: RunContext, want: Want = {}, mode = 'apply') {
  const before = azure.simulator.transcript.writes().length
  const ended = await azure.run({
    inputs: { config: 'pool.yml', mode, 'subscription-id': defaultSubscriptionId },
    files: { 'pool.yml': config(want) },
    context,
  })
  const writes = azure.simulator.transcript.writes().slice(before)
  return { ...ended, writes }
}

interface Body {
  readonly tags?: Readonly<Record<string, string>>
  readonly properties: { readonly metadata?: readonly { name: string; value: string }[] }
}

function metadataOf({ properties: { metadata = [] } }: Body): Readonly<Record<string, string>> {
  return Object.fromEntries(metadata.map(({ name, value }) => [name, value]))
}

const sources = {
  'image-to-pool-source': `${compute}/snapshots/render-os`,
  'image-to-pool-source-1': `${compute}/snapshots/render-data-0`,
}
const ofFirst = {
  'image-to-pool': expect.any(String),
  'image-to-pool-digest': expect.stringMatching(/^[0-9a-f]{64}$/),
  'image-to-pool-repository': 'owner/name',
  'image-to-pool-commit': 'a'.repeat(40),
  'image-to-pool-run': '1/1',
  'image-to-pool-pull-request': '7',
}

describe('everything that a run makes', () => {
  test('says which commit, run and snapshots it comes from', async () => {
    const azure = simulatedAzure()
    const { failure, writes } = await apply(azure, first)
    expect(failure).toBeUndefined()
    const bodies = writes.map(({ path, body }) => [path, body as unknown as Body] as const)
    const [image, made, version, pool] = bodies.map(([, body]) => body)
    expect(bodies.map(([path]) => path.split('/').slice(-2).join('/'))).toEqual([
      'images/render-1',
      'images/render-new',
      'versions/1.0.0',
      'pools/render',
    ])
    expect(image!.tags).toMatchObject({ team: 'render', ...ofFirst, ...sources })
    expect(made!.tags).toMatchObject(ofFirst)
    expect(version!.tags).toMatchObject({ team: 'render', ...ofFirst, ...sources })
    expect(metadataOf(pool!)).toMatchObject({ team: 'render', ...ofFirst, ...sources })
  })

  test('is as wanted for another commit, which writes nothing', async () => {
    const azure = simulatedAzure()
    await apply(azure, first)
    const again = await apply(azure, second)
    expect(again.failure).toBeUndefined()
    expect(again.outputs['outcome']).toBe('unchanged')
    expect(again.writes).toEqual([])
  })

  test('is planned with one hash, whichever commit plans it', async () => {
    const azure = simulatedAzure()
    const hashes = [
      (await apply(azure, first, {}, 'plan')).outputs['plan-hash'],
      (await apply(azure, second, {}, 'plan')).outputs['plan-hash'],
    ]
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(hashes[1]).toBe(hashes[0])
  })
})

describe('an update', () => {
  test("names its own commit, and keeps the user's metadata", async () => {
    const azure = simulatedAzure()
    await apply(azure, first)
    const { writes } = await apply(azure, second, { nodes: 5 })
    expect(writes.map(({ method }) => method)).toEqual(['PATCH'])
    expect(metadataOf(writes[0]!.body as unknown as Body)).toMatchObject({
      team: 'render',
      ...sources,
      'image-to-pool-commit': 'b'.repeat(40),
      'image-to-pool-run': '2/1',
    })
    expect((await apply(azure, second, { nodes: 5 })).writes).toEqual([])
  })

  test('by a pull request does not leave the pool to be deleted with it', async () => {
    const azure = simulatedAzure()
    await apply(azure, second)
    const { writes } = await apply(azure, first, { nodes: 5 })
    const found = metadataOf(writes[0]!.body as unknown as Body)
    expect(found).toMatchObject({ 'image-to-pool-commit': 'a'.repeat(40) })
    expect(found).not.toHaveProperty('image-to-pool-pull-request')
  })

  test('of metadata keeps ours', async () => {
    const azure = simulatedAzure()
    await apply(azure, first)
    const { writes, outputs } = await apply(azure, second, {
      metadata: '[ { name: a, value: b } ]',
    })
    expect(writes).toHaveLength(1)
    const found = metadataOf(writes[0]!.body as unknown as Body)
    expect(found).toMatchObject({ a: 'b', ...sources, 'image-to-pool-commit': 'b'.repeat(40) })
    expect(found).not.toHaveProperty('team')
    expect(outputs['plan']).not.toContain('image-to-pool-')
  })

  test('of a pool that somebody else made does not make it ours', async () => {
    const azure = simulatedAzure()
    await apply(azure, first)
    const response = azure.simulator.handle({
      method: 'PATCH',
      url: new URL(`https://management.azure.com${account}/pools/render?api-version=2025-06-01`),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ properties: { metadata: [{ name: 'team', value: 'render' }] } }),
    })
    expect(response).toMatchObject({ status: 200 })
    const { writes } = await apply(azure, second, { nodes: 5 })
    expect(writes.map(({ body }) => Object.keys((body as unknown as Body).properties))).toEqual([
      ['scaleSettings'],
    ])
  })
})

describe('the report', () => {
  const inputs = {
    config: 'pool.yml',
    'subscription-id': defaultSubscriptionId,
    'report-path': 'reports/render.json',
  }
  const files = { 'pool.yml': config({}) }

  test('tells the whole chain, and its path is an output', async () => {
    const azure = simulatedAzure()
    const made = await azure.run({ inputs, files, context: first })
    expect(made.outputs['report-path']).toBe('reports/render.json')
    const report = JSON.parse(made.written['reports/render.json']!) as ReportFile
    expect(report).toMatchObject({
      version: 1,
      outcome: 'succeeded',
      run: { commit: 'a'.repeat(40) },
    })
    const { chain, steps, nodesOverTime } = report.configs[0]!
    expect(chain).toMatchObject({
      sources: Object.values(sources),
      image: { id: made.outputs['image-id'], origin: { commit: 'a'.repeat(40) } },
      imageVersion: { id: made.outputs['gallery-image-version-id'], origin: { run: '1/1' } },
      pool: { id: made.outputs['pool-id'], origin: { pullRequest: '7' } },
      nodes: { dedicated: { current: 4, target: 4 } },
    })
    expect(steps.every(({ result }) => result === 'done')).toBe(true)
    expect(nodesOverTime.at(-1)).toMatchObject({ dedicated: 4 })
  })

  test('names the commit that made what a later run finds', async () => {
    const azure = simulatedAzure()
    await azure.run({ inputs, files, context: first })
    const again = await azure.run({ inputs, files, context: second })
    const report = JSON.parse(again.written['reports/render.json']!) as ReportFile
    expect(report).toMatchObject({ outcome: 'unchanged', run: { commit: 'b'.repeat(40) } })
    for (const link of ['image', 'imageVersion', 'pool'] as const) {
      expect(report.configs[0]!.chain[link]?.origin?.commit).toBe('a'.repeat(40))
    }
    expect(again.summary).toContain('aaaaaaa')
  })

  test('is written when the run fails, and when its inputs are wrong', async () => {
    const azure = simulatedAzure({
      faults: [
        {
          on: 'PUT .*/pools/render',
          status: 403,
          body: { error: { code: 'AuthorizationFailed', message: 'no' } },
        },
      ],
    })
    const failed = await azure.run({ inputs, files, context: first })
    expect(failed.failure).toBeDefined()
    const report = JSON.parse(failed.written['reports/render.json']!) as ReportFile
    expect(report.configs[0]).toMatchObject({
      outcome: 'failed',
      problem: {
        kind: 'azure',
        explanations: [{ code: 'AuthorizationFailed', remedy: expect.any(String) }],
      },
      chain: { image: { id: failed.outputs['image-id'] } },
    })
    expect(report.configs[0]!.chain.pool).toBeUndefined()
    const wrong = await azure.run({ inputs: { ...inputs, mode: 'aply' }, files })
    expect(JSON.parse(wrong.written['reports/render.json']!)).toMatchObject({ outcome: 'failed' })
  })

  test('is written only where it is asked for, to a file', async () => {
    const ended = await simulatedAzure().run({ inputs: { ...inputs, 'report-path': '' }, files })
    expect(ended.written).toEqual({})
    expect(ended.outputs['report-path']).toBe('')
    const beyond = await simulatedAzure().run({
      inputs: { ...inputs, 'report-path': 'reports/' },
      files,
    })
    expect(beyond.outputs['diagnostics']).toContain('report-path')
    expect(beyond.written).toEqual({})
  })
})

describe('tags of a pool that nobody here asked for', () => {
  test('are no difference, and stay when others change', async () => {
    const azure = simulatedAzure()
    await apply(azure, first, { nodes: 0, more: 'tags: { team: render, costCenter: "7" }' })
    expect(
      (await apply(azure, second, { nodes: 0, more: 'tags: { team: render }' })).writes,
    ).toEqual([])
    const { writes } = await apply(azure, second, { nodes: 0, more: 'tags: { Team: tools }' })
    expect(writes.map(({ body }) => (body as unknown as Body).tags)).toEqual([
      { costCenter: '7', Team: 'tools' },
    ])
  })
})
