/** Secrets in odd spellings, answers that no Azure gives, endless lists, proxies, runs at once: through the built action. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import type { Json, JsonObject, Scenario } from '../../src/simulator/kernel.js'
import { world } from '../support/released-world.js'
import { openJob, runAction, type Ended, type Kill } from './action.js'
import { poolId, startCloud, wholeWay, type Cloud } from './azure.js'

const open: { readonly close: () => unknown }[] = []
afterAll(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

type Inputs = Readonly<Record<string, string>>

async function cloudOf(
  scenario: Scenario = {},
  alter?: (body: Json) => Json,
  onAnswer?: (request: string) => void,
): Promise<Cloud> {
  const quick = { speed: 20_000, imageSeconds: 1, replicationSecondsPerRegion: 1 }
  const cloud = await startCloud({ ...quick, ...scenario }, onAnswer, alter)
  open.push(cloud)
  return cloud
}

async function run(cloud: Cloud, more: Inputs = {}, env: Inputs = {}): Promise<Ended> {
  const inputs = { ...cloud.inputs, ...wholeWay, 'target-dedicated-nodes': '2', ...more }
  return await runAction({ inputs, env: { ...cloud.env, ...env } })
}

function writes({ simulator }: Cloud): readonly string[] {
  return simulator.transcript.writes().map(({ method, path }) => `${method} ${path}`)
}

/** All that is said, but for the commands that make the runner hide a value. */
function said({ log, outputs, summary, report }: Ended): string {
  const lines = log.split('\n').filter((line) => !line.startsWith('::add-mask::'))
  return [...lines, ...Object.values(outputs), summary, report].join('\n')
}

