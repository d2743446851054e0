/** The examples for other kinds of machines and accounts, each run to its nodes: the files as they are, in a world that fits them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { defaultResources } from '../../src/simulator/default-world.js'
import type { JsonObject } from '../../src/simulator/kernel.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { simulatedAzure } from '../support/recorded-run.js'

const subscription = `/subscriptions/${defaultSubscriptionId}`
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
const batch = `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts`
const network = `${subscription}/resourceGroups/rg-network/providers/Microsoft.Network`

/** One of the default world under another name, and with other properties. */
function like(id: string, name: string, properties: JsonObject): JsonObject {
  const one = defaultResources(defaultSubscriptionId).find((resource) => resource['id'] === id)
  if (one === undefined) throw new Error(`the default world has no ${id}`)
  return {
    ...one,
    ...{ name, id: id.replace(/[^/]+$/, name) },
    properties: { ...(one['properties'] as JsonObject), ...properties },
  }
}

const subnet: readonly JsonObject[] = [
  {
    ...{ id: `${subscription}/resourceGroups/rg-network`, name: 'rg-network' },
    ...{ type: 'Microsoft.Resources/resourceGroups', location: 'koreacentral', properties: {} },
  },
  {
    ...{ id: `${network}/virtualNetworks/render`, name: 'render', location: 'koreacentral' },
    type: 'Microsoft.Network/virtualNetworks',
    properties: {
      provisioningState: 'Succeeded',
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [
        {
          id: `${network}/virtualNetworks/render/subnets/nodes`,
          name: 'nodes',
          properties: {
            provisioningState: 'Succeeded',
            addressPrefix: '10.0.0.0/22',
            privateLinkServiceNetworkPolicies: 'Disabled',
            natGateway: { id: `${network}/natGateways/render` },
          },
        },
      ],
    },
  },
]

const arm64 = { supportedCapabilities: { architecture: 'Arm64', acceleratedNetwork: true } }
/** As a support request gets it. */
const armQuota = {
  dedicatedCoreQuotaPerVMFamily: [{ name: 'standardDPSv5Family', coreQuota: 100 }],
}
const inHouse = { poolAllocationMode: 'UserSubscription' }
const closed = { publicNetworkAccess: 'Disabled' }

const privateAccount = [...subnet, like(`${batch}/renderbatch`, 'renderprivate', closed)]

function open(name: string, more: readonly JsonObject[], inputs: Readonly<Record<string, string>>) {
  const path = join(import.meta.dirname, '..', '..', 'examples', 'configs', name)
  const config = readFileSync(path, 'utf8').replaceAll(
    '/subscriptions/00000000-0000-0000-0000-000000000000',
    subscription,
  )
  const ids = more.map(({ id }) => id)
  const rest = defaultResources(defaultSubscriptionId).filter(({ id }) => !ids.includes(id))
  const azure = simulatedAzure({ resources: [...rest, ...more] })
  const given = {
    inputs: { config: `batch/${name}`, 'subscription-id': defaultSubscriptionId, ...inputs },
    files: { [`batch/${name}`]: config },
  }
  return async () => await azure.run(given)
}

test('kinds/private.yml says to a runner outside of the network how to go on', async () => {
  const { outputs, lines } = await open('kinds/private.yml', privateAccount, {})()
  expect(outputs['outcome']).toBe('failed')
  expect(lines.join('\n')).toContain('use a runner inside the network')
})

test.each<[string, number, readonly JsonObject[], Readonly<Record<string, string>>?]>([
  [
    'windows.json',
    4,
    [
      like(`${compute}/snapshots/render-os-windows`, 'simulate-os', {}),
      like(`${compute}/galleries/renderGallery/images/render-node-windows`, 'simulate-node', {}),
    ],
  ],
  [
    'kinds/arm64.yml',
    4,
    [
      like(`${compute}/snapshots/render-os`, 'render-arm64-os', arm64),
      like(`${compute}/galleries/renderGallery/images/render-node`, 'render-node-arm64', {
        architecture: 'Arm64',
      }),
      like(`${batch}/renderbatch`, 'renderbatch', armQuota),
    ],
  ],
  [
    'kinds/user-subscription.yml',
    8,
    [...subnet, like(`${batch}/renderbatch`, 'renderinhouse', inHouse)],
  ],
  // The simulator's callers are outside of the network.
  ['kinds/private.yml', 8, privateAccount, { 'wait-for': 'steady' }],
])(
  '%s comes to %d nodes, and a second run changes nothing',
  async (name, nodes, more, inputs = {}) => {
    const run = open(name, more, inputs)
    const { outputs, failure } = await run()
    expect(failure).toBeUndefined()
    expect(outputs).toMatchObject({
      outcome: 'succeeded',
      'current-dedicated-nodes': String(nodes),
    })
    expect((await run()).outputs['outcome']).toBe('unchanged')
  },
)
