import { describe, expect, test } from '@jest/globals'
import type { Facts } from '../../../src/model/facts.js'
import type { Subnet } from '../../../src/ports/azure.js'
import { AzureFailure } from '../../../src/shared/errors.js'
import type { JsonObject } from '../../../src/shared/json.js'
import { account, existingPool, poolConfig } from '../../support/pool-facts.js'
import { addresses, fixed, network, providers, userManaged } from '../../support/pool-yaml.js'
import { testRules } from '../../support/rule-cases.js'
import { azureRule, offlineRule } from '../../support/rules.js'
import { networkId, inSubnet, facts } from '../../support/check-facts.js'

const gateway = `${providers}/Microsoft.Network/natGateways/out`
const table = `${providers}/Microsoft.Network/routeTables/ways`
const routeTo = (nextHopType: string) => ({
  name: 'all',
  properties: { addressPrefix: '0.0.0.0/0', nextHopType },
})
/** A subnet with a gateway or table, and what was read of that. */
function factsOut({ properties, ...subnet }: Partial<Subnet> & { properties: JsonObject }) {
  const id = subnet.natGatewayId ?? subnet.routeTableId ?? ''
  const known = facts({ subnet })
  const waysOut = [{ id, read: { kind: 'found', value: { id, properties } } as const }]
  return { ...known, checks: { mode: 'apply' as const, ...known.checks, waysOut } }
}
const subnetExists = azureRule('pool/subnet-exists')
const refused = {
  kind: 'unreadable',
  failure: new AzureFailure({
    operation: 'read',
    status: 403,
    error: { code: 'AuthorizationFailed', message: 'no', details: [] },
  }),
} as const
const subnetIsNear = azureRule('pool/subnet-is-near')
const subnetIsNotDelegated = azureRule('pool/subnet-is-not-delegated')
const subnetHasAddresses = azureRule('pool/subnet-has-addresses')

testRules({
  'pool/subnet-id': {
    passes: [network(`subnetId: ${providers}/Microsoft.Network/virtualNetworks/v/subnets/s`)],
    fails: [
      [
        network('subnetId: default'),
        "error at networkConfiguration.subnetId: subnetId 'default' is not a resource ID",
      ],
      [
        network(`subnetId: ${providers}/Microsoft.Network/virtualNetworks/v`),
        `error at networkConfiguration.subnetId: subnetId '${providers}/Microsoft.Network/virtualNetworks/v' is of type Microsoft.Network/virtualNetworks, not a subnet`,
      ],
    ],
  },
  'pool/subnet-subscription': {
    passes: [
      `pool: { account: ${providers.replace('/s/', '/S/')}/Microsoft.Batch/batchAccounts/a, properties: { networkConfiguration: { subnetId: ${providers}/Microsoft.Network/virtualNetworks/v/subnets/s } } }`,
      `pool: { account: a, properties: { networkConfiguration: { subnetId: ${providers}/Microsoft.Network/virtualNetworks/v/subnets/s } } }`,
    ],
    fails: [
      [
        `pool: { account: ${providers.replace('/s/', '/t/')}/Microsoft.Batch/batchAccounts/a, properties: { networkConfiguration: { subnetId: ${providers}/Microsoft.Network/virtualNetworks/v/subnets/s } } }`,
        'error at networkConfiguration.subnetId: the subnet is in subscription s, the Batch account in t',
      ],
    ],
  },
  'pool/public-addresses-are-given': {
    passes: [userManaged(addresses(1)), network('publicIPAddressConfiguration: {}')],
    fails: [
      [
        userManaged('ipAddressIds: []'),
        'error at networkConfiguration.publicIPAddressConfiguration: provision is UserManaged, and no public IP address is listed',
      ],
      [
        network(`publicIPAddressConfiguration: { ${addresses(1)} }`),
        'error at networkConfiguration.publicIPAddressConfiguration.ipAddressIds: ipAddressIds are given, and provision is BatchManaged',
      ],
      [
        userManaged('ipAddressIds: [20.1.2.3]'),
        "error at networkConfiguration.publicIPAddressConfiguration.ipAddressIds[0]: '20.1.2.3' is not the ID of a public IP address",
      ],
    ],
  },
  'pool/public-addresses-suffice': {
    passes: [
      userManaged(addresses(2), fixed('targetDedicatedNodes: 100, targetLowPriorityNodes: 100')),
      userManaged('ipAddressIds: []', fixed('targetDedicatedNodes: 100')),
    ],
    fails: [
      [
        userManaged(addresses(2), fixed('targetDedicatedNodes: 201')),
        'error at networkConfiguration.publicIPAddressConfiguration.ipAddressIds: 2 public IP addresses are too few for 201 dedicated and 0 low-priority nodes',
      ],
      [
        userManaged(addresses(1), fixed('targetDedicatedNodes: 50, targetLowPriorityNodes: 50')),
        'warning at networkConfiguration.publicIPAddressConfiguration.ipAddressIds: 1 public IP addresses are too few for 50 dedicated and 50 low-priority nodes',
      ],
    ],
  },
})

