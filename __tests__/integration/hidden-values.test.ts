import { describe, expect, test } from '@jest/globals'
import { isObject } from '../../src/simulator/json.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { simulatedAzure, type Recording, type SimulatedAzure } from '../support/recorded-run.js'

const account = `/subscriptions/${defaultSubscriptionId}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`
const poolPath = `${account}/pools/render`

interface Secrets {
  readonly option?: string
  readonly password?: string
  readonly accountKey?: string
  readonly registry?: string
  readonly nodes?: number
}

const password = 'Tr0ub4dor-and-more'
const accountKey = 'bW91bnQta2V5LW9mLXRoZS1maXJzdC1kYXk='
const registry = 'registry-p4ssw0rd'

function config(given: Secrets): string {
  const { option = 'TaskCompletion', nodes = 2 } = given
  const secrets = { password, accountKey, registry, ...given }
  const fixedScale = {
    targetDedicatedNodes: nodes,
    ...(option !== '' && { nodeDeallocationOption: option }),
  }
  const properties = {
    vmSize: 'Standard_D4s_v5',
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        nodeAgentSkuId: 'batch.node.ubuntu 22.04',
        imageReference: {
          publisher: 'canonical',
          offer: '0001-com-ubuntu-server-jammy',
          sku: '22_04-lts',
        },
        containerConfiguration: {
          type: 'DockerCompatible',
          containerRegistries: [
            { username: 'me', registryServer: 'r.azurecr.io', password: secrets.registry },
          ],
        },
      },
    },
    scaleSettings: { fixedScale },
    userAccounts: [{ name: 'admin', password: secrets.password }],
    mountConfiguration: [
      {
        azureBlobFileSystemConfiguration: {
          ...{ accountName: 'renderdata', containerName: 'in', relativeMountPath: 'in' },
          accountKey: secrets.accountKey,
        },
      },
    ],
  }
  return JSON.stringify({ pool: { account, name: 'render', properties } })
}

type Inputs = Readonly<Record<string, string>>

async function run(azure: SimulatedAzure, given: Secrets, inputs: Inputs = {}): Promise<Recording> {
  return await azure.run({
    inputs: {
      config: 'pool.yml',
      'subscription-id': defaultSubscriptionId,
      'on-existing-pool': 'update',
      ...inputs,
    },
    files: { 'pool.yml': config(given) },
    context: { attempt: '1/1' },
  })
}

/** A pool that the action made. */
async function made(given: Secrets = {}): Promise<SimulatedAzure> {
  const azure = simulatedAzure()
  const { failure, lines } = await run(azure, given)
  if (failure !== undefined) throw new Error(lines.join('\n'))
  return azure
}

/** What a further run writes, and its plan and findings. */
async function next(azure: SimulatedAzure, given: Secrets, inputs: Inputs = {}) {
  const before = azure.simulator.transcript.writes().length
  const { lines, outputs, failure } = await run(azure, given, inputs)
  const written = azure.simulator.transcript.writes().slice(before)
  return { written, log: lines.join('\n'), outputs, failure }
}

function metadata(azure: SimulatedAzure): string {
  const { properties } = shown(azure)
  return JSON.stringify(isObject(properties) ? properties['metadata'] : undefined)
}

function shown(azure: SimulatedAzure) {
  const { body } = call(azure, 'GET')
  if (!isObject(body)) throw new Error(`no pool: ${JSON.stringify(body)}`)
  return body
}

