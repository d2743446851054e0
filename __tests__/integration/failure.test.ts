import { describe, expect, test } from '@jest/globals'
import type { PageText } from '../../src/apply/undo/journal.js'
import { readJournal } from '../../src/apply/undo/read-journal.js'
import { runPost } from '../../src/run/run-post.js'
import { Cancelled, UserError } from '../../src/shared/errors.js'
import type { Finding } from '../../src/shared/finding.js'
import type { Scenario } from '../../src/simulator/kernel.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { keptJournal } from '../support/kept-journal.js'
import { simulatedAzure, type Given, type SimulatedAzure } from '../support/recorded-run.js'

const subscription = `/subscriptions/${defaultSubscriptionId}`
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
const account = `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`
const imageId = `${compute}/images/render-1`
const definitionId = `${compute}/galleries/renderGallery/images/render-node`
const versionId = `${definitionId}/versions/1.0.0`
const poolId = `${account}/pools/render`

const inputs = {
  ...{ 'subscription-id': defaultSubscriptionId, 'resource-group': 'rg-images' },
  ...{ 'os-snapshot': 'render-os', 'image-name': 'render-1' },
  'gallery-image-definition': definitionId,
  ...{ 'batch-account': account, 'pool-name': 'render', 'vm-size': 'Standard_D4s_v5' },
  'node-agent-sku-id': 'batch.node.ubuntu 22.04',
  'target-dedicated-nodes': '10',
}

/** The journal of one config. */
function lineOf(page: PageText): string {
  return `${JSON.stringify({ number: 1, page })}\n`
}

/** Which of image, version and pool are there. */
function there({ simulator: { store } }: SimulatedAzure): readonly string[] {
  const ids = { image: imageId, definition: definitionId, version: versionId, pool: poolId }
  return Object.entries(ids).flatMap(([name, id]) => (store.get(id) === undefined ? [] : [name]))
}

const tooFew: Scenario = {
  resizes: [{ adds: 3, error: { code: 'AccountCoreQuotaReached', message: 'no more cores' } }],
}
const context = { attempt: '77/2' }
/** What tells what the last run made, as a journal has it. */
function marksOf({ simulator }: SimulatedAzure, id: string): Record<string, string> {
  const names = ['image-to-pool-run', 'image-to-pool-digest', 'image-to-pool-made']
  const tags = simulator.store.get(id)?.tags ?? {}
  return Object.fromEntries(names.map((name) => [name, tags[name] ?? '']))
}

async function run(azure: SimulatedAzure, more: Given['inputs'], given: Partial<Given> = {}) {
  const all = { ...inputs, ...more }
  return await azure.run({ inputs: all, context, ...given })
}

test('what a sign-in lacks is told with what to set, in log, summary and output', async () => {
  const finding: Finding = {
    ...{ rule: 'sign-in/credential', severity: 'error' },
    message: 'credential oidc: the runner offers no ID token',
    help: 'give the job `permissions: id-token: write`',
    at: { kind: 'input', input: 'credential' },
  }
  const ended = await run(simulatedAzure(), {}, { refusal: new UserError([finding]) })
  expect(ended.failure).toContain(finding.message)
  expect(ended.annotations).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining(finding.help) as unknown }),
  )
  const { rule, help } = finding
  expect(JSON.parse(ended.outputs['diagnostics']!)).toContainEqual(
    expect.objectContaining({ rule, help, input: 'credential' }),
  )
  expect(ended.summary).toContain('permissions: id-token: write')
})

