import { mayAccountKnowBetter } from '../../model/account-list.js'
import type { ReadResult } from '../../model/check-facts.js'
import type { NotLookedAt } from '../../outcome/inventory.js'
import { tryRead, tryReadUntil } from '../../observe/read-result.js'
import type {
  Azure,
  BatchAccount,
  NodeStateCounts,
  Pool,
  SupportedImage,
} from '../../ports/azure.js'
import { idKey, nameOfId, parseArmId } from '../../shared/arm-id.js'
import { UserError } from '../../shared/errors.js'
import type { Finding } from '../../shared/finding.js'
import { mapConcurrent } from '../../shared/map-concurrent.js'
import type { ConfigJob } from '../config-job.js'

/** Of an account whose data plane does not answer. */
const mostMsOfDataPlane = 30_000

/** An account with its pools, and what its data plane tells of them. */
export interface AuditedAccount {
  readonly id: string
  /** Undefined where it could not be read. */
  readonly account: BatchAccount | undefined
  readonly problem?: Finding
  readonly pools: readonly Pool[]
  readonly countsOf: (pool: Pool) => NodeStateCounts | undefined
  readonly supportedImages: readonly SupportedImage[] | undefined
  readonly notLookedAt: readonly NotLookedAt[]
}

/** The accounts of the configs, else those that are named, else all of the group or the subscription. */
export async function readAccounts(
  job: ConfigJob,
  withConfig: readonly ConfigJob[],
): Promise<readonly AuditedAccount[]> {
  const { reader: azure, signal, runOptions } = job
  const ofConfigs = withConfig.flatMap(({ loaded }) => loaded.config.pool?.account ?? [])
  const named = ofConfigs.length > 0 ? ofConfigs : namedAccounts(job)
  const distinct = [...new Map(named.map((id) => [idKey(id), id])).values()]
  if (named.length === 0) {
    const all = await accountsInScope(job)
    return await mapConcurrent(all, runOptions.parallelism, async (account) => {
      const pools = await tryRead(azure.pools(account.id, { signal }), { signal })
      return await readDataPlane(azure, { id: account.id, account, pools, signal })
    })
  }
  return await mapConcurrent(distinct, runOptions.parallelism, async (id) => {
    const [account, pools] = await Promise.all([
      tryRead(azure.batchAccount(id, { signal }), { signal }),
      tryRead(azure.pools(id, { signal }), { signal }),
    ])
    const isThere = account.kind === 'found'
    return await readDataPlane(azure, {
      ...{ id, signal },
      account: isThere ? account.value : undefined,
      pools: isThere ? pools : account,
    })
  })
}

interface Read {
  readonly id: string
  readonly account: BatchAccount | undefined
  readonly pools: ReadResult<readonly Pool[]> | Exclude<ReadResult<unknown>, { kind: 'found' }>
  readonly signal: AbortSignal
}

async function readDataPlane(azure: Azure, read: Read): Promise<AuditedAccount> {
  const { id, account } = read
  const nothing = { id, countsOf: () => undefined, supportedImages: undefined, notLookedAt: [] }
  if (account === undefined || read.pools.kind !== 'found') {
    return { ...nothing, account: undefined, pools: [], problem: notRead(id, read.pools) }
  }
  const pools = read.pools.value
  if (pools.length === 0) return { ...nothing, account, pools }
  const limit = AbortSignal.timeout(mostMsOfDataPlane)
  const call = { signal: AbortSignal.any([read.signal, limit]), limit }
  const isAsked = pools.some(({ properties }) => mayAccountKnowBetter(properties))
  const [counts, images] = await Promise.all([
    tryReadUntil(azure.allNodeCounts(account, call), call),
    isAsked ? tryReadUntil(azure.supportedImages(account, call), call) : undefined,
  ])
  const why = counts.kind === 'unreadable' ? counts.failure.message : undefined
  return {
    id,
    account,
    pools,
    countsOf: (pool) =>
      counts.kind === 'found' ? counts.value.get(nameOfId(pool.id).toLowerCase()) : undefined,
    supportedImages: images?.kind === 'found' ? images.value : undefined,
    notLookedAt: why === undefined ? [] : [{ id, why: `its nodes cannot be counted: ${why}` }],
  }
}

/** An audit that could not look is no good one. */
function notRead(id: string, read: Read['pools']): Finding {
  const why = read.kind === 'unreadable' ? read.failure.message : 'it is not there'
  return {
    rule: 'audit/not-read',
    severity: 'error',
    message: `the account and its pools cannot be read: ${why}`,
    help: 'check the ID, and give the identity the right Microsoft.Batch/batchAccounts/read and /pools/read there',
    at: { kind: 'resource', id },
  }
}

function namedAccounts({ host, runOptions }: ConfigJob): readonly string[] {
  const { subscriptionId, resourceGroup } = runOptions
  const lines = host
    .input('batch-account')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return lines.map((line) => {
    if (parseArmId(line) !== undefined) return line
    if (subscriptionId !== undefined && resourceGroup !== undefined && !line.includes('/')) {
      return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Batch/batchAccounts/${line}`
    }
    throw new UserError([
      {
        rule: 'inputs/value',
        severity: 'error',
        message: `batch-account: '${line}' is not the ID of a Batch account`,
        help: 'give IDs, one a line, or names together with resource-group',
        at: { kind: 'input', input: 'batch-account' },
      },
    ])
  })
}

async function accountsInScope({
  reader,
  signal,
  runOptions: { subscriptionId, resourceGroup },
}: ConfigJob): Promise<readonly BatchAccount[]> {
  if (subscriptionId === undefined) {
    throw new UserError([
      {
        rule: 'inputs/subscription-id',
        severity: 'error',
        message: 'an audit needs config files, a batch-account, or a subscription',
        help: 'give subscription-id, or set AZURE_SUBSCRIPTION_ID',
        at: { kind: 'input', input: 'subscription-id' },
      },
    ])
  }
  const all = await reader.batchAccounts(subscriptionId, { signal })
  return all.filter(
    ({ id }) =>
      resourceGroup === undefined ||
      parseArmId(id)?.resourceGroup.toLowerCase() === resourceGroup.toLowerCase(),
  )
}
