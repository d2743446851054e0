import type { CheckFacts, ReadResult } from '../../model/check-facts.js'
import { groupScope, isGranted } from '../../plan/grants.js'
import { plannedWrites } from '../../plan/planned-writes.js'
import { isTransient } from '../../shared/errors.js'
import type { AzureRule, Violation } from '../rule.js'

/** What a refused read leaves unchecked, and the right that it takes. */
const reads = {
  vmSizes: {
    unchecked: 'what the VM size can do, and core quotas',
    right: 'Microsoft.Batch/locations/virtualMachineSkus/read',
    at: ['pool', 'properties', 'vmSize'],
  },
  pools: {
    unchecked: 'cores that other pools use, the number of pools, and other pools on the image',
    right: 'Microsoft.Batch/batchAccounts/pools/read',
    at: ['pool', 'account'],
  },
  network: {
    unchecked: 'region, delegation and free addresses of the subnet',
    right: 'Microsoft.Network/virtualNetworks/read',
    at: ['pool', 'properties', 'networkConfiguration', 'subnetId'],
  },
  usages: {
    unchecked: "the subscription's core quotas",
    right: 'Microsoft.Compute/locations/usages/read',
    at: ['pool', 'account'],
  },
} as const

const checked = ['vmSizes', 'pools', 'network', 'usages'] as const

/** Not a complaint: says what was left out, so that silence means sound. */
export const checksWerePossible: AzureRule = {
  id: 'pool/checks-were-possible',
  title: 'everything that the live checks read could be read',
  severity: 'notice',
  docs: 'https://learn.microsoft.com/azure/role-based-access-control/built-in-roles',
  needs: 'facts',
  reads: [...checked, 'permissions'],
  check: (config, facts) => {
    const { checks: live } = facts
    if (live === undefined) return []
    const refused = checked.flatMap((fact): readonly Violation[] => {
      const { unchecked, right, at } = reads[fact]
      const why = refusalOf(fact, live)
      if (why === undefined) return []
      return [
        {
          at,
          message: `not checked: ${unchecked} (${why})`,
          help: helpFor(right, live[fact]),
        },
      ]
    })
    const unknown = plannedWrites(config, facts).filter(
      (write) => live.permissions !== undefined && isGranted(write, live.permissions) === undefined,
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
}

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
