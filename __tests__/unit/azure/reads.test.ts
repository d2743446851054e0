import { describe, expect, test } from '@jest/globals'
import { call, compute, openScripted, scriptedClient, subscription } from './scripted-client.js'

test('a snapshot is told with all that images depend on', async () => {
  const id = `${compute}/snapshots/os`
  const sourceResourceId = `${compute}/disks/os`
  const body = {
    id,
    name: 'os',
    location: 'koreacentral',
    tags: { team: 'render' },
    properties: {
      osType: 'Linux',
      hyperVGeneration: 'V2',
      provisioningState: 'Succeeded',
      completionPercent: 100,
      diskSizeGB: 30,
      timeCreated: '2026-11-20T10:00:00Z',
      supportedCapabilities: { architecture: 'x64' },
      securityProfile: { securityType: 'TrustedLaunch' },
      purchasePlan: { name: 'n', publisher: 'p', product: 'o' },
      encryptionSettingsCollection: { enabled: true },
      creationData: {
        createOption: 'Copy',
        sourceResourceId,
        imageReference: { id: '/Publishers/p' },
      },
    },
  }
  const azure = await openScripted(scriptedClient([{ body }]))
  expect(await azure.disk(id, call())).toEqual({
    id,
    kind: 'snapshot',
    location: 'koreacentral',
    tags: { team: 'render' },
    osType: 'Linux',
    hyperVGeneration: 'V2',
    provisioningState: 'Succeeded',
    completionPercent: 100,
    sizeGB: 30,
    timeCreated: '2026-11-20T10:00:00Z',
    architecture: 'x64',
    securityType: 'TrustedLaunch',
    purchasePlan: { name: 'n', publisher: 'p', product: 'o' },
    encrypted: true,
    sourceResourceId,
    imageReferenceId: '/Publishers/p',
  })
})

test('a disk is told apart by its id', async () => {
  const id = `${compute}/DISKS/os`
  const client = scriptedClient([{ body: { id, location: 'l', properties: {} } }])
  const azure = await openScripted(client)
  expect(await azure.disk(id, call())).toEqual({ id, kind: 'disk', location: 'l', tags: {} })
  expect(client.sent[0]?.url).toContain('/providers/Microsoft.Compute/disks/os?')
})

test('a machine names its OS disk', async () => {
  const id = `${compute}/virtualMachines/vm`
  const osDisk = { osType: 'Windows', managedDisk: { id: `${compute}/disks/os` } }
  const properties = {
    storageProfile: { osDisk },
    securityProfile: { securityType: 'TrustedLaunch' },
  }
  const azure = await openScripted(scriptedClient([{ body: { id, location: 'l', properties } }]))
  expect(await azure.virtualMachine(id, call())).toEqual({
    id,
    location: 'l',
    tags: {},
    dataDisks: [],
    osType: 'Windows',
    securityType: 'TrustedLaunch',
    osDiskId: `${compute}/disks/os`,
  })
})

test("an image keeps properties that the SDK's model does not know", async () => {
  const id = `${compute}/images/i`
  const properties = { provisioningState: 'Succeeded', storageProfile: { osDisk: { new: 1 } } }
  const extendedLocation = { name: 'edge', type: 'EdgeZone' }
  const body = { id, location: 'l', tags: {}, extendedLocation, properties }
  const azure = await openScripted(scriptedClient([{ body }]))
  expect(await azure.image(id, call())).toEqual({
    id,
    location: 'l',
    tags: {},
    extendedLocation,
    provisioningState: 'Succeeded',
    properties,
  })
})

test('a resource of another subscription is read there', async () => {
  const id = compute.replace(subscription, 'other') + '/images/i'
  const client = scriptedClient([{ body: { id, properties: {} } }])
  await (await openScripted(client)).image(id, call())
  expect(client.sent[0]?.url).toContain('/subscriptions/other/')
})

test('a refused read is no missing resource', async () => {
  const error = { code: 'AuthorizationFailed', message: 'no' }
  const azure = await openScripted(scriptedClient([{ status: 403, body: { error } }]))
  await expect(azure.image(`${compute}/images/i`, call())).rejects.toMatchObject({
    operation: 'read image i',
    status: 403,
    error: { code: 'AuthorizationFailed' },
  })
})

