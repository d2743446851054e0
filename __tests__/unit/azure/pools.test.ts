import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { JsonObject } from '../../../src/shared/json.js'
import { batch, call, openScripted, scriptedClient } from './scripted-client.js'

const id = `${batch}/batchAccounts/acct/pools/render`
const properties: JsonObject = {
  vmSize: 'STANDARD_D4S_V5',
  // each of these is dropped, renamed or rewritten by the SDK's own model
  deploymentConfiguration: {
    virtualMachineConfiguration: {
      imageReference: { communityGalleryImageId: '/CommunityGalleries/g/Images/i/Versions/1.0.0' },
      securityProfile: { encryptionAtHost: true, proxyAgentSettings: { enabled: true } },
      dataDisks: [{ lun: 0, diskSizeGB: 1, managedDisk: { storageAccountType: 'Premium_LRS' } }],
    },
  },
  upgradePolicy: { mode: 'rolling' },
  scaleSettings: { fixedScale: { targetDedicatedNodes: 0, resizeTimeout: 'PT0.5H' } },
  aPropertyOfTomorrow: { nothing: null, text: 'é"\\\u2028', list: [[], {}, [1, -1.5e-7]] },
}

describe('createPool', () => {
  test('sends the body byte for byte, and only where no pool is', async () => {
    const body = { tags: {}, identity: { type: 'None' }, properties }
    const client = scriptedClient([{ body: { id, properties } }])
    const azure = await openScripted(client)
    await azure.createPool(id, '2025-06-01', body, call())
    const [sent] = client.sent
    expect(sent?.method).toBe('PUT')
    expect(sent?.url).toBe(`https://management.azure.com${id}?api-version=2025-06-01`)
    expect(sent?.body).toBe(JSON.stringify(body))
    expect(sent?.headers).toMatchObject({
      'if-none-match': '*',
      'content-type': 'application/json',
      authorization: 'Bearer token',
      'user-agent': expect.stringMatching(/^image-to-pool\/1\.2\.3 /) as unknown as string,
    })
  })

  test('whatever JSON a body holds, it is what goes out and what comes back', async () => {
    const json = fc.jsonValue({ noUnicodeString: false, maxDepth: 4 })
    const bodies = fc.dictionary(fc.stringMatching(/^[a-z]+$/), json)
    const check = fc.asyncProperty(bodies, async (value) => {
      const given = JSON.parse(JSON.stringify({ properties: value })) as { properties: JsonObject }
      const client = scriptedClient(({ body }) => ({ body: body as string }))
      const azure = await openScripted(client)
      const made = await azure.createPool(id, '2025-06-01', given, call())
      expect(client.sent[0]?.body).toBe(JSON.stringify(given))
      expect(made.properties).toEqual(given.properties)
    })
    await fc.assert(check, { numRuns: 50 })
  })

  test('reports a refusal whole', async () => {
    const details = [
      { code: 'PropertyName', message: 'vmSize' },
      { code: 'Reason', message: 'no such size' },
    ]
    const error = {
      code: 'InvalidPropertyValue',
      message: 'm\nRequestId:1',
      target: 'BatchAccount',
      details,
    }
    const azure = await openScripted(scriptedClient([{ status: 400, body: { error } }]))
    await expect(azure.createPool(id, '2025-06-01', { properties }, call())).rejects.toMatchObject({
      operation: 'create pool render',
      resource: id,
      status: 400,
      error: { code: 'InvalidPropertyValue', target: 'BatchAccount', details },
    })
  })
})

test('an update is a PATCH of the version that was seen', async () => {
  const client = scriptedClient([{ headers: { etag: 'W/"2"' }, body: { id, properties } }])
  const azure = await openScripted(client)
  const body = { properties: { metadata: [] } }
  const pool = await azure.updatePool(id, '2025-06-01', body, { ...call(), etag: 'W/"1"' })
  expect(client.sent[0]).toMatchObject({ method: 'PATCH', body: JSON.stringify(body) })
  expect(client.sent[0]?.headers['if-match']).toBe('W/"1"')
  expect(pool.etag).toBe('W/"2"')
})

