import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { ComputeManagementClient } from '@azure/arm-compute'
import { createPipelineRequest } from '@azure/core-rest-pipeline'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openEmbedded } from '../../src/simulator/embedded.js'
import { startServer, type SimulatorServer } from '../../src/simulator/server.js'
import { createSimulator, type Simulator } from '../../src/simulator/simulator.js'
import { openBench } from './calls.js'

describe('Fronts', () => {
  const run = promisify(execFile)
  const credential = {
    getToken: async () =>
      await Promise.resolve({ token: 'any', expiresOnTimestamp: Date.now() + 1e7 }),
  }

  let simulator: Simulator
  let server: SimulatorServer
  let unknown: string[]

  beforeEach(async () => {
    unknown = []
    simulator = createSimulator({ speed: 1000 })
    server = await startServer(simulator, { onUnknown: (line) => unknown.push(line) })
  })
  afterEach(async () => {
    await server.close()
  })

  /** A bare HTTPS request that trusts the server's CA only. */
  async function ask(path: string): Promise<{ status: number; body: string }> {
    return await new Promise((resolve, reject) => {
      const agent = new Agent({ ca: server.ca })
      const sent = request(`${server.endpoint}${path}`, { agent }, (response) => {
        text(response).then((body) => {
          resolve({ status: response.statusCode ?? 0, body })
        }, reject)
      })
      sent.on('error', reject)
      sent.end()
    })
  }

  test('the real SDK makes an image from snapshots in memory', async () => {
    const quick = createSimulator({ imageSeconds: 0 })
    const httpClient = quick.httpClient()
    const client = new ComputeManagementClient(credential, quick.subscriptionId, { httpClient })
    const snapshots = []
    for await (const snapshot of client.snapshots.listByResourceGroup('rg-images')) {
      snapshots.push(snapshot)
    }
    expect(snapshots.map(({ name }) => name)).toContain('render-os')
    const os = snapshots.find(({ name }) => name === 'render-os')
    const image = await client.images.createOrUpdate('rg-images', 'made', {
      location: os?.location ?? '',
      hyperVGeneration: 'V2',
      storageProfile: {
        osDisk: { osType: 'Linux', osState: 'Generalized', snapshot: { id: os?.id ?? '' } },
      },
    })
    expect(image.provisioningState).toBe('Succeeded')
    expect(quick.unknownRequests).toEqual([])
  })

  test('the embedded one comes with a token and asks for waits in its own time', async () => {
    const { httpClient, tokenCredential, clock, simulator: embedded } = await openEmbedded()
    expect(clock.speed).toBe(120)
    expect(embedded.clock.speed).toBe(1)
    const token = await tokenCredential.getToken('https://management.azure.com/.default')
    expect(token?.expiresOnTimestamp).toBeGreaterThan(Date.now())
    const client = new ComputeManagementClient(tokenCredential, embedded.subscriptionId, {
      httpClient,
    })
    expect((await client.disks.get('rg-images', 'render-vm-os')).osType).toBe('Linux')
  })

  test('the real SDK raises a refusal with status and code', async () => {
    const { simulator: quiet, compute } = openBench()
    const { subscriptionId } = quiet
    const httpClient = quiet.httpClient()
    const client = new ComputeManagementClient(credential, subscriptionId, { httpClient })
    await expect(client.images.get('rg-images', 'nope')).rejects.toMatchObject({
      statusCode: 404,
      code: 'ResourceNotFound',
    })
    expect(compute).toContain(subscriptionId)
  })

  test('the real SDK sits out being throttled and a lost connection', async () => {
    const retryAtOnce = { 'retry-after-ms': '1' }
    const { subscriptionId, faults, transcript } = simulator
    faults.add({ status: 429, headers: retryAtOnce, times: 2 })
    const client = new ComputeManagementClient(credential, subscriptionId, {
      httpClient: simulator.httpClient(),
      retryOptions: { retryDelayInMs: 1 },
    })
    expect((await client.snapshots.get('rg-images', 'render-os')).name).toBe('render-os')
    faults.add({ break: 'reset' })
    expect((await client.snapshots.get('rg-images', 'render-os')).name).toBe('render-os')
    expect(transcript.entries.map(({ status }) => status).slice(0, 3)).toEqual([429, 429, 200])
  })

  test('in memory a request without behaviour throws its name', async () => {
    const url = 'https://management.azure.com/subscriptions/s/providers/Microsoft.Storage/x'
    const sent = simulator.httpClient().sendRequest(createPipelineRequest({ url }))
    await expect(sent).rejects.toThrow(
      'simulator has no behaviour for GET /subscriptions/s/providers',
    )
  })

  test('@azure/identity and @azure/arm-compute work over HTTPS, in a process that trusts the CA', async () => {
    const program = `
      import { ClientSecretCredential } from '@azure/identity'
      import { ComputeManagementClient } from '@azure/arm-compute'
      const endpoint = '${server.endpoint}'
      const credential = new ClientSecretCredential('${simulator.tenantId}', '${simulator.clientId}',
        '${simulator.clientSecret}', { authorityHost: endpoint, disableInstanceDiscovery: true })
      const client = new ComputeManagementClient(credential, '${simulator.subscriptionId}',
        { endpoint, credentials: { scopes: ['https://management.azure.com/.default'] } })
      const snapshot = await client.snapshots.get('rg-images', 'render-os')
      console.log(JSON.stringify({ name: snapshot.name, generation: snapshot.hyperVGeneration }))
      const wrong = new ClientSecretCredential('${simulator.tenantId}', '${simulator.clientId}', 'no',
        { authorityHost: endpoint, disableInstanceDiscovery: true })
      console.log(await wrong.getToken('https://management.azure.com/.default').catch((e) => e.message))
    `
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], {
      env: { PATH: '', NODE_EXTRA_CA_CERTS: server.caFile },
    })
    const [first = '', ...rest] = stdout.split('\n')
    expect(JSON.parse(first)).toEqual({ name: 'render-os', generation: 'V2' })
    expect(rest.join('\n')).toContain('AADSTS7000215')
    expect(simulator.transcript.text()).toMatch(/^GET .*\/snapshots\/render-os\?.* -> 200$/)
  })

  test('over HTTPS a token is asked for, and an unknown request is a 501 that is reported', async () => {
    expect(await ask('/subscriptions?api-version=2021-01-01')).toMatchObject({ status: 401 })
    const answer = await ask('/nothing/here')
    expect(answer.status).toBe(501)
    expect(answer.body).toContain('simulator has no behaviour for GET /nothing/here')
    expect(unknown).toEqual(['simulator has no behaviour for GET /nothing/here'])
  })

  test('a mistake of the simulator itself is told, where it breaks off the connection', async () => {
    await server.close()
    const broken: Simulator = {
      ...simulator,
      handle: () => {
        throw new Error('no such state')
      },
    }
    server = await startServer(broken, { onUnknown: (line) => unknown.push(line) })
    await expect(ask('/tenants')).rejects.toHaveProperty('code', 'ECONNRESET')
    expect(unknown[0]).toMatch(/^simulator failed at GET \/tenants: Error: no such state/)
  })

  test('a broken connection is broken', async () => {
    const path = '/metadata/endpoints?api-version=2022-09-01'
    simulator.faults.add({ on: 'metadata', break: 'reset' })
    await expect(ask(path)).rejects.toHaveProperty('code', 'ECONNRESET')
    simulator.faults.add({ on: 'metadata', break: 'truncate' })
    await expect(ask(path)).rejects.toHaveProperty('code', 'ECONNRESET')
    expect((await ask(path)).status).toBe(200)
  })

  test('closing ends a request that was left without an answer, and removes the CA file', async () => {
    simulator.faults.add({ on: 'metadata', break: 'timeout' })
    let arrive = (): void => undefined
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve
    })
    const watched: Simulator = {
      ...simulator,
      handle: (...call) => {
        arrive()
        return simulator.handle(...call)
      },
    }
    await server.close()
    server = await startServer(watched)
    const ended = expect(ask('/metadata/endpoints?api-version=2022-09-01')).rejects.toHaveProperty(
      'code',
      'ECONNRESET',
    )
    await arrived
    expect(readFileSync(server.caFile, 'utf8')).toBe(server.ca)
    await server.close()
    await ended
    expect(existsSync(server.caFile)).toBe(false)
  })
})
