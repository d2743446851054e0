import { describe, expect, test } from '@jest/globals'
import type { CheckFacts } from '../../../src/model/check-facts.js'
import { AzureFailure } from '../../../src/shared/errors.js'
import { account, accountId, poolConfig, renderPoolId, vm } from '../../support/pool-facts.js'
import { azureRule } from '../../support/rules.js'
import { networkId, found, facts, scale, inSubnet } from '../../support/check-facts.js'

const accountIsReady = azureRule('pool/account-is-ready')
const dataPlaneIsReachable = azureRule('pool/data-plane-is-reachable')
const userSubscriptionCommunicationCap = azureRule('pool/user-subscription-communication-cap')
const poolRights = azureRule('pool/caller-has-rights')
const refused = {
  kind: 'unreadable',
  failure: new AzureFailure({
    operation: 'read',
    status: 403,
    error: { code: 'AuthorizationFailed', message: 'no', details: [] },
  }),
} as const
const checksWerePossible = azureRule('pool/checks-were-possible')
const accountExists = azureRule('pool/account-exists')

describe('the account', () => {
  test.each([
    ['Deleting', undefined],
    ['Cancelled', 'warning'],
  ])('in state %s is told', (provisioningState, severity) => {
    const given = facts({}, { account: account({ provisioningState }) })
    const [problem] = accountIsReady.check(poolConfig(), given)
    expect(problem?.message).toContain(`renderbatch is in provisioning state ${provisioningState}`)
    expect(problem?.severity).toBe(severity)
  })

  test('that is closed in part is told where auto asks it', () => {
    const auto = poolConfig(vm({ nodeAgentSkuId: 'auto' }))
    const closed = { account: account({ publicNetworkAccess: 'Disabled' }) }
    expect(dataPlaneIsReachable.check(poolConfig(), facts({}, closed))).toEqual([])
    expect(dataPlaneIsReachable.check(auto, facts({}, closed))).toMatchObject([
      { message: expect.stringContaining('is Disabled (publicNetworkAccess)') },
    ])
    const properties = { networkProfile: { accountAccess: { defaultAction: 'Deny' } } }
    const listed = { account: account({ properties: properties }) }
    expect(dataPlaneIsReachable.check(auto, facts({}, listed))).toMatchObject([
      { message: expect.stringContaining('open to listed addresses only') },
    ])
  })

  test('of a user subscription lets 80 nodes talk with each other', () => {
    const user = { account: account({ poolAllocationMode: 'UserSubscription' }) }
    const talking = (nodes: number) =>
      poolConfig({ interNodeCommunication: 'Enabled', ...scale({ targetDedicatedNodes: nodes }) })
    const rule = userSubscriptionCommunicationCap
    expect(rule.check(talking(80), facts({}, user))).toEqual([])
    expect(rule.check(talking(81), facts())).toEqual([])
    expect(rule.check(talking(81), facts({}, user))).toMatchObject([
      {
        message: expect.stringMatching(
          /^81 nodes with inter-node communication are more than the 80/,
        ),
      },
    ])
  })
})

describe('rights', () => {
  const grants = (
    scope: string,
    actions: readonly string[],
    notActions: readonly string[] = [],
  ) => ({
    scope,
    read: found([{ actions, notActions }]),
  })
  const group = accountId.slice(0, accountId.indexOf('/providers/'))
  const given = (permissions: CheckFacts['permissions'], mode: CheckFacts['mode'] = 'apply') =>
    facts({ more: { permissions: permissions ?? [], mode } })

  test('at the group are enough', () => {
    const batch = grants(group.toUpperCase(), ['Microsoft.Batch/*/write'])
    expect(poolRights.check(poolConfig(), given([batch]))).toEqual([])
  })

  test('at the account are enough, and taken out again they are missing', () => {
    const nothing = grants(group, ['*/read'])
    const some = grants(accountId, ['*'], ['Microsoft.Batch/batchAccounts/pools/write'])
    expect(poolRights.check(poolConfig(), given([nothing, grants(accountId, ['*'])]))).toEqual([])
    expect(poolRights.check(poolConfig(), given([nothing, some]))).toMatchObject([
      {
        at: ['pool', 'account'],
        message: `to create pool render with 10 dedicated nodes, the right Microsoft.Batch/batchAccounts/pools/write is missing at ${accountId}`,
        help: `ask for the role Azure Batch Data Contributor at ${accountId}`,
      },
    ])
    expect(poolRights.check(poolConfig(), given([nothing, some], 'plan'))).toMatchObject([
      { severity: 'warning' },
    ])
  })

  test('on subnet and identities belong to it', () => {
    const identity =
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i'
    const { pool, ...rest } = inSubnet('pools')
    const config = {
      ...rest,
      pool: { ...pool, identity: { userAssignedIdentities: { [identity]: {} } } },
    }
    const none = [accountId, identity, `${networkId}/subnets/pools`].map((scope) =>
      grants(scope, []),
    )
    expect(poolRights.check(config, given(none)).map(({ help }) => help)).toEqual([
      expect.stringContaining('Azure Batch Data Contributor'),
      expect.stringContaining('Microsoft.Network/virtualNetworks/subnets/join/action'),
      expect.stringContaining('Managed Identity Operator'),
    ])
  })

  test('that could not be read are told once for each group', () => {
    const unread = [
      { scope: group, read: refused },
      { scope: accountId, read: refused },
    ]
    expect(poolRights.check(poolConfig(), given(unread))).toEqual([])
    expect(checksWerePossible.check(poolConfig(), given(unread))).toMatchObject([
      { message: `not checked: whether the identity that runs this may write at ${group}` },
    ])
  })
})

test('pool/checks-were-possible names what was not checked, why, and the right that it takes', () => {
  const more = {
    vmSizes: refused,
    pools: { kind: 'missing' },
    network: { kind: 'missing' },
  } as const
  expect(checksWerePossible.check(poolConfig(), facts({ more }))).toMatchObject([
    {
      message: 'not checked: what the VM size can do, and core quotas (AuthorizationFailed)',
      help: 'grant Microsoft.Batch/locations/virtualMachineSkus/read to have it checked, with the role Reader for example',
    },
    { message: expect.stringMatching(/^not checked: cores that other pools use.*\(not found\)$/) },
  ])
})

test('pool/account-exists names the account that is not there', () => {
  const pool = { accountId, poolId: renderPoolId, apiVersion: '2025-06-01' }
  expect(accountExists.check(poolConfig(), { pool })).toMatchObject([
    { at: ['pool', 'account'], message: `there is no Batch account ${accountId}` },
  ])
})