describe('a secret', () => {
  const secret = 'p~ss+w0rd"of/the<test'
  const codes = Array.from(secret, (letter) => letter.charCodeAt(0))
  const hex = (code: number): string => code.toString(16).padStart(2, '0')
  const spellings: Readonly<Record<string, string>> = {
    'percent, lower case': codes.map((code) => `%${hex(code)}`).join(''),
    'percent, some': secret.replace(
      /[~+"/<]/g,
      (one) => `%${hex(one.charCodeAt(0)).toUpperCase()}`,
    ),
    'percent, twice': encodeURIComponent(encodeURIComponent(secret)),
    JSON: JSON.stringify(secret).slice(1, -1),
    'escapes, some': secret.replace(
      /[+<]/g,
      (one) => `\\u00${hex(one.charCodeAt(0)).toUpperCase()}`,
    ),
    entities: secret.replace('"', '&quot;').replace('<', '&lt;').replace('+', '&#43;'),
    'entities, hexadecimal': codes.map((code) => `&#x${hex(code)};`).join(''),
    'over two lines': `${secret.slice(0, 9)}\r\n  ${secret.slice(9)}`,
    base64: Buffer.from(secret).toString('base64'),
    'base64, inside of more': Buffer.from(`user:${secret}@host`).toString('base64'),
  }

  test.concurrent('that Azure quotes is hidden in every spelling', async () => {
    const message = Object.entries(spellings)
      .map(([name, spelled]) => `${name}: ${spelled}`)
      .join('; ')
    const body = { error: { code: 'Bad', message, details: [{ code: message, message }] } }
    const cloud = await cloudOf({ faults: [{ on: 'PUT .*/pools/render', status: 400, body }] })
    const properties = { userAccounts: [{ name: 'u', password: secret }] }
    const ended = await run(cloud, {
      ...{ pool: JSON.stringify({ properties }), 'report-path': 'r.json' },
    })
    expect(ended.status).toBe(1)
    expect(said(ended)).toContain('base64, inside of more')
    for (const [name, spelled] of Object.entries(spellings)) {
      // Of base64 the outermost digits hold bits of what stands beside the secret.
      const core = name.startsWith('base64') ? spelled.slice(8, -8) : spelled
      expect(JSON.stringify([name, said(ended).includes(core)])).toBe(`["${name}",false]`)
    }
  })

  test.concurrent.each(['http://me:s3cret-of-it@[proxy', 'me:s3cret-of-it@proxy:no-port'])(
    'in the address of a proxy that is none is not told: %s',
    async (address) => {
      const ended = await run(await cloudOf(), {}, { HTTPS_PROXY: address })
      expect(ended.status).toBe(1)
      expect(said(ended)).not.toContain('s3cret-of-it')
      expect(ended.log).not.toContain('bug in image-to-pool')
    },
  )

  test.concurrent('of a pool that the post step puts back is hidden in it', async () => {
    const setting = { name: 'API_KEY', value: 'k3y-of-the-old-pool' }
    const body = { properties: { startTask: { commandLine: 'x', environmentSettings: [setting] } } }
    const error = { code: 'InvalidPropertyValue', message: `Bad: ${JSON.stringify(body)}` }
    const cloud = await cloudOf()
    expect((await run(cloud)).status).toBe(0)
    cloud.simulator.faults.add({ on: 'PATCH', status: 400, body: { error }, times: 9 })
    const job = openJob()
    open.push({ close: job.remove })
    const path = join(job.folder, 'image-to-pool-00000000-0000-4000-8000-000000000000.json')
    const pool = { id: poolId, apiVersion: '2025-06-01', needsNoNodes: false, scaleSettings: {} }
    const page = {
      ...{ onFailure: 'keep', onCancel: 'keep', ended: 'failed', resizing: [] },
      entries: [{ of: 'changed', undo: { kind: 'restore-pool', ...pool, body } }],
    }
    writeFileSync(path, `${JSON.stringify({ number: 1, page })}\n`)
    const ended = await runAction({
      inputs: { ...cloud.inputs, ...wholeWay },
      env: { ...cloud.env, STATE_journal: path, STATE_isPost: 'true' },
      job: job.folder,
    })
    expect(ended.status).toBe(0)
    expect(ended.log).toContain(`::add-mask::${setting.value}`)
    expect(ended.summary).toContain('Bad: ')
    expect(said(ended)).not.toContain(setting.value)
  })
})

describe('what a run may do is in the hash of its plan', () => {
  test.concurrent(
    'another on-failure or on-cancel is another plan, and is not carried out',
    async () => {
      const cloud = await cloudOf()
      const kept = await run(cloud, { mode: 'plan' })
      const hash = kept.outputs['plan-hash'] ?? ''
      for (const name of ['on-failure', 'on-cancel']) {
        const other = await run(cloud, { [name]: 'rollback', 'expected-plan-hash': hash })
        expect(other.status).toBe(1)
        expect(other.outputs['plan-hash']).not.toBe(hash)
      }
      expect(writes(cloud)).toEqual([])
      const ended = await run(cloud, { 'expected-plan-hash': hash })
      expect([ended.status, ended.outputs['outcome']]).toEqual([0, 'succeeded'])
    },
  )

  test.concurrent('what remains of it after a cancel is accepted, and so is nothing', async () => {
    let kill: Kill | undefined
    const cloud = await cloudOf({}, undefined, (request) => {
      if (/^PUT .*\/versions\//.test(request)) kill?.('SIGINT')
    })
    const hash = (await run(cloud, { mode: 'plan' })).outputs['plan-hash'] ?? ''
    const held = { ...cloud.inputs, ...wholeWay, 'target-dedicated-nodes': '2' }
    const invocation = {
      inputs: { ...held, 'expected-plan-hash': hash },
      env: { ...cloud.env, GITHUB_RUN_ID: '7', GITHUB_RUN_ATTEMPT: '1' },
    }
    const first = await runAction({
      ...invocation,
      onStart: (means) => {
        kill = means
      },
    })
    kill = undefined
    expect(first.outputs['outcome']).toBe('cancelled')
    const second = await runAction(invocation)
    expect([second.status, second.outputs['outcome']]).toEqual([0, 'succeeded'])
    const third = await runAction(invocation)
    expect([third.status, third.outputs['outcome']]).toEqual([0, 'unchanged'])
    const other = await run(cloud, { 'target-dedicated-nodes': '3', 'expected-plan-hash': hash })
    expect(other.status).toBe(1)
  })
})

describe('an answer that no Azure gives', () => {
  const elsewhere = 'http://elsewhere.example/x'
  test.concurrent.each<[string, NonNullable<Scenario['faults']>[number]]>([
    ['nothing for a snapshot', { on: 'GET .*/snapshots/render-os', text: 'null' }],
    ['the page of a proxy', { on: 'GET .*/images/render-node', text: '<html>Sign in</html>' }],
    ['a list that is none', { on: 'GET .*/versions', text: '{"value":[{"id":"/x"}]}' }],
    [
      'a version that is none',
      { on: 'GET .*/versions', text: `{"value":[{"id":"${poolId}","properties":7}]}` },
    ],
    [
      'a next page without TLS',
      { on: 'GET .*/versions', text: `{"value":[],"nextLink":"${elsewhere}"}` },
    ],
    [
      'a refusal that is none',
      { on: 'PUT .*/images/render-1', status: 400, text: '{"error":{"details":[null,7]}}' },
    ],
    [
      'an account of another shape',
      { on: 'GET .*/batchAccounts/renderbatch', text: '{"id":"/x"}' },
    ],
  ])('is told as what was answered: %s', async (_, fault) => {
    const ended = await run(await cloudOf({ faults: [{ status: 200, times: 99, ...fault }] }))
    expect([ended.status, ended.outputs['outcome']]).toEqual([1, 'failed'])
    expect(ended.log).not.toMatch(/bug in image-to-pool|unexpected error|^ {4}at /m)
  })

  // What Azure makes tells itself how far it is: where its operation is said to be does not matter.
  test.concurrent.each(['azure-asyncoperation', 'location'])(
    'does no harm where it leads out of TLS: %s',
    async (header) => {
      const fault = { status: 202, headers: { [header]: elsewhere }, text: '{}', takesEffect: true }
      const made = ['images/render-1', 'versions/1.0.0']
      const cloud = await cloudOf({
        faults: made.map((name) => ({ ...fault, on: `PUT .*/${name}` })),
      })
      const ended = await run(cloud)
      expect([ended.status, ended.outputs['outcome']]).toEqual([0, 'succeeded'])
      expect(ended.log).not.toMatch(/bug in image-to-pool|unexpected error|elsewhere/)
      expect(writes(cloud)).toHaveLength(3)
    },
  )
})

describe('what is without bounds', () => {
  test.concurrent('a list whose pages never end is given up', async () => {
    let pages = 0
    const endless = (body: Json): Json => {
      const [first] = (body as { value?: readonly JsonObject[] } | null)?.value ?? []
      const isVersion = first?.['type'] === 'Microsoft.Compute/galleries/images/versions'
      if (!isVersion) return body
      pages += 1
      const { path, apiVersion = '' } = cloud.simulator.transcript.entries.at(-1)!
      // What stands behind # is sent to nobody: each link is another one, and leads to the same page.
      const nextLink = `${cloud.inputs['environment'] ?? ''}${path}?api-version=${apiVersion}#${String(pages)}`
      return { ...(body as JsonObject), nextLink }
    }
    const cloud: Cloud = await cloudOf({ resources: world() }, endless)
    const inputs = { mode: 'cleanup', 'subscription-id': wholeWay['subscription-id'] ?? '' }
    const ended = await runAction({ inputs: { ...cloud.inputs, ...inputs }, env: cloud.env })
    expect(ended.log).toContain('the list does not end')
    expect(ended.log).toContain('so no image and no version is deleted')
    expect(pages).toBeLessThan(4_000)
    expect(writes(cloud).filter((request) => /images/.test(request))).toEqual([])
  })

  test.concurrent('a Retry-After of years is waited for, not asked again at once', async () => {
    const headers = { 'retry-after': '999999999' }
    const fault = { on: 'GET .*/snapshots/render-os', status: 429, times: 99, headers }
    const cloud = await cloudOf({ faults: [fault] })
    const ended = await run(cloud, { timeout: 'PT5S' })
    expect([ended.status, ended.outputs['outcome']]).toEqual([1, 'failed'])
    const asked = cloud.simulator.transcript.entries.filter(({ path }) => /render-os$/.test(path))
    expect(asked.length).toBe(1)
  })
})

describe('a proxy that nobody is at', () => {
  async function closedPort(): Promise<string> {
    const server: Server = createServer()
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const { port } = server.address() as AddressInfo
    await new Promise((done) => server.close(done))
    return `http://127.0.0.1:${String(port)}`
  }

  test.concurrent.each(['*', 'localhost:443', 'other.example, LOCALHOST'])(
    'is passed by where NO_PROXY is %s',
    async (noProxy) => {
      const env = { HTTPS_PROXY: await closedPort(), NO_PROXY: noProxy }
      const ended = await run(await cloudOf(), { mode: 'plan' }, env)
      expect([ended.status, ended.outputs['outcome']]).toEqual([0, 'succeeded'])
    },
  )
})

describe('two runs at once', () => {
  const published = { ...wholeWay, 'os-snapshot': '', 'data-snapshots': '', 'image-name': '' }

  /** A world with an image, in which two runs make its pool. */
  async function together(first: Inputs, second: Inputs) {
    const cloud = await cloudOf()
    const { outputs } = await run(cloud, {
      'pool-name': '',
      'batch-account': '',
      'vm-size': '',
      'node-agent-sku-id': '',
      'target-dedicated-nodes': '',
    })
    const image = { ...published, 'gallery-image-definition': '' }
    const imageId = outputs['gallery-image-version-id'] ?? ''
    const ended = await Promise.all(
      [first, second].map(
        async (more) => await run(cloud, { ...image, 'image-id': imageId, ...more }),
      ),
    )
    const pools = cloud.simulator.store.list(poolId.slice(0, poolId.lastIndexOf('/')))
    return { ended, pools }
  }

  test.concurrent('that want the same end with one pool and two successes', async () => {
    const { ended, pools } = await together({}, {})
    expect(ended.map(({ status }) => status)).toEqual([0, 0])
    expect(pools).toHaveLength(1)
  })

  test.concurrent('that want something else end with one pool, and a clear failure', async () => {
    const { ended, pools } = await together({}, { 'vm-size': 'Standard_D2s_v5' })
    expect(ended.map(({ status }) => status).sort()).toEqual([0, 1])
    expect(pools).toHaveLength(1)
    const failed = ended.find(({ status }) => status === 1)
    expect(failed?.log).toMatch(/::error.*pool render/)
    expect(failed?.log).not.toContain('bug in image-to-pool')
  })
})

test.concurrent('two files with one pool are both refused before any write', async () => {
  const cloud = await cloudOf()
  const account = wholeWay['batch-account'] ?? ''
  const file = (name: string, size: string): string =>
    JSON.stringify({ pool: { account, name, properties: { vmSize: size } } })
  const { 'subscription-id': subscription = '', 'node-agent-sku-id': agent = '' } = wholeWay
  const ended = await runAction({
    inputs: {
      ...{ ...cloud.inputs, 'subscription-id': subscription, 'node-agent-sku-id': agent },
      ...{ config: 'pools/*.json', 'target-dedicated-nodes': '1' },
    },
    env: cloud.env,
    files: {
      'pools/a.json': file('render', 'Standard_D4s_v5'),
      'pools/b.json': file('Render', 'Standard_D2s_v5'),
    },
  })
  expect(ended.status).toBe(1)
  expect(writes(cloud)).toEqual([])
  for (const name of ['a', 'b'])
    expect(ended.log).toMatch(new RegExp(`::error.*pools/${name}\\.json`))
})

test.concurrent('a VM size without quota is no fallback for nodes that are there', async () => {
  const cloud = await cloudOf({ capacityByVmSize: { Standard_D2s_v5: 5 } })
  const sizes = { 'vm-size': 'Standard_D2s_v5\nStandard_F4s_v2', 'target-dedicated-nodes': '12' }
  const ended = await run(cloud, sizes)
  expect([ended.status, ended.outputs['outcome']]).toEqual([1, 'failed'])
  expect(ended.outputs).toMatchObject({
    'vm-size': 'Standard_D2s_v5',
    'current-dedicated-nodes': '5',
  })
  expect(writes(cloud).filter((request) => /^DELETE/.test(request))).toEqual([])
})
