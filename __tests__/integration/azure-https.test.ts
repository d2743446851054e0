/** The adapter over a real socket: the real SDKs against the simulator's HTTPS front, signed in. */
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline'
import { afterEach, describe, expect, test } from '@jest/globals'
import { openAzure, type AzureOptions } from '../../src/azure/open-azure.js'
import type { Azure, Operation } from '../../src/ports/azure.js'
import { AzureFailure } from '../../src/shared/errors.js'
import type { JsonObject } from '../../src/shared/json.js'
import type { Scenario } from '../../src/simulator/kernel.js'
import { startServer, type SimulatorServer } from '../../src/simulator/server.js'
import { createSimulator, type Simulator } from '../../src/simulator/simulator.js'
import { recordAnswers } from '../support/record-answers.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'

describe('over HTTPS', () => {
  const subscription = `/subscriptions/${defaultSubscriptionId}`
  const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
  const accountId = `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`
  const poolId = `${accountId}/pools/render`
  const imageId = `${compute}/images/render-1`
  const image: JsonObject = {
    location: 'koreacentral',
    tags: { run: '7' },
    properties: {
      hyperVGeneration: 'V2',
      storageProfile: {
        osDisk: {
          osType: 'Linux',
          osState: 'Generalized',
          snapshot: { id: `${compute}/snapshots/render-os` },
        },
        dataDisks: [],
        zoneResilient: false,
      },
    },
  }
  const call = (): { signal: AbortSignal } => ({ signal: new AbortController().signal })

  interface Front {
    readonly simulator: Simulator
    readonly server: SimulatorServer
    readonly open: (more?: Partial<AzureOptions>) => Promise<Azure>
  }

  const fronts: Front[] = []
  afterEach(async () => {
    await Promise.all(
      fronts.splice(0).map(async ({ server }) => {
        await server.close()
      }),
    )
  })

  async function serve(scenario: Scenario = {}): Promise<Front> {
    const simulator = createSimulator({ speed: 2000, ...scenario }, recordAnswers())
    const server = await startServer(simulator)
    const { tenantId, clientId, clientSecret } = simulator
    const front: Front = {
      simulator,
      server,
      open: async (more = {}) =>
        await openAzure({
          environment: server.endpoint,
          credential: 'environment',
          tenantId,
          clientId,
          env: { AZURE_CLIENT_SECRET: clientSecret },
          version: '1.2.3',
          signal: new AbortController().signal,
          httpClient: trusting(server.ca),
          ...more,
        }),
    }
    fronts.push(front)
    return front
  }

  /** What NODE_EXTRA_CA_CERTS does for a process, for this one client. */
  function trusting(ca: string): HttpClient {
    const client = createDefaultHttpClient()
    return {
      async sendRequest(request) {
        request.tlsSettings = { ca }
        return await client.sendRequest(request)
      },
    }
  }

  async function finish(operation: Operation): Promise<number> {
    let looks = 1
    for (;;) {
      const { done, retryAfterMs = 0 } = await operation.poll(call())
      if (done) return looks
      looks += 1
      await new Promise((resolve) => setTimeout(resolve, retryAfterMs)) // as long as the simulator asks
    }
  }

  describe('sign-in', () => {
    test('by a client secret, at the place the metadata names', async () => {
      const { open } = await serve()
      const azure = await open()
      expect(azure.portalUrl).toBe('https://portal.azure.com')
      expect(
        await azure.resourceGroup(`${subscription}/resourceGroups/rg-images`, call()),
      ).toMatchObject({ location: 'koreacentral' })
    })

    test('by a client secret that is wrong', async () => {
      const { open } = await serve()
      await expect(open({ env: { AZURE_CLIENT_SECRET: 'wrong' } })).rejects.toMatchObject({
        operation: 'sign in to Azure',
        error: { code: 'AADSTS7000215' },
      })
    })

    const subject = 'repo:octo/render:ref:refs/heads/main'
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const idToken = (audience: string): string => {
      const exp = Math.floor(Date.now() / 1000) + 300
      return `${part({ alg: 'RS256' })}.${part({ sub: subject, aud: audience, iss: 'https://i', exp })}.c2ln`
    }

    test("by the runner's token, anew whenever the access token has ended", async () => {
      let asked = 0
      const { open, simulator } = await serve({ federatedSubjects: [subject], tokenSeconds: 1 })
      const azure = await open({
        credential: 'oidc',
        env: {},
        requestIdToken: async (audience) => {
          asked += 1
          return await Promise.resolve(idToken(audience))
        },
      })
      while (asked < 3) await azure.image(imageId, call()) // for ever, were the token not renewed
      expect(simulator.transcript.entries.every(({ status }) => status === 404)).toBe(true)
    })

    test("by the runner's token with a subject that nobody trusts", async () => {
      const { open } = await serve({ federatedSubjects: ['repo:octo/render:environment:prod'] })
      const failure = await open({
        credential: 'oidc',
        env: {},
        requestIdToken: async (audience) => await Promise.resolve(idToken(audience)),
      }).catch((thrown: unknown) => thrown)
      expect(failure).toBeInstanceOf(AzureFailure)
      expect((failure as AzureFailure).message).toContain(`subject "${subject}"`)
      expect((failure as AzureFailure).error.code).toBe('AADSTS700213')
    })

    test('at a server whose certificate is not trusted says how to trust it', async () => {
      const { open } = await serve()
      await expect(open({ httpClient: undefined })).rejects.toThrow('NODE_EXTRA_CA_CERTS')
    })
  })

  describe('an image', () => {
    test('is made, and shown as Resource Manager shows it', async () => {
      const { open, simulator } = await serve({ imageSeconds: 60 })
      const azure = await open()
      const looks = await finish(await azure.createImage(imageId, image, call()))
      expect(looks).toBeGreaterThan(1) // the simulator refuses an operation's URL that was altered
      const made = await azure.image(imageId, call())
      expect(made).toMatchObject({
        provisioningState: 'Succeeded',
        properties: { hyperVGeneration: 'V2' },
      })
      expect(simulator.transcript.writes()).toMatchObject([
        { method: 'PUT', status: 201, body: image },
      ])
      expect(simulator.unknownRequests).toEqual([])
    })

    test('whose operation fails is reported whole', async () => {
      const details = [{ code: 'Reason', message: 'the snapshot is being deleted' }]
      const operationFails = { code: 'InternalExecutionError', message: 'it failed', details }
      const { open } = await serve({ faults: [{ on: 'PUT .*/images/', operationFails }] })
      const azure = await open()
      const operation = await azure.createImage(imageId, image, call())
      await expect(finish(operation)).rejects.toMatchObject({
        name: 'AzureFailure',
        operation: 'create image render-1',
        resource: imageId,
        error: { ...operationFails, details: [{ ...details[0], details: [] }] },
      })
    })
  })

  test.each(['reset', 'truncate'] as const)(
    'an answer broken by %s is asked for again',
    async (broken) => {
      const { open, simulator } = await serve({
        faults: [{ on: 'GET .*/snapshots/', break: broken }],
      })
      const azure = await open()
      const disk = await azure.disk(`${compute}/snapshots/render-os`, call())
      expect(disk).toMatchObject({ kind: 'snapshot', osType: 'Linux', hyperVGeneration: 'V2' })
      expect(simulator.transcript.entries).toHaveLength(2)
    },
  )

  test('a server that never answers is asked again', async () => {
    const { open } = await serve({ faults: [{ on: 'GET .*/snapshots/', break: 'timeout' }] })
    const azure = await open({ attemptTimeoutMs: 200 })
    expect(await azure.disk(`${compute}/snapshots/render-os`, call())).toBeDefined()
  })

  test('cancelled in the middle of a request: ends at once with the reason', async () => {
    const { open, server } = await serve({
      faults: [{ on: 'GET .*/snapshots/', break: 'timeout' }],
    })
    const client = trusting(server.ca)
    let sent = (): void => undefined
    const onTheWire = new Promise<void>((resolve) => {
      sent = resolve
    })
    const watched: HttpClient = {
      async sendRequest(request) {
        const answer = client.sendRequest(request)
        if (request.url.includes('/snapshots/')) sent()
        return await answer
      },
    }
    const azure = await open({ httpClient: watched })
    const controller = new AbortController()
    const reason = new Error('stopped')
    const work = azure.disk(`${compute}/snapshots/render-os`, { signal: controller.signal })
    await onTheWire
    const aborted = performance.now()
    controller.abort(reason)
    await expect(work).rejects.toBe(reason)
    expect(performance.now() - aborted).toBeLessThan(1000)
  })

  describe('a pool', () => {
    const properties: JsonObject = {
      vmSize: 'STANDARD_D4S_V5',
      deploymentConfiguration: {
        virtualMachineConfiguration: {
          imageReference: { publisher: 'canonical', offer: 'ubuntu-24_04-lts', sku: 'server' },
          nodeAgentSkuId: 'batch.node.ubuntu 24.04',
          securityProfile: { encryptionAtHost: true },
        },
      },
      scaleSettings: { fixedScale: { targetDedicatedNodes: 2, resizeTimeout: 'PT30M' } },
      upgradePolicy: { mode: 'manual' },
      metadata: [{ name: 'run', value: '7' }],
    }

    test('reaches the wire as given, and is not overwritten', async () => {
      const { open, simulator } = await serve()
      const azure = await open()
      const made = await azure.createPool(poolId, '2025-06-01', { properties }, call())
      expect(simulator.transcript.writes()[0]).toMatchObject({
        body: { properties },
        ifNoneMatch: '*',
      })
      expect(made.serverTime).toBeCloseTo(simulator.clock.now(), -6)
      const again = azure.createPool(poolId, '2025-06-01', { properties }, call())
      await expect(again).rejects.toMatchObject({ status: 412 })
    })

    test('that was made by an attempt whose answer was lost is taken as made', async () => {
      const { open, simulator } = await serve({
        faults: [{ on: 'PUT .*/pools/', break: 'reset', takesEffect: true }],
      })
      const azure = await open()
      const made = await azure.createPool(poolId, '2025-06-01', { properties }, call())
      expect(made.properties['provisioningState']).toBe('Succeeded')
      const [first, second] = simulator.transcript.writes()
      expect([first?.status, second?.status]).toEqual([200, 412])
    })

    test('that changed since it was seen is not changed', async () => {
      const { open } = await serve()
      const azure = await open()
      const scaleSettings = { fixedScale: { targetDedicatedNodes: 0 } }
      const empty = { properties: { ...properties, scaleSettings } }
      const { etag = '' } = await azure.createPool(poolId, '2025-06-01', empty, call())
      const change = { properties: { metadata: [{ name: 'run', value: '8' }] } }
      const changed = await azure.updatePool(poolId, '2025-06-01', change, { ...call(), etag })
      expect(changed.properties['metadata']).toEqual(change.properties.metadata)
      const late = azure.updatePool(poolId, '2025-06-01', change, { ...call(), etag })
      await expect(late).rejects.toMatchObject({ status: 412 })
    })
  })

  test('the images that an account supports come from its data plane, all pages', async () => {
    const { open, simulator } = await serve({ pageSize: 2 })
    const azure = await open()
    const account = await azure.batchAccount(accountId, call())
    const images = await azure.supportedImages(account as NonNullable<typeof account>, call())
    expect(images.length).toBeGreaterThan(2)
    expect(images.map(({ nodeAgentSkuId }) => nodeAgentSkuId)).toContain('batch.node.ubuntu 24.04')
    expect(simulator.unknownRequests).toEqual([])
  })

  test('a 429 is told and waited for', async () => {
    const headers = { 'retry-after-ms': '30' }
    const { open } = await serve({ faults: [{ on: 'GET .*/locations', status: 429, headers }] })
    const waits: unknown[] = []
    const azure = await open({ onThrottled: (waitMs, what) => waits.push([waitMs, what]) })
    const locations = await azure.locations(defaultSubscriptionId, call())
    expect(locations).toContainEqual({ name: 'koreacentral', displayName: 'Korea Central' })
    expect(waits).toEqual([[30, `list the regions of subscription ${defaultSubscriptionId}`]])
  })
})
