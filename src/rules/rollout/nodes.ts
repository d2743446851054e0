import { poolPath } from '../kit/values.js'
import { totalOf } from '../../model/node-counts.js'
import { valueOf } from '../../model/check-facts.js'
import { poolNameOf } from '../../model/pool-roles.js'
import { resolvePool } from '../../plan/resolve-pool.js'
import { drainLimit } from '../../plan/rollout/settings.js'
import { type Json, isJsonArray, isJsonObject } from '../../shared/json.js'
import { rulesOn } from '../kit/rules-on.js'

/** What a node only takes up when it starts, in words. */
const takenUpAtStart: Readonly<Record<string, string>> = {
  startTask: 'the start task',
  applicationPackages: 'the application packages',
  certificates: 'the certificates',
}
/** Where a pool keeps what a GET leaves out, and by what it shows that there is something. */
const hidden: readonly (readonly [what: string, holds: (value: Json) => boolean])[] = [
  ['passwords of userAccounts', (item) => hasKey(item, 'elevationLevel')],
  [
    'passwords of containerRegistries',
    (item) =>
      hasKey(item, 'registryServer') && (hasKey(item, 'username') || hasKey(item, 'userName')),
  ],
  ['keys of mountConfiguration', isMountWithKey],
  [
    'protectedSettings of extensions',
    (item) => hasKey(item, 'typeHandlerVersion') || hasKey(item, 'autoUpgradeMinorVersion'),
  ],
  ['signatures in resourceFiles', (item) => isPlainUrlToBlobs(item)],
]
const mostNames = 5

export const rolloutNodesRules = rulesOn('facts', [
  {
    id: 'rollout/jobs-can-be-moved',
    title: 'the jobs that are to move cannot be reached',
    docs: 'https://learn.microsoft.com/azure/batch/public-network-access',
    reads: ['jobs'],
    check: (config, facts) => {
      const decision = resolvePool(config, facts)?.decision
      const { jobs, mode } = facts.checks ?? {}
      if (config.rollout?.moveJobs !== true || decision?.kind !== 'blue-green') return []
      if (jobs?.kind !== 'unreadable') return []
      const { code } = jobs.failure.error
      return {
        at: ['rollout', 'moveJobs'],
        message: `move-jobs is set, but the jobs of Batch account ${facts.pool?.account?.name ?? ''} cannot be read (${code})`,
        help: 'run where the account can be reached, grant the role Azure Batch Data Contributor, or remove move-jobs',
        ...(mode !== 'apply' && { severity: 'warning' as const }),
      }
    },
  },
  {
    id: 'rollout/nodes-keep-what-they-started-with',
    title: 'nodes that exist do not take up a change of their pool',
    severity: 'notice',
    docs: 'https://learn.microsoft.com/azure/batch/batch-pool-update-properties',
    check: (config, facts) => {
      const outlook = resolvePool(config, facts)
      if (outlook?.decision.kind !== 'patch') return []
      const { differing, state } = outlook.decision
      const nodes = totalOf(state)
      if (nodes === 0) return []
      const names = [...new Set(differing.map(({ property }) => property))]
      return names.flatMap((name) => {
        const what = takenUpAtStart[name]
        if (what === undefined) return []
        const pool = poolNameOf({ id: outlook.facts.poolId })
        const count = nodes === 1 ? 'its node goes' : `its ${String(nodes)} nodes go`
        return {
          at: poolPath(name),
          message: `${what} of pool ${pool} changes, and ${count} on as before until rebooted: only nodes that come after it have it at once`,
          help: 'reboot the nodes when their tasks have ended, or scale the pool to 0 and back',
        }
      })
    },
  },
  {
    id: 'rollout/pool-can-be-put-back',
    title: 'a pool that is recycled or replaced holds something that Azure does not show',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/get',
    check: (config, facts) => {
      const decision = resolvePool(config, facts)?.decision
      if (decision?.kind !== 'recycle' && decision?.kind !== 'replace') return []
      const { existing, kind } = decision
      const found = new Set(secretsBehind(existing.properties))
      if (found.size === 0) return []
      return {
        at: ['rollout', 'onExistingPool'],
        message: `pool ${poolNameOf(existing)} holds what Azure does not show (${[...found].join(', ')}): when ${kind} fails, it comes back without them`,
        help: 'set on-existing-pool to blue-green, which leaves the old pool as it is, or be prepared to set them again',
      }
    },
  },
  {
    id: 'rollout/running-jobs',
    title: 'jobs wait for a pool that loses its nodes',
    severity: 'notice',
    docs: 'https://learn.microsoft.com/azure/batch/jobs-and-tasks',
    reads: ['jobs'],
    check: (config, facts) => {
      const decision = resolvePool(config, facts)?.decision
      const jobs = (valueOf(facts.checks?.jobs) ?? []).filter(({ state }) => state === 'active')
      if (decision === undefined || jobs.length === 0) return []
      const names = jobs.slice(0, mostNames).map(({ id }) => id)
      const more = jobs.length > mostNames ? `, and ${String(jobs.length - mostNames)} more` : ''
      const said = `${String(jobs.length)} active ${jobs.length === 1 ? 'job' : 'jobs'} (${names.join(', ')}${more})`
      const { iso } = drainLimit(config.rollout)
      const at = ['rollout', 'onExistingPool'] as const
      if (decision.kind === 'recycle' || decision.kind === 'replace') {
        return {
          at,
          message: `pool ${poolNameOf(decision.existing)} has ${said}: their running tasks get ${iso} to end, the others wait for the new nodes`,
          help: 'roll out when they are done, or set on-existing-pool to blue-green',
        }
      }
      const [old] = decision.kind === 'blue-green' ? decision.live : []
      if (old === undefined || config.rollout?.moveJobs === true) return []
      return {
        at,
        message: `pool ${poolNameOf(old)}, which is to be retired, has ${said}: no further task of theirs starts there`,
        help: 'set move-jobs, or point them at the pool that the output pool-id names',
        severity: 'warning',
      }
    },
  },
])

function secretsBehind(value: Json): readonly string[] {
  const own = hidden.filter(([, holds]) => holds(value)).map(([what]) => what)
  if (isJsonArray(value)) return value.flatMap(secretsBehind)
  if (!isJsonObject(value)) return []
  return [...own, ...Object.values(value).flatMap(secretsBehind)]
}

function hasKey(value: Json, key: string): boolean {
  return isJsonObject(value) && (value[key] ?? null) !== null
}

function isMountWithKey(item: Json): boolean {
  if (hasKey(item, 'accountName') && hasKey(item, 'relativeMountPath')) {
    return !hasKey(item, 'identityReference')
  }
  return hasKey(item, 'mountOptions') && hasKey(item, 'userName')
}

/** A signature that a service hides leaves the address of a blob that nobody reads without one. */
function isPlainUrlToBlobs(item: Json): boolean {
  if (!isJsonObject(item) || hasKey(item, 'identityReference')) return false
  const url = item['httpUrl'] ?? item['storageContainerUrl']
  return typeof url === 'string' && /\.blob\.core\.[^/]+\//i.test(url) && !url.includes('?')
}
