import { describe, expect, test } from '@jest/globals'
import { batch, call, openScripted, scriptedClient, subscription } from './scripted-client.js'

const place = { subscriptionId: subscription, location: 'koreacentral' }
const group = `/subscriptions/${subscription}/resourceGroups/rg`
const arm = 'https://management.azure.com'

describe('lists', () => {
  test('of pools are read to the last page', async () => {
    const id = `${batch}/batchAccounts/a`
    const nextLink = `${arm}${id}/pools?$skiptoken=1`
    const client = scriptedClient([
      { body: { value: [{ id: `${id}/pools/p`, properties: { vmSize: 'S' } }], nextLink } },
      { body: { value: [{ id: `${id}/pools/q`, properties: {} }] } },
    ])
    const pools = await (await openScripted(client)).pools(id, call())
    expect(pools).toEqual([
      { id: `${id}/pools/p`, properties: { vmSize: 'S' } },
      { id: `${id}/pools/q`, properties: {} },
    ])
    expect(client.sent.map(({ url }) => url)).toEqual([
      `${arm}${id}/pools?api-version=2025-06-01`,
      nextLink,
    ])
  })

  test('do not lead to another host', async () => {
    const nextLink = 'https://elsewhere.example/pools'
    const client = scriptedClient([{ body: { value: [], nextLink } }])
    const azure = await openScripted(client)
    await expect(azure.permissions(group, call())).rejects.toMatchObject({
      error: { code: 'ForeignHost' },
    })
    expect(client.sent).toHaveLength(1)
  })

  test('of an SDK do not lead to another host either', async () => {
    const nextLink = 'https://elsewhere.example/images?skipToken=abcdef'
    const client = scriptedClient([{ body: { value: [], nextLink } }])
    const azure = await openScripted(client)
    await expect(azure.images(subscription, call())).rejects.toMatchObject({
      error: { code: 'ForeignHost', message: expect.not.stringContaining('abcdef') },
    })
    expect(client.sent).toHaveLength(1)
  })
})

test('sizes come with family and capabilities, in one page of many', async () => {
  const size = {
    name: 'Standard_D4s_v5',
    familyName: 'standardDSv5Family',
    capabilities: [{ name: 'vCPUs', value: '4' }, { name: 'broken' }],
  }
  const client = scriptedClient([{ body: { value: [size, { familyName: 'nameless' }] } }])
  expect(await (await openScripted(client)).vmSizes(place, call())).toEqual([
    { name: 'Standard_D4s_v5', family: 'standardDSv5Family', capabilities: { vCPUs: '4' } },
  ])
  expect(client.sent[0]?.url).toBe(
    `${arm}/subscriptions/${subscription}/providers/Microsoft.Batch/locations/koreacentral/virtualMachineSkus?api-version=2025-06-01&maxresults=1000`,
  )
})

test('grants keep what they give and what they take out', async () => {
  const value = [{ actions: ['*'], notActions: ['Microsoft.Batch/*'], dataActions: ['x'] }, {}]
  const client = scriptedClient([{ body: { value } }])
  expect(await (await openScripted(client)).permissions(group, call())).toEqual([
    { actions: ['*'], notActions: ['Microsoft.Batch/*'] },
    { actions: [], notActions: [] },
  ])
  expect(client.sent[0]?.url).toContain(`${group}/providers/Microsoft.Authorization/permissions?`)
})

test('usages are told by the names that quotas have', async () => {
  const value = [
    { name: { value: 'cores', localizedValue: 'Total' }, currentValue: 3, limit: 10 },
    { name: { value: 'broken' } },
  ]
  const client = scriptedClient([{ body: { value } }])
  expect(await (await openScripted(client)).computeUsages(place, call())).toEqual([
    { name: 'cores', used: 3, limit: 10 },
  ])
})

test('a network comes with its subnets; one that is not there is nothing', async () => {
  const id = `${group}/providers/Microsoft.Network/virtualNetworks/v`
  const subnets = [
    {
      id: `${id}/subnets/a`,
      name: 'a',
      properties: {
        addressPrefix: '10.0.0.0/24',
        delegations: [{ properties: { serviceName: 'Microsoft.Web/serverFarms' } }],
        ipConfigurations: [{ id: '1' }, { id: '2' }],
      },
    },
    {
      id: `${id}/subnets/b`,
      name: 'b',
      properties: { addressPrefixes: ['10.1.0.0/24', 'fd::/64'] },
    },
  ]
  const missing = { error: { code: 'ResourceNotFound', message: 'no' } }
  const client = scriptedClient([
    { body: { id, location: 'koreacentral', properties: { subnets } } },
    { status: 404, body: missing },
  ])
  const azure = await openScripted(client)
  expect(await azure.virtualNetwork(id, call())).toEqual({
    id,
    location: 'koreacentral',
    subnets: [
      {
        id: `${id}/subnets/a`,
        name: 'a',
        addressPrefixes: ['10.0.0.0/24'],
        delegations: ['Microsoft.Web/serverFarms'],
        addressesInUse: 2,
      },
      {
        id: `${id}/subnets/b`,
        name: 'b',
        addressPrefixes: ['10.1.0.0/24', 'fd::/64'],
        delegations: [],
        addressesInUse: 0,
      },
    ],
  })
  expect(await azure.virtualNetwork(id, call())).toBeUndefined()
})