describe('the subnet', () => {
  test('must be there', () => {
    expect(subnetExists.check(inSubnet('other'), facts({ subnet: {} }))).toMatchObject([
      {
        message: 'virtual network nodes has no subnet other',
        help: 'it has pools: check the subnetId, or create the subnet',
      },
    ])
    const group = { kind: 'found', value: { id: 'rg-net', location: 'koreacentral' } } as const
    const missing = { network: { kind: 'missing' }, networkGroup: group } as const
    expect(subnetExists.check(inSubnet('pools'), facts({ more: missing }))).toMatchObject([
      {
        severity: 'error',
        message: 'there is no virtual network nodes in resource group rg-net',
      },
    ])
    // An Azure that knows neither may know nothing of networks at all.
    const unknown = { ...missing, networkGroup: { kind: 'missing' } } as const
    expect(subnetExists.check(inSubnet('pools'), facts({ more: unknown }))).toMatchObject([
      { severity: 'warning' },
    ])
    expect(subnetExists.check(inSubnet('pools'), facts({ more: { network: refused } }))).toEqual([])
  })

  test('must be where the account is, and in nobody else’s hands', () => {
    const elsewhere = facts({ subnet: {} }, { account: account({ location: 'westeurope' }) })
    expect(subnetIsNear.check(inSubnet('pools'), elsewhere)).toMatchObject([
      { message: 'virtual network nodes is in koreacentral, the Batch account in westeurope' },
    ])
    const delegations = ['Microsoft.Web/serverFarms']
    expect(
      subnetIsNotDelegated.check(inSubnet('pools'), facts({ subnet: { delegations } })),
    ).toMatchObject([
      {
        message:
          'subnet pools is delegated to Microsoft.Web/serverFarms: Batch cannot place nodes in it',
      },
    ])
  })

  test.each([
    [['10.0.0.0/28'], 1, 10],
    [['10.0.0.0/28'], 2, 9],
    [['10.0.0.0/29', '10.1.0.0/29', 'fd00::/64'], 0, 6],
  ])('%p with %i addresses in use has %i free', (addressPrefixes, addressesInUse, free) => {
    const subnet = { addressPrefixes, addressesInUse }
    const problems = subnetHasAddresses.check(inSubnet('pools'), facts({ subnet }))
    expect(problems).toHaveLength(free < 10 ? 1 : 0)
    if (free < 10) expect(problems[0]?.message).toContain(`has ${String(free)} free`)
  })

  test('has those of the pool’s own nodes where they go first', () => {
    const networkConfiguration = { subnetId: `${networkId}/subnets/pools` }
    const inside = existingPool({ networkConfiguration, interNodeCommunication: 'Enabled' })
    const elsewhere = existingPool()
    const config = { ...inSubnet('pools'), rollout: { onExistingPool: 'recycle' } } as const
    const full = { subnet: { addressPrefixes: ['10.0.0.0/28'], addressesInUse: 11 } }
    expect(subnetHasAddresses.check(config, facts(full, { existing: inside }))).toEqual([])
    expect(subnetHasAddresses.check(config, facts(full, { existing: elsewhere }))).toMatchObject([
      { message: expect.stringContaining('10 nodes need an address each') },
    ])
  })

  test('of an unreadable form has as many addresses as may be', () => {
    const subnet = { addressPrefixes: ['any'] }
    expect(subnetHasAddresses.check(inSubnet('pools'), facts({ subnet }))).toEqual([])
  })

  test('that is small is a warning where fewer nodes will do', () => {
    const config = { ...inSubnet('pools'), rollout: { minDedicatedNodes: 2 } }
    const given = facts({ subnet: { addressPrefixes: ['10.0.0.0/29'] } })
    expect(subnetHasAddresses.check(config, given)).toMatchObject([{ severity: 'warning' }])
  })
})