describe('a write that is accepted without a word of what came of it', () => {
  const silent = { status: 202, body: '' }
  const there = { body: { id, properties } }

  test.each(['createPool', 'updatePool', 'stopResize'] as const)('%s reads it', async (write) => {
    const client = scriptedClient([silent, there])
    const azure = await openScripted(client)
    const pool =
      write === 'stopResize'
        ? await azure.stopResize(id, '2025-06-01', call())
        : await azure[write](id, '2025-06-01', { properties }, call())
    expect(pool).toMatchObject({ id, properties })
    expect(client.sent[1]).toMatchObject({
      method: 'GET',
      url: `https://management.azure.com${id}?api-version=2025-06-01`,
    })
  })

  test('says so where there is nothing to read', async () => {
    const azure = await openScripted(scriptedClient([silent, { status: 404 }]))
    await expect(azure.createPool(id, '2025-06-01', { properties }, call())).rejects.toMatchObject({
      error: { code: 'UnreadableAnswer' },
    })
  })
})

describe('pool', () => {
  test("shows the service's clock and how long it asks to wait", async () => {
    const headers = {
      date: 'Mon, 23 Nov 2026 10:00:00 GMT',
      'retry-after-ms': '250',
      etag: 'W/"1"',
    }
    const body = { id, tags: { a: 'b' }, identity: { type: 'None' }, properties }
    const azure = await openScripted(scriptedClient([{ headers, body }]))
    expect(await azure.pool(id, '2019-08-01', call())).toEqual({
      ...body,
      etag: 'W/"1"',
      serverTime: Date.parse('2026-11-23T10:00:00Z'),
      retryAfterMs: 250,
    })
  })

  test.each(['ResourceNotFound', 'ResourceGroupNotFound', 'SubscriptionNotFound'])(
    'is undefined for 404 %s',
    async (code) => {
      const body = { error: { code, message: 'm' } }
      const azure = await openScripted(scriptedClient([{ status: 404, body }]))
      expect(await azure.pool(id, '2025-06-01', call())).toBeUndefined()
    },
  )

  test('that is no JSON is not taken for one', async () => {
    const azure = await openScripted(
      scriptedClient([{ headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' }]),
    )
    await expect(azure.pool(id, '2025-06-01', call())).rejects.toMatchObject({
      error: { code: 'UnreadableAnswer' },
    })
  })
})

test('an account shows its endpoint, its mode and its quotas', async () => {
  const account = {
    id: `${batch}/batchAccounts/acct`,
    name: 'acct',
    location: 'koreacentral',
    properties: {
      accountEndpoint: 'acct.koreacentral.batch.azure.com',
      poolAllocationMode: 'UserSubscription',
      provisioningState: 'Succeeded',
      dedicatedCoreQuotaPerVMFamily: [{ name: 'standardDSv5Family', coreQuota: 10 }],
    },
  }
  const azure = await openScripted(scriptedClient([{ body: account }]))
  expect(await azure.batchAccount(account.id, call())).toEqual({
    id: account.id,
    name: 'acct',
    location: 'koreacentral',
    accountEndpoint: 'acct.koreacentral.batch.azure.com',
    poolAllocationMode: 'UserSubscription',
    provisioningState: 'Succeeded',
    properties: account.properties,
  })
})

describe('supportedImages', () => {
  const account = {
    id: `${batch}/batchAccounts/acct`,
    name: 'acct',
    location: 'koreacentral',
    accountEndpoint: 'acct.koreacentral.batch.azure.com',
    poolAllocationMode: 'BatchService' as const,
    properties: {},
  }
  const item = (sku: string): JsonObject => ({
    nodeAgentSKUId: 'batch.node.ubuntu 24.04',
    imageReference: { publisher: 'canonical', offer: 'ubuntu', sku, version: 'latest' },
    osType: 'linux',
    verificationType: 'verified',
    batchSupportEndOfLife: '2029-05-31T00:00:00Z',
  })

  test('reads all pages of the account itself', async () => {
    const nextLink = 'https://acct.koreacentral.batch.azure.com/supportedimages?skiptoken=a%2Fb'
    const client = scriptedClient([
      { body: { value: [item('server')], 'odata.nextLink': nextLink } },
      { body: { value: [item('server-gen1')] } },
    ])
    const azure = await openScripted(client)
    const images = await azure.supportedImages(account, call())
    expect(images.map(({ sku }) => sku)).toEqual(['server', 'server-gen1'])
    expect(images[0]).toEqual({
      nodeAgentSkuId: 'batch.node.ubuntu 24.04',
      publisher: 'canonical',
      offer: 'ubuntu',
      sku: 'server',
      osType: 'Linux',
      verified: true,
      capabilities: [],
      endOfLife: '2029-05-31T00:00:00Z',
    })
    expect(client.sent.map(({ url }) => url)).toEqual([
      'https://acct.koreacentral.batch.azure.com/supportedimages?api-version=2025-06-01&maxresults=1000',
      nextLink,
    ])
  })

  test('asks for a token of the Batch resource', async () => {
    const scopes: unknown[] = []
    const tokenCredential = {
      getToken: async (scope: string | string[]) => {
        scopes.push(scope)
        return await Promise.resolve({ token: 't', expiresOnTimestamp: Date.now() + 1e7 })
      },
    }
    const client = scriptedClient([{ body: { value: [] } }])
    const azure = await openScripted(client, { tokenCredential })
    await azure.supportedImages(account, call())
    expect(scopes.flat()).toContain('https://batch.core.windows.net/.default')
  })

  test('takes its token to no other host', async () => {
    const page = { value: [], 'odata.nextLink': 'https://elsewhere.example/supportedimages' }
    const client = scriptedClient([{ body: page }])
    const azure = await openScripted(client)
    await expect(azure.supportedImages(account, call())).rejects.toThrow('elsewhere.example')
    expect(client.sent).toHaveLength(1)
  })

  test.each([
    ['in circles', 'https://acct.koreacentral.batch.azure.com/supportedimages?a', 'EndlessList'],
    ['nowhere', 'https://[x', 'UnusableAnswer'],
  ])('is told as a failure when its pages lead %s', async (_, nextLink, code) => {
    const page = { value: [], 'odata.nextLink': nextLink }
    const client = scriptedClient([1, 2, 3].map(() => ({ body: page })))
    const azure = await openScripted(client)
    await expect(azure.supportedImages(account, call())).rejects.toMatchObject({ error: { code } })
    expect(client.sent.length).toBeLessThan(3)
  })

  test.each(['evil.example/x?', 'user@evil.example', 'a b', 'acct#', '[x', 'acct:port'])(
    'is not asked for at what is no host: %s',
    async (accountEndpoint) => {
      const client = scriptedClient([])
      const azure = await openScripted(client)
      const asked = azure.supportedImages({ ...account, accountEndpoint }, call())
      await expect(asked).rejects.toMatchObject({ error: { code: 'UnusableAnswer' } })
      expect(client.sent).toEqual([])
    },
  )

  test.each(['https://acct.example/', 'localhost:8443', '127.0.0.1:1', '[::1]:8443'])(
    'is asked for at %s',
    async (accountEndpoint) => {
      const client = scriptedClient([{ body: { value: [] } }])
      const azure = await openScripted(client)
      await azure.supportedImages({ ...account, accountEndpoint }, call())
      expect(client.sent).toHaveLength(1)
    },
  )

  test('says what was tried when the account lets nobody in', async () => {
    const body = { code: 'AuthorizationFailure', message: { value: 'not from this network' } }
    const azure = await openScripted(scriptedClient([{ status: 403, body }]))
    await expect(azure.supportedImages(account, call())).rejects.toMatchObject({
      operation: 'list the images that Batch account acct supports',
      resource: 'https://acct.koreacentral.batch.azure.com',
      status: 403,
      error: { code: 'AuthorizationFailure', message: 'not from this network' },
    })
  })
})
