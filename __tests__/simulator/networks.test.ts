import { describe, expect, test } from '@jest/globals'
import { objectsAt } from '../../src/simulator/json.js'
import type { JsonObject } from '../../src/simulator/kernel.js'
import { bodyOf, openBench } from './calls.js'

const subscriptionId = '30000000-0000-4000-a000-000000000001'
const group = `/subscriptions/${subscriptionId}/resourceGroups/rg-net`
const networkId = `${group}/providers/Microsoft.Network/virtualNetworks/nodes`
const subnet: JsonObject = {
  id: `${networkId}/subnets/pools`,
  name: 'pools',
  properties: { addressPrefix: '10.0.0.0/24', delegations: [], ipConfigurations: [{ id: 'x' }] },
}
const resources = [
  {
    id: group,
    name: 'rg-net',
    type: 'Microsoft.Resources/resourceGroups',
    location: 'koreacentral',
  },
  {
    id: networkId,
    name: 'nodes',
    type: 'Microsoft.Network/virtualNetworks',
    location: 'koreacentral',
    properties: { provisioningState: 'Succeeded', subnets: [subnet] },
  },
]
const version = '2024-05-01'

describe('Virtual networks', () => {
  test('a network shows its region and its subnets, a list the network', () => {
    const { call } = openBench({ resources })
    const network = bodyOf(call('GET', networkId.toUpperCase(), { version }))
    expect(network).toMatchObject({ location: 'koreacentral', properties: { subnets: [subnet] } })
    const all = bodyOf(call('GET', networkId.slice(0, networkId.lastIndexOf('/')), { version }))
    expect(objectsAt(all, 'value')).toEqual([network])
  })

  test('a subnet is found by name; one that is not there is 404', () => {
    const { call } = openBench({ resources })
    expect(bodyOf(call('GET', `${networkId}/subnets/POOLS`, { version }))).toMatchObject(subnet)
    expect(call('GET', `${networkId}/subnets/other`, { version })).toMatchObject({
      status: 404,
      body: { error: { code: 'NotFound' } },
    })
    expect(call('GET', `${networkId}2`, { version }).status).toBe(404)
  })
})

describe('Parts of networks', () => {
  test.each(['natGateways', 'routeTables', 'networkSecurityGroups', 'networkInterfaces'])(
    '%s are listed and shown',
    (type) => {
      const id = `${group}/providers/Microsoft.Network/${type}/one`
      const one = {
        id,
        name: 'one',
        type: `Microsoft.Network/${type}`,
        location: 'koreacentral',
        properties: { provisioningState: 'Succeeded' },
      }
      const { call } = openBench({ resources: [...resources, one] })
      const shown = bodyOf(call('GET', id, { version }))
      expect(shown).toMatchObject(one)
      for (const scope of [group, `/subscriptions/${subscriptionId}`]) {
        const list = call('GET', `${scope}/providers/Microsoft.Network/${type}`, { version })
        expect(objectsAt(bodyOf(list), 'value')).toEqual([shown])
      }
      expect(call('GET', `${id}2`, { version }).status).toBe(404)
    },
  )
})

describe('Core quotas', () => {
  const usages = (location: string, coreUsages = {}) => {
    const { call, subscription } = openBench({ coreUsages })
    const path = `${subscription}/providers/Microsoft.Compute/locations/${location}/usages`
    return objectsAt(bodyOf(call('GET', path, { version: '2024-07-01' })), 'value').map(
      ({ name, currentValue, limit }) => [(name as JsonObject)['value'], currentValue, limit],
    )
  }

  test('nothing is used of generous limits, unless the scenario says so', () => {
    const found = usages('koreacentral', { standardDSv5Family: { used: 300, limit: 350 } })
    expect(found).toEqual(
      expect.arrayContaining([
        ['cores', 0, 10_000],
        ['lowPriorityCores', 0, 10_000],
        ['standardDSv5Family', 300, 350],
      ]),
    )
  })

  test('an unknown region has none', () => {
    expect(usages('atlantis')).toEqual([])
  })
})