describe('a run that fails while its nodes come', () => {
  test('keeps what it made unless told otherwise', async () => {
    const azure = simulatedAzure(tooFew)
    const { kept, journal } = keptJournal()
    const ended = await run(azure, {}, { journal })
    expect(ended.outputs['outcome']).toBe('failed')
    expect(there(azure)).toEqual(['image', 'definition', 'version', 'pool'])
    expect(ended.outputs['pool-id']).toBe(poolId)
    expect(kept.writes).toBeGreaterThanOrEqual(3)
    expect(kept.text).toBeUndefined()
  })

  test('with rollback takes back the pool, the version and the image, in this order', async () => {
    const azure = simulatedAzure(tooFew)
    const ended = await run(azure, { 'on-failure': 'rollback' })
    expect(ended.outputs['outcome']).toBe('failed')
    expect(there(azure)).toEqual(['definition'])
    const deleted = azure.simulator.transcript
      .writes()
      .filter(({ method }) => method === 'DELETE')
      .map(({ path }) => path.split('/').at(-2))
    expect(deleted).toEqual(['pools', 'versions', 'images'])
    expect(ended.outputs).toMatchObject({
      ...{ 'pool-id': '', 'image-id': '', 'gallery-image-version-id': '' },
    })
    expect(ended.lines.join('\n')).toContain('undone: pool render was deleted again')
    expect(ended.summary).toContain('- image version 1.0.0 was deleted again')
    expect(ended.failure).toContain('undone: image render-1 was deleted again')
    expect(ended.outputs['resize-errors']).toContain('AccountCoreQuotaReached')
  })

  test('with rollback takes back an image definition of its own, unless it holds versions', async () => {
    const own = `${compute}/galleries/renderGallery/images/own-node`
    const more = {
      ...{ 'gallery-image-definition': own, 'create-image-definition': 'true' },
      ...{ 'hyper-v-generation': 'V2', 'security-type': 'Standard' },
      'on-failure': 'rollback',
    }
    const azure = simulatedAzure(tooFew)
    const alone = await run(azure, more)
    expect(alone.failure).toContain('undone: image definition own-node was deleted again')
    expect(azure.simulator.store.get(own)).toBeUndefined()
    const other = `${own}/versions/0.1.0`
    const shared: SimulatedAzure = simulatedAzure(tooFew, (request) => {
      const version = shared.simulator.store.get(`${own}/versions/1.0.0`)
      if (!/PUT .*\/pools\//.test(request) || version === undefined) return
      shared.simulator.store.put({ ...version, id: other, name: '0.1.0', tags: {} })
    })
    const ended = await run(shared, more)
    expect(shared.simulator.store.get(own)).toBeDefined()
    expect(ended.failure).toContain('image definition own-node stays: it holds version 0.1.0')
  })

  test('with rollback leaves alone what was there before it', async () => {
    const azure = simulatedAzure({ resizesByPool: { other: [{}], render: tooFew.resizes! } })
    await run(azure, { 'pool-name': 'other' })
    const before = there(azure)
    const ended = await run(azure, { 'on-failure': 'rollback', 'target-dedicated-nodes': '20' })
    expect(ended.outputs['outcome']).toBe('failed')
    expect(there(azure)).toEqual(before)
    expect(before).toEqual(['image', 'definition', 'version'])
  })

  test('with rollback leaves a version that another pool refers to by now, and its image', async () => {
    const azure = simulatedAzure()
    await run(azure, { 'pool-name': 'other' })
    // As if the other pool had come while the run that made the image was under way.
    const { kept, journal } = keptJournal()
    kept.text = lineOf({
      ...{ onFailure: 'rollback', onCancel: 'keep', ended: 'failed', resizing: [] },
      entries: [
        { of: 'made', undo: { kind: 'delete-image', id: imageId, marks: marksOf(azure, imageId) } },
        {
          of: 'made',
          undo: { kind: 'delete-image-version', id: versionId, marks: marksOf(azure, versionId) },
        },
      ],
    })
    const post = await run(azure, {}, { journal, step: runPost })
    expect(there(azure)).toEqual(['image', 'definition', 'version'])
    expect(post.failure).toBeUndefined()
    expect(post.summary).toContain(
      'image version 1.0.0 stays: pool other of Batch account renderbatch uses it',
    )
    expect(post.summary).toContain('image render-1 stays: the image version that was made from it')
  })

  test('with rollback leaves a version that a pool of the plan’s other subscription refers to', async () => {
    const azure = simulatedAzure()
    await run(azure, { 'wait-for': 'none' })
    const { store } = azure.simulator
    const other = '30000000-0000-4000-a000-000000000002'
    for (const id of [`${subscription}/resourceGroups/rg-batch`, account, poolId]) {
      const found = store.get(id)
      if (found === undefined) throw new Error(id)
      store.put({ ...found, id: id.replace(defaultSubscriptionId, other) })
    }
    store.delete(poolId)
    const { kept, journal } = keptJournal()
    kept.text = lineOf({
      ...{ onFailure: 'rollback', onCancel: 'keep', ended: 'failed', resizing: [] },
      subscriptions: [defaultSubscriptionId, other],
      entries: [
        {
          of: 'made',
          undo: { kind: 'delete-image-version', id: versionId, marks: marksOf(azure, versionId) },
        },
      ],
    })
    const post = await run(azure, {}, { journal, step: runPost })
    expect(post.summary).toContain(
      'image version 1.0.0 stays: pool render of Batch account renderbatch uses it',
    )
    expect(there(azure)).toEqual(['image', 'definition', 'version'])
  })

  test('notes the subscriptions that its plan is about', async () => {
    const { kept, journal } = keptJournal()
    const pages: string[] = []
    const append = (line: string): void => {
      pages.push(line)
      journal.append(line)
    }
    await run(simulatedAzure(), { 'wait-for': 'none' }, { journal: { ...journal, append } })
    expect(readJournal(pages[0] ?? '')).toMatchObject([{ subscriptions: [defaultSubscriptionId] }])
    expect(kept.text).toBeUndefined()
  })

  test('with rollback leaves alone what it has no mark of its own for', async () => {
    const azure = simulatedAzure()
    await run(azure, { 'wait-for': 'none' })
    const { kept, journal } = keptJournal()
    const pool = { id: poolId, apiVersion: '2025-06-01' }
    kept.text = lineOf({
      ...{ onFailure: 'rollback', onCancel: 'keep', ended: 'failed', resizing: [] },
      entries: [
        { of: 'made', undo: { kind: 'delete-image', id: imageId, marks: {} } },
        { of: 'made', undo: { kind: 'delete-image-definition', id: definitionId, marks: {} } },
        { of: 'made', undo: { kind: 'delete-image-version', id: versionId, marks: {} } },
        { of: 'made', undo: { kind: 'delete-pool', ...pool, marks: {} } },
      ],
    })
    const post = await run(azure, {}, { journal, step: runPost })
    expect(there(azure)).toEqual(['image', 'definition', 'version', 'pool'])
    expect(post.summary).toContain('pool render stays: another run made it')
  })

  test('hides what Azure quotes of a pool that it puts back', async () => {
    const setting = { name: 'API_KEY', value: 'k3y-of-the-old-pool' }
    const body = { properties: { startTask: { commandLine: 'x', environmentSettings: [setting] } } }
    const message = `Bad value: ${JSON.stringify(body)}`
    const error = { error: { code: 'InvalidPropertyValue', message } }
    const azure = simulatedAzure({ faults: [{ on: 'PATCH', status: 400, body: error, times: 9 }] })
    await run(azure, { pool: JSON.stringify(body) })
    const { kept, journal } = keptJournal()
    const pool = { id: poolId, apiVersion: '2025-06-01', needsNoNodes: false, scaleSettings: {} }
    const undo = { kind: 'restore-pool' as const, ...pool, body }
    kept.text = lineOf({
      ...{ onFailure: 'keep', onCancel: 'keep', ended: 'failed', resizing: [] },
      entries: [{ of: 'changed', undo }],
    })
    const post = await run(azure, {}, { journal, step: runPost })
    expect(post.secrets).toContain(setting.value)
    expect(post.summary).toContain('Bad value')
    expect([post.summary, ...post.lines].join()).not.toContain(setting.value)
    const main = await run(azure, { 'target-dedicated-nodes': '11' })
    expect(main.failure).toContain('Bad value')
    expect(JSON.stringify([main.summary, main.lines, main.outputs])).not.toContain(setting.value)
  })

  test('leaves jobs alone that somebody has moved to another pool since', async () => {
    const jobs = [{ id: 'nightly', pool: 'third' }]
    const azure = simulatedAzure({ jobs })
    await run(azure, { 'pool-name': 'render', 'wait-for': 'none' })
    const { kept, journal } = keptJournal()
    const from = azure.simulator.transcript.entries.length
    kept.text = lineOf({
      ...{ onFailure: 'keep', onCancel: 'keep', ended: 'failed', resizing: [] },
      entries: [
        {
          of: 'changed',
          undo: {
            ...{ kind: 'move-jobs-back', accountId: account, fromPool: 'render', toPool: 'green' },
            ...{ jobs: ['nightly'], stayDisabled: [] },
          },
        },
      ],
    })
    await run(azure, {}, { journal, step: runPost })
    const since = azure.simulator.transcript.entries.slice(from)
    expect(since.filter(({ path }) => path === '/jobs/nightly')).toHaveLength(1)
    expect(since.filter(({ method }) => method !== 'GET')).toEqual([])
  })

  test('with rollback leaves alone what bears the marks of another run', async () => {
    const azure = simulatedAzure()
    await run(azure, { 'wait-for': 'none' })
    const { kept, journal } = keptJournal()
    const marks = { 'image-to-pool-run': '1/1' }
    kept.text = lineOf({
      ...{ onFailure: 'keep', onCancel: 'rollback', resizing: [] },
      entries: [
        { of: 'made', undo: { kind: 'delete-image', id: imageId, marks } },
        { of: 'made', undo: { kind: 'delete-image-version', id: versionId, marks } },
        {
          of: 'made',
          undo: { kind: 'delete-pool', id: poolId, apiVersion: '2025-06-01', marks },
        },
      ],
    })
    const post = await run(azure, {}, { journal, step: runPost })
    expect(there(azure)).toEqual(['image', 'definition', 'version', 'pool'])
    expect(post.summary).toContain('pool render stays: another run made it')
    expect(kept.text).toBeUndefined()
  })

  test('with scale-to-zero takes the nodes of its pool away and keeps the rest', async () => {
    const azure = simulatedAzure(tooFew)
    const ended = await run(azure, { 'on-failure': 'scale-to-zero' })
    expect(ended.outputs).toMatchObject({
      ...{ outcome: 'failed', 'current-dedicated-nodes': '0', 'allocation-state': 'Steady' },
    })
    expect(there(azure)).toEqual(['image', 'definition', 'version', 'pool'])
    expect(ended.lines.join('\n')).toContain('pool render has no nodes any more')
  })

  test('past its deadline still rolls back', async () => {
    const azure = simulatedAzure({ resizes: [{ adds: 3 }] })
    const ended = await run(azure, {
      'on-failure': 'rollback',
      timeout: 'PT10M',
    })
    expect(ended.outputs['outcome']).toBe('failed')
    expect(there(azure)).toEqual(['definition'])
  })

  test('goes on taking back after one thing cannot be', async () => {
    const azure = simulatedAzure({
      ...tooFew,
      faults: [
        {
          on: 'DELETE .*/versions/',
          status: 403,
          body: { error: { code: 'AuthorizationFailed', message: 'no' } },
        },
      ],
    })
    const ended = await run(azure, { 'on-failure': 'rollback' })
    expect(there(azure)).toEqual(['image', 'definition', 'version'])
    expect(ended.failure).toContain('not undone: image version 1.0.0 stays: AuthorizationFailed')
    expect(ended.outputs['gallery-image-version-id']).toBe(versionId)
    expect(ended.outputs['pool-id']).toBe('')
  })
})

describe('what another run made meanwhile', () => {
  const marketplace = {
    properties: {
      vmSize: 'STANDARD_D2S_V3',
      deploymentConfiguration: {
        virtualMachineConfiguration: {
          imageReference: {
            ...{ publisher: 'canonical', offer: 'ubuntu-24_04-lts', sku: 'server' },
            version: 'latest',
          },
          nodeAgentSkuId: 'batch.node.ubuntu 24.04',
        },
      },
    },
  }

  test('is not undone: a pool of the same name', async () => {
    const azure: SimulatedAzure = simulatedAzure({}, (request) => {
      if (!/PUT .*\/versions\//.test(request)) return
      const url = new URL(`https://management.azure.com${poolId}?api-version=2025-06-01`)
      const body = JSON.stringify(marketplace)
      const headers = { 'content-type': 'application/json' }
      const { status } = azure.simulator.handle({ method: 'PUT', url, headers, body })
      if (status !== 200) throw new Error(String(status))
    })
    const ended = await run(azure, { 'on-failure': 'rollback' })
    expect(ended.outputs['outcome']).toBe('failed')
    expect(there(azure)).toEqual(['definition', 'pool'])
  })

  test('is not undone: an image of the same name and settings', async () => {
    const azure: SimulatedAzure = simulatedAzure(
      { resizes: [{ adds: 3 }], imageSeconds: 60 },
      (request) => {
        // The other run has overwritten it, as Azure allows for images.
        if (!/GET .*\/pools\/render$/.test(request)) return
        const image = azure.simulator.store.get(imageId)
        if (image !== undefined) image.tags = { ...image.tags, 'image-to-pool-run': '78/1' }
      },
    )
    const ended = await run(azure, { 'on-failure': 'rollback' })
    expect(ended.failure).toContain('not undone: image render-1 stays: another run made it')
    expect(there(azure)).toEqual(['image', 'definition'])
  })

  test('is not undone: an image definition of the same name', async () => {
    const own = `${compute}/galleries/renderGallery/images/own-node`
    const azure: SimulatedAzure = simulatedAzure(
      { faults: [{ on: 'PUT .*/versions/', status: 400 }] },
      (request) => {
        // The other run looked before there was one, as this one did, and has overwritten it since.
        const definition = azure.simulator.store.get(own)
        if (!/PUT .*\/versions\//.test(request) || definition === undefined) return
        definition.tags = { ...definition.tags, 'image-to-pool-run': '78/1' }
      },
    )
    const ended = await run(azure, {
      ...{ 'gallery-image-definition': own, 'create-image-definition': 'true' },
      ...{ 'hyper-v-generation': 'V2', 'security-type': 'Standard' },
      'on-failure': 'rollback',
    })
    expect(ended.failure).toContain('image definition own-node stays: another run made it')
    expect(azure.simulator.store.get(own)).toBeDefined()
  })

  test('is told from a version of this run whose answer was lost', async () => {
    const lost = { on: 'PUT .*/versions/', break: 'reset', takesEffect: true } as const
    const azure = simulatedAzure({ ...tooFew, faults: [lost] })
    const ended = await run(azure, { 'on-failure': 'rollback' })
    expect(ended.outputs['outcome']).toBe('failed')
    expect(there(azure)).toEqual(['definition'])
  })
})

describe('a run that is cancelled', () => {
  /** Cancelled once such a request is answered for the second time. */
  function cancelAt(what: RegExp, scenario: Scenario = {}) {
    const controller = new AbortController()
    let seen = 0
    const azure = simulatedAzure(
      { resizes: [{ nodesPerMinute: 0.001 }], ...scenario },
      (request) => {
        if (!what.test(request)) return
        seen += 1
        if (seen === 2) controller.abort(new Cancelled('cancelled by SIGINT'))
      },
    )
    return { azure, cancelled: controller.signal }
  }

  test.each([
    ['keep', ['image', 'definition', 'version', 'pool'], 0],
    ['stop-resize', ['image', 'definition', 'version', 'pool'], 1],
    ['rollback', ['definition'], 1],
  ])('with %s', async (policy, left, stops) => {
    const { azure, cancelled } = cancelAt(/GET .*\/pools\/render$/)
    const { kept, journal } = keptJournal()
    const ended = await run(azure, { 'on-cancel': policy }, { journal, cancelled })
    expect(ended.outputs['outcome']).toBe('cancelled')
    const stopped = azure.simulator.transcript
      .writes()
      .filter(({ path }) => /stopResize/.test(path))
    expect(stopped).toHaveLength(stops)
    expect(kept.text === undefined).toBe(policy === 'keep')
    if (kept.text !== undefined) expect(readJournal(kept.text)[0]!.ended).toBe('cancelled')
    const post = await run(azure, {}, { journal, step: runPost })
    expect(post.failure).toBeUndefined()
    expect(there(azure)).toEqual(left)
    expect(kept.text).toBeUndefined()
  })

  test('says so when it may not stop the resize', async () => {
    const faults = [{ on: 'POST .*/stopResize', status: 403, times: 2 }]
    const { azure, cancelled } = cancelAt(/GET .*\/pools\/render$/, { faults })
    const ended = await run(azure, { 'on-cancel': 'stop-resize' }, { cancelled })
    expect(ended.lines.join('\n')).toContain('the resize of pool render could not be stopped')
    expect(ended.lines.join('\n')).toContain('Azure continues')
  })
})
