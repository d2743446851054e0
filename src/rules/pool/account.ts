import { poolPath, vmPath } from '../kit/values.js'
import type { CheckFacts, ReadResult } from '../../model/check-facts.js'
import { wantsAutoNodeAgent } from '../../model/pool-body.js'
import { groupScope, isGranted } from '../../plan/grants.js'
import { plannedWrites } from '../../plan/planned-writes.js'
import { resolvePool } from '../../plan/resolve-pool.js'
import { isTransient } from '../../shared/errors.js'
import { textAt } from '../../shared/json-at.js'
import { didYouMean, isInMissingPlace } from '../kit/missing.js'
import { missingRights, rightsDocs } from '../kit/missing-rights.js'
import type { Found, Violation } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

/** What a refused read leaves unchecked, and the right that it takes. */
const reads = {
  vmSizes: {
    unchecked: 'what the VM size can do, and core quotas',
    right: 'Microsoft.Batch/locations/virtualMachineSkus/read',
    at: poolPath('vmSize'),
  },
  pools: {
    unchecked: 'cores that other pools use, the number of pools, and other pools on the image',
    right: 'Microsoft.Batch/batchAccounts/pools/read',
    at: ['pool', 'account'],
  },
  network: {
    unchecked: 'region, delegation and free addresses of the subnet',
    right: 'Microsoft.Network/virtualNetworks/read',
    at: poolPath('networkConfiguration', 'subnetId'),
  },
  usages: {
    unchecked: "the subscription's core quotas",
    right: 'Microsoft.Compute/locations/usages/read',
    at: ['pool', 'account'],
  },
} as const
const checked = ['vmSizes', 'pools', 'network', 'usages'] as const

export const poolAccountRules = rulesOn('facts', [
  {
    id: 'pool/account-exists',
    title: 'the Batch account does not exist',
    docs: 'https://learn.microsoft.com/azure/batch/batch-account-create-portal',
    check: (_config, facts) => {
      const { pool } = facts
      if (pool === undefined || pool.account !== undefined) return []
      if (isInMissingPlace(pool.accountId, facts)) return []
      return {
        at: ['pool', 'account'],
        message: `there is no Batch account ${pool.accountId}`,
        help:
          didYouMean([pool.accountId], facts) ??
          'check its name, resource group and subscription; an identity without a role there sees nothing either',
      }
    },
  },
  {
    id: 'pool/account-is-ready',
    title: 'the Batch account is not provisioned',
    docs: 'https://learn.microsoft.com/azure/batch/accounts',
    check: (_config, { pool }) => {
      const { account } = pool ?? {}
      const state = account?.provisioningState
      if (account === undefined || state === undefined || /^succeeded$/i.test(state)) return []
      // `Cancelled` and whatever is new may still do: Azure says so itself.
      const isHopeless = /^(creating|deleting|failed|invalid)$/i.test(state)
      return {
        at: ['pool', 'account'],
        message: `Batch account ${account.name} is in provisioning state ${state}`,
        help: 'wait until it is Succeeded, or name another account',
        ...(!isHopeless && { severity: 'warning' as const }),
      }
    },
  },
  {
    id: 'pool/data-plane-is-reachable',
    title: 'nodeAgentSkuId: auto is used with an account that not everybody can reach',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/public-network-access',
    check: (config, facts) => {
      const outlook = resolvePool(config, facts)
      const { account, supportedImagesFailure } = facts.pool ?? {}
      if (outlook?.decision.kind !== 'create' || account === undefined) return []
      if (!wantsAutoNodeAgent(config.pool?.properties)) return []
      if (supportedImagesFailure !== undefined) return [] // an error of its own
      const access = account.publicNetworkAccess ?? 'Enabled'
      const byDefault = ['networkProfile', 'accountAccess', 'defaultAction'] as const
      const isDenied = /^deny$/i.test(textAt(account.properties, ...byDefault) ?? '')
      if (/^enabled$/i.test(access) && !isDenied) return []
      const how = isDenied ? 'open to listed addresses only' : `${access} (publicNetworkAccess)`
      return {
        at: vmPath('nodeAgentSkuId'),
        message: `the data plane of Batch account ${account.name}, which auto asks, is ${how}: other runners may not reach it`,
        help: 'write the node agent down instead of auto, or run where the account can be reached',
      }
    },
  },
  {
    id: 'pool/caller-has-rights',
    title:
      'the identity that runs this may not write the pool, or not use its subnet or identities',
    docs: rightsDocs,
    reads: ['permissions'],
    check: (config, facts) => missingRights(config, facts, 'pool'),
  },
  /** Not a complaint: says what was left out, so that silence means sound. */
  {
    id: 'pool/checks-were-possible',
    title: 'something that the checks read could not be read',
    severity: 'notice',
    docs: 'https://learn.microsoft.com/azure/role-based-access-control/built-in-roles',
    reads: [...checked, 'permissions'],
    check: (config, facts) => {
      const { checks: live } = facts
      if (live === undefined) return []
      const refused = checked.flatMap((fact): Found => {
        const { unchecked, right, at } = reads[fact]
        const why = refusalOf(fact, live)
        if (why === undefined) return []
        return {
          at,
          message: `not checked: ${unchecked} (${why})`,
          help: helpFor(right, live[fact]),
        }
      })
      const unknown = plannedWrites(config, facts).filter(
        (write) =>
          live.permissions !== undefined && isGranted(write, live.permissions) === undefined,
      )
      const scopes = [...new Set(unknown.map(({ scope }) => groupScope(scope)))]
      const right = 'Microsoft.Authorization/permissions/read'
      const readAt = (scope: string) => live.permissions?.find((one) => one.scope === scope)?.read
      return [
        ...refused,
        ...scopes.map((scope): Violation => ({
          at: unknown.find((write) => groupScope(write.scope) === scope)?.at ?? ['pool'],
          message: `not checked: whether the identity that runs this may write at ${scope}`,
          help: helpFor(right, readAt(scope)),
        })),
      ]
    },
  },
])

function helpFor(right: string, read: ReadResult<unknown> | undefined): string {
  return read?.kind === 'unreadable' && isTransient(read.failure)
    ? 'run again to have it checked: Azure gave no answer for now'
    : `grant ${right} to have it checked, with the role Reader for example`
}

function refusalOf(fact: keyof typeof reads, live: CheckFacts): string | undefined {
  const read: ReadResult<unknown> | undefined = live[fact]
  if (read?.kind === 'unreadable') return read.failure.error.code
  // A network that is not there is an error of its own.
  return read?.kind === 'missing' && fact !== 'network' ? 'not found' : undefined
}
