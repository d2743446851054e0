/** Which of the pools that a cleanup would delete have jobs: whoever sent them there waits for them. */
import { isOpen } from '../apply/jobs.js'
import type { Step } from '../model/step.js'
import type { Azure, BatchAccount } from '../ports/azure.js'
import { idKey, nameOfId, parentId, parseArmId } from '../shared/arm-id.js'
import { AzureFailure } from '../shared/errors.js'
import { mapConcurrent } from '../shared/map-concurrent.js'

/** Looked at side by side. */
const most = 8
/** For people; the rest is counted as "and more". */
const mostNamed = 3

/**
 * Why pools stay, by their keys: jobs that are not over, or a list of jobs that cannot be read. Those of a pull request go
 * all the same: what they were for is over.
 */
export async function poolsWithJobs(
  steps: readonly Step[],
  azure: Azure,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const pools = steps.filter(isRetiredPool)
  const accounts = new Map<string, Promise<BatchAccount | undefined>>()
  const accountOf = async (id: string): Promise<BatchAccount | undefined> => {
    const asked = accounts.get(idKey(id)) ?? azure.batchAccount(id, { signal })
    accounts.set(idKey(id), asked)
    return await asked
  }
  const found = await mapConcurrent(pools, most, async ({ resource }) => {
    const why = await holdsJobs(resource, { azure, accountOf, signal })
    return why === undefined ? [] : [[idKey(resource), why] as const]
  })
  return new Map(found.flat())
}

function isRetiredPool({ kind, because }: Step): boolean {
  return kind === 'delete-pool' && because.every(({ property }) => property !== 'pull request')
}

interface Reader {
  readonly azure: Azure
  readonly accountOf: (id: string) => Promise<BatchAccount | undefined>
  readonly signal: AbortSignal
}

async function holdsJobs(
  id: string,
  { azure, accountOf, signal }: Reader,
): Promise<string | undefined> {
  const parsed = parseArmId(id)
  try {
    const account = await accountOf((parsed && parentId(parsed)) ?? '')
    if (account === undefined) return undefined
    const jobs = await azure.jobs(account, nameOfId(id), { signal, most: mostNamed + 1 })
    const open = jobs.filter(isOpen).map((job) => job.id)
    if (open.length === 0) return undefined
    const named = open.slice(0, mostNamed).join(', ')
    const jobsOfIt = `${named}${open.length > mostNamed ? ' and more' : ''}`
    return `jobs are on it that are not over: ${jobsOfIt}; move them to the live pool, or end them`
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof AzureFailure)) throw error
    const { code, message } = error.error
    return `whether jobs are on it cannot be seen (${code}: ${message})`
  }
}