function call(azure: SimulatedAzure, method: string, body?: object) {
  return azure.simulator.handle({
    ...{ method, url: new URL(`https://management.azure.com${poolPath}?api-version=2025-06-01`) },
    headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
}

/** The pool as if somebody else had made it. */
async function foreign(given: Secrets = {}): Promise<SimulatedAzure> {
  const azure = await made(given)
  call(azure, 'PATCH', { properties: { metadata: [] } })
  return azure
}

const rotated = 'Correct-Horse-Battery'

describe('what Azure never shows', () => {
  test('is unchanged when it is written as before, and no secret is in what is remembered', async () => {
    const azure = await made()
    const { written, log, outputs } = await next(azure, { option: 'taskcompletion' })
    expect(written).toEqual([])
    expect(outputs['has-changes']).toBe('false')
    expect(log).not.toContain('not compared')
    expect(metadata(azure)).toContain('image-to-pool-written')
    expect(metadata(azure)).toContain('TaskCompletion')
    for (const secret of [password, accountKey, registry]) {
      expect(metadata(azure)).not.toContain(secret)
      expect(metadata(azure)).not.toContain(Buffer.from(secret).toString('base64'))
    }
  })

  test.each<readonly [string, Secrets, Secrets]>([
    ['changed', {}, { option: 'Terminate' }],
    ['added', { option: '' }, { option: 'Terminate' }],
  ])('%s of a resize is a PATCH with the nodes there', async (_, first, second) => {
    const azure = await made(first)
    const planned = await next(azure, second, { mode: 'plan' })
    expect(planned.outputs['has-changes']).toBe('true')
    expect(planned.log).toMatch(
      /update scaleSettings of pool render: present nodes stay as they are/,
    )
    const { written, outputs, failure } = await next(azure, second)
    expect(failure).toBeUndefined()
    expect(outputs['outcome']).toBe('succeeded')
    expect(written).toMatchObject([
      {
        method: 'PATCH',
        body: {
          properties: { scaleSettings: { fixedScale: { nodeDeallocationOption: 'Terminate' } } },
        },
      },
    ])
    expect((await next(azure, second)).written).toEqual([])
  })

  test.each<readonly [string, Secrets, string]>([
    ['a password', { password: rotated }, 'userAccounts[0].password'],
    [
      'a mount key',
      { accountKey: rotated },
      'mountConfiguration[0].azureBlobFileSystemConfiguration.accountKey',
    ],
    ["a registry's password", { registry: rotated }, 'containerRegistries[0].password'],
  ])('%s that changed', async (_, change, place) => {
    const azure = await made()
    const refused = await next(azure, change)
    expect(refused.written).toEqual([])
    expect(refused.outputs['outcome']).toBe('failed')
    expect(refused.log).toContain(`${place} differs from what was written last`)
    expect(refused.log).toContain('recycle')
    expect(refused.log).not.toContain(rotated)
    const recycled = await next(azure, change, { 'on-existing-pool': 'recycle' })
    expect(recycled.failure).toBeUndefined()
    expect(JSON.stringify(recycled.written)).toContain(rotated)
    expect(recycled.log).not.toContain(rotated)
    expect(metadata(azure)).not.toContain(rotated)
    const again = await next(azure, change, { 'on-existing-pool': 'recycle' })
    expect(again.written).toEqual([])
    const back = await next(azure, {}, { mode: 'plan', 'on-existing-pool': 'recycle' })
    expect(back.outputs['impact']).toBe('replace')
  })

  test('is changed at once where there are no nodes', async () => {
    const azure = await made({ nodes: 0 })
    const { written, log } = await next(azure, { nodes: 0, password: rotated })
    expect(written).toMatchObject([
      { method: 'PATCH', body: { properties: { userAccounts: [{ password: rotated }] } } },
    ])
    expect(log).not.toContain('present nodes')
    expect((await next(azure, { nodes: 0, password: rotated })).written).toEqual([])
  })

  test('brings another pool with blue-green, again and again', async () => {
    const inputs = { 'on-existing-pool': 'blue-green', 'rollback-window': 'PT1H' }
    const azure = simulatedAzure()
    const pools = new Set<string | undefined>()
    for (const secret of [password, rotated, `${rotated}-2`]) {
      const { failure, log, outputs } = await next(azure, { password: secret }, inputs)
      expect([failure, log.includes(secret)]).toEqual([undefined, false])
      pools.add(outputs['pool-id'])
    }
    expect(pools.size).toBe(3)
  })

  test('of a pool that somebody else made is a notice, and no change', async () => {
    const azure = await foreign()
    const { written, log, outputs } = await next(azure, { option: 'Terminate', password: rotated })
    expect(written).toEqual([])
    expect(outputs['has-changes']).toBe('false')
    expect(log.match(/notice: not compared: .*/g)).toEqual([
      expect.stringMatching(/userAccounts\[0\]\.password.* of pool render\. Azure never shows/),
    ])
    expect(log).toContain('nodeDeallocationOption')
  })

  test('is no change where it is too short, which is said', async () => {
    const azure = await made({ password: 'short-one' })
    const { written, log } = await next(azure, { password: 'short-two' })
    expect(written).toEqual([])
    expect(log).toMatch(/notice: not compared: userAccounts\[0\]\.password\. Shorter than 12/)
    expect(metadata(azure)).not.toContain('userAccounts.admin.password')
  })

  test('is not taken for unchanged after a rollout that was taken back', async () => {
    let patches = 0
    const azure = simulatedAzure({}, (request) => {
      if (request.startsWith('PATCH')) patches += 1
      // The nodes cannot be brought back with the new password, and the old one is nowhere to be read.
      if (request.startsWith('PATCH') && patches === 2) {
        azure.simulator.faults.add({ on: 'PATCH', status: 400 })
      }
    })
    await run(azure, {})
    const recycle = { 'on-existing-pool': 'recycle' }
    const failed = await next(
      azure,
      { password: rotated },
      { ...recycle, 'on-failure': 'rollback' },
    )
    expect(failed.log).toContain('undone: pool render is as it was')
    const restored = failed.written.slice(3).map(({ body }) => JSON.stringify(body))
    expect(restored.join()).toContain('"nodeDeallocationOption":"TaskCompletion"')
    const again = await next(azure, {}, recycle)
    expect(again.written).toEqual([])
    expect(again.log).toMatch(/notice: not compared: .*userAccounts\[0\]\.password of pool render/)
  })
})