describe('a gallery', () => {
  const definitionId = `${compute}/galleries/g/images/node`
  const version = (name: string, more = {}) => ({
    id: `${definitionId}/versions/${name}`,
    name,
    location: 'koreacentral',
    properties: {
      provisioningState: 'Succeeded',
      publishingProfile: { excludeFromLatest: true },
      ...more,
    },
  })

  test('definition without a generation is of the first, as Azure has it', async () => {
    const properties = {
      osType: 'Linux',
      osState: 'Generalized',
      identifier: { publisher: 'p', offer: 'o', sku: 's' },
      features: [{ name: 'SecurityType', value: 'Standard' }],
      architecture: 'x64',
      purchasePlan: {},
    }
    const body = { id: definitionId, location: 'l', properties }
    const azure = await openScripted(scriptedClient([{ body }]))
    expect(await azure.imageDefinition(definitionId, call())).toEqual({
      id: definitionId,
      location: 'l',
      osType: 'Linux',
      osState: 'Generalized',
      hyperVGeneration: 'V1',
      architecture: 'x64',
      features: [{ name: 'SecurityType', value: 'Standard' }],
      identifier: { publisher: 'p', offer: 'o', sku: 's' },
      tags: {},
    })
  })

  test('lists the versions of all its pages', async () => {
    const nextLink = 'https://management.azure.com/next?api-version=2025-03-03&$skiptoken=a%2fb+c'
    const client = scriptedClient([
      { body: { value: [version('1.0.0'), version('1.0.1')], nextLink } },
      { body: { value: [version('1.0.2')] } },
    ])
    const azure = await openScripted(client)
    const versions = await azure.imageVersions(definitionId, call())
    expect(versions?.map(({ name }) => name)).toEqual(['1.0.0', '1.0.1', '1.0.2'])
    expect(client.sent[1]?.url).toBe(nextLink)
  })

  test.each([
    ['in circles', 'https://management.azure.com/next?x=1', 'EndlessList'],
    ['nowhere', 'https://[x', 'UnusableAnswer'],
    ['out of TLS', 'http://management.azure.com/next', 'UnusableAnswer'],
  ])('ends with a failure when its pages lead %s', async (_, nextLink, code) => {
    const client = scriptedClient([1, 2, 3].map(() => ({ body: { value: [], nextLink } })))
    const azure = await openScripted(client)
    await expect(azure.imageVersions(definitionId, call())).rejects.toMatchObject({
      name: 'AzureFailure',
      error: { code },
    })
    expect(client.sent.length).toBeLessThan(3)
  })

  test.each<[string, number, unknown, string]>([
    ['no JSON object', 200, null, 'UnreadableAnswer'],
    ['an id that is none', 200, { value: [{ id: '/x' }] }, 'UnreadableAnswer'],
    [
      'a version that is none',
      200,
      { value: [version('1.0.0', { publishingProfile: { targetRegions: {} } })] },
      'UnreadableAnswer',
    ],
    ['a refusal that is none', 400, { error: { code: 'X', message: 'm', details: [null] } }, 'X'],
  ])('answered with %s ends with a failure, not a bug', async (_, status, body, code) => {
    const azure = await openScripted(scriptedClient([{ status, body: body }]))
    await expect(azure.imageVersions(definitionId, call())).rejects.toMatchObject({
      name: 'AzureFailure',
      error: { code },
    })
  })

  test('version that fits no model of the SDK is read as it is', async () => {
    const odd = { publishingProfile: { targetRegions: {} }, provisioningState: 'Succeeded' }
    const body = { ...version('1.0.0', odd), id: '/x' }
    const azure = await openScripted(scriptedClient([{ body }]))
    const { id } = version('1.0.0')
    expect(await azure.imageVersion(id, call())).toMatchObject({ id, properties: odd })
  })

  test('without the definition has no versions', async () => {
    const body = { error: { code: 'ResourceNotFound', message: 'm' } }
    const azure = await openScripted(scriptedClient([{ status: 404, body }]))
    expect(await azure.imageVersions(definitionId, call())).toBeUndefined()
  })

  test('version that states no state is done, as any resource', async () => {
    const body = version('1.0.0', { provisioningState: undefined })
    const azure = await openScripted(scriptedClient([{ body }]))
    expect(await azure.imageVersion(body.id, call())).toMatchObject({
      provisioningState: 'Succeeded',
    })
  })

  test('tells how far the replicas of a version are, when asked', async () => {
    const summary = [{ region: 'Korea Central', state: 'Replicating', progress: 37, details: 'd' }]
    const body = version('1.0.0', { replicationStatus: { aggregatedState: 'InProgress', summary } })
    const client = scriptedClient([{ body }])
    const azure = await openScripted(client)
    const found = await azure.imageVersion(body.id, { ...call(), replication: true })
    expect(found?.replication).toEqual(summary)
    expect(found?.excludeFromLatest).toBe(true)
    expect(client.sent[0]?.url).toMatch(/expand=ReplicationStatus/)
  })
})

test('a group and the regions of a subscription are read', async () => {
  const group = `/subscriptions/${subscription}/resourceGroups/rg (old)`
  const client = scriptedClient(({ url }) =>
    url.includes('/locations?')
      ? { body: { value: [{ name: 'koreacentral', displayName: 'Korea Central' }, {}] } }
      : { body: { id: group, location: 'koreacentral' } },
  )
  const azure = await openScripted(client)
  expect(await azure.resourceGroup(group, call())).toEqual({ id: group, location: 'koreacentral' })
  expect(await azure.locations(subscription, call())).toEqual([
    { name: 'koreacentral', displayName: 'Korea Central' },
  ])
  expect(client.sent[0]?.url).toContain('/resourceGroups/rg%20(old)?')
})

test('reads run side by side', async () => {
  let waiting = 0
  let most = 0
  const inner = scriptedClient(() => ({ body: { id: 'x', properties: {} } }))
  const azure = await openScripted({
    async sendRequest(request) {
      waiting += 1
      most = Math.max(most, waiting)
      await new Promise((resolve) => setImmediate(resolve))
      waiting -= 1
      return await inner.sendRequest(request)
    },
  })
  const ids = Array.from({ length: 8 }, (_, index) => `${compute}/images/i${String(index)}`)
  await Promise.all(ids.map(async (id) => await azure.image(id, call())))
  expect(most).toBe(8)
})