describe('a subnet for nodes without public addresses', () => {
  const policies = azureRule('pool/subnet-policies')
  const leadsOut = azureRule('pool/subnet-leads-out')
  const subnetId = `${networkId}/subnets/pools`
  const closed = { publicIPAddressConfiguration: { provision: 'NoPublicIPAddresses' } }
  const without = poolConfig({ networkConfiguration: { subnetId, ...closed } })
  const open = poolConfig({ networkConfiguration: { subnetId } })

  test.each([
    [{ privateLinkPolicies: 'Enabled' }, '--private-link-service-network-policies Disabled'],
    [{ privateEndpointPolicies: 'Enabled' }, '--private-endpoint-network-policies Disabled'],
  ])('has no policies such as %j', (subnet, flag) => {
    expect(policies.check(without, facts({ subnet }))).toMatchObject([
      {
        at: ['pool', 'properties', 'networkConfiguration', 'subnetId'],
        message: expect.stringMatching(/NetworkPolicies Enabled, and Batch places no nodes/),
        help: `az network vnet subnet update -g rg-net --vnet-name nodes -n pools --subscription s ${flag}`,
      },
    ])
    expect(policies.severity).toBe('error')
    expect(policies.check(open, facts({ subnet }))).toEqual([])
  })

  test('may have them off', () => {
    const subnet = { privateLinkPolicies: 'Disabled', privateEndpointPolicies: 'disabled' }
    expect(policies.check(without, facts({ subnet }))).toEqual([])
  })

  test('has a way out, or the account a private endpoint for its nodes', () => {
    expect(leadsOut.check(without, facts({ subnet: {} }))).toMatchObject([
      { help: expect.stringContaining('nodeManagement') },
    ])
    for (const subnet of [{ natGatewayId: 'n' }, { routeTableId: 'r' }]) {
      expect(leadsOut.check(without, facts({ subnet }))).toEqual([])
    }
    for (const part of [
      { natGatewayId: gateway, properties: { publicIpAddresses: [{ id: 'a' }] } },
      { routeTableId: table, properties: { routes: [routeTo('VirtualAppliance')] } },
      { routeTableId: table, properties: { routes: [] } },
    ]) {
      expect(leadsOut.check(without, factsOut(part))).toEqual([])
    }
    const properties = { groupIds: ['nodeManagement'] }
    const connected = account({ properties: { privateEndpointConnections: [{ properties }] } })
    expect(leadsOut.check(without, facts({ subnet: {} }, { account: connected }))).toEqual([])
    expect(leadsOut.check(open, facts({ subnet: {} }))).toEqual([])
  })

  test.each([
    [{ natGatewayId: gateway, properties: {} }, /has NAT gateway out, which has no public address/],
    [
      { routeTableId: table, properties: { routes: [routeTo('None')] } },
      /has route table ways, which drops what goes to 0\.0\.0\.0\/0/,
    ],
    [
      { routeTableId: table, properties: { routes: [routeTo('Internet')] } },
      /has route table ways, which leads 0\.0\.0\.0\/0 to Internet/,
    ],
    [
      { routeTableId: table, properties: { routes: [], disableBgpRoutePropagation: true } },
      /has route table ways, which has no route/,
    ],
  ])('is told of a way that leads nowhere: %j', (part, message) => {
    expect(leadsOut.check(without, factsOut(part))).toMatchObject([
      { message: expect.stringMatching(message) },
    ])
    const withOwn = { ...part, defaultOutboundAccess: true }
    const isDropped = JSON.stringify(part).includes('None')
    expect(leadsOut.check(without, factsOut(withOwn))).toHaveLength(isDropped ? 1 : 0)
    expect(leadsOut.check(open, factsOut(part))).toEqual([])
  })

  test('pool/subnet-service-endpoint-policies warns of a policy', () => {
    const rule = azureRule('pool/subnet-service-endpoint-policies')
    const serviceEndpointPolicies = [
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/serviceEndpointPolicies/only-ours',
    ]
    expect(rule.check(open, facts({ subnet: { serviceEndpointPolicies } }))).toMatchObject([
      { message: expect.stringContaining('service endpoint policy only-ours') },
    ])
    expect(rule.check(open, facts({ subnet: {} }))).toEqual([])
    const [id = ''] = serviceEndpointPolicies
    const allowing = (serviceResources: string[]): Facts => {
      const definitions = [{ properties: { service: 'Global', serviceResources } }]
      const properties = { serviceEndpointPolicyDefinitions: definitions }
      const read = { kind: 'found', value: { id, properties } } as const
      const known = facts({ subnet: { serviceEndpointPolicies } })
      const checks = { mode: 'plan' as const, ...known.checks, endpointPolicies: [{ id, read }] }
      return { ...known, checks }
    }
    expect(rule.check(open, allowing(['/services/Azure/Batch']))).toEqual([])
    expect(rule.check(open, allowing(['/subscriptions/s/resourceGroups/g']))).toHaveLength(1)
  })
})

test('pool/ip-families takes no IPv6 alone', () => {
  const rule = offlineRule('pool/ip-families')
  const asking = (ipFamilies: string[]) =>
    poolConfig({ networkConfiguration: { publicIPAddressConfiguration: { ipFamilies } } })
  expect(rule.check(asking(['IPv6']))).toMatchObject([
    { message: expect.stringContaining('IPv6 alone') },
  ])
  expect(rule.check(asking(['IPv4', 'IPv6']))).toEqual([])
})
