import { DataPlaneLost, isDataPlaneLost } from '../nodes/data-plane-lost.js'
import { NodesMissing } from '../nodes/nodes-missing.js'
import { lineageNames } from '../../model/lineage.js'
import { editedMetadata } from '../../model/pool-metadata.js'
import { markOf } from '../../model/pool-roles.js'
import type { MoveJobs } from '../../model/step.js'
import type { BatchAccount, Job, Pool } from '../../ports/azure.js'
import { nameOfId, parentId, parseArmId } from '../../shared/arm-id.js'
import { AzureFailure } from '../../shared/errors.js'
import type { StepContext } from '../context.js'
import { isOpen, moveAll, moveJob } from '../jobs.js'
import { changePool, readPool } from '../nodes/pool-at-rest.js'
import { reportProgress } from '../progress.js'

/**
 * Lets the jobs of one pool go on in another. Those that somebody has disabled move as well and stay disabled; which ones
 * those are is written on the pool that takes over, so that a run that comes after this one knows. Throws `AzureFailure`,
 * `DataPlaneLost`, `DeadlinePassed`.
 */
export async function moveJobs(step: MoveJobs, context: StepContext): Promise<void> {
  const account = await accountOf(step, context)
  try {
    await moveOpenJobs(step, account, context)
  } catch (error) {
    if (!(error instanceof AzureFailure) || !isDataPlaneLost(error, account)) throw error
    // One refused request is not the way to the data plane: where it answers the next one, the jobs can be taken back.
    try {
      await context.azure.jobs(account, nameOfId(step.fromPoolId), context)
    } catch (again) {
      throw again instanceof AzureFailure ? new DataPlaneLost(step.toPoolId, again, account) : again
    }
    throw error
  }
}

async function moveOpenJobs(
  step: MoveJobs,
  account: BatchAccount,
  context: StepContext,
): Promise<void> {
  const { azure, signal, recordUndo } = context
  const [from, to] = [nameOfId(step.fromPoolId), nameOfId(step.toPoolId)]
  const say = reportProgress(step, context)
  const target = await readPool({ id: step.toPoolId, apiVersion: step.apiVersion }, context)
  const begun = markOf(target, lineageNames.moving)
  const there = begun === undefined ? [] : await azure.jobs(account, to, { signal })
  const jobs = [...(await azure.jobs(account, from, { signal })), ...there].filter(isOpen)
  if (jobs.length === 0) return
  const disabled = begun === undefined ? namesOf(jobs.filter(isDisabled)) : namesIn(begun)
  recordUndo({
    of: 'changed',
    undo: {
      kind: 'move-jobs-back',
      accountId: account.id,
      fromPool: from,
      toPool: to,
      jobs: namesOf(jobs),
      stayDisabled: disabled,
    },
  })
  if (begun === undefined) await noteDisabled(step, disabled, context)
  say(`${String(jobs.length)} ${jobs.length === 1 ? 'job' : 'jobs'} to move`)
  await moveAll(namesOf(jobs), false, async (id) => {
    const staysDisabled = disabled.includes(id)
    await moveJob({ account, job: id, from, to, staysDisabled, say }, context)
    say(`job ${id} continues in pool ${to}`)
  })
  context.record({ changed: true })
}

async function accountOf(
  { toPoolId }: MoveJobs,
  { azure, signal }: StepContext,
): Promise<BatchAccount> {
  const pool = parseArmId(toPoolId)
  const id = (pool && parentId(pool)) ?? toPoolId
  const account = await azure.batchAccount(id, { signal })
  if (account !== undefined) return account
  throw new NodesMissing(`there is no Batch account ${id} any more`, toPoolId, [])
}

async function noteDisabled(
  { toPoolId: id, apiVersion }: MoveJobs,
  disabled: readonly string[],
  context: StepContext,
): Promise<void> {
  const edit = { set: { [lineageNames.moving]: JSON.stringify(disabled) }, remove: [] }
  await changePool({ id, apiVersion }, context, {
    bodyFor: ({ properties }: Pool) => ({
      properties: { metadata: editedMetadata(properties, edit) },
    }),
    say: () => undefined,
  })
}

function isDisabled({ state }: Job): boolean {
  return state === 'disabled' || state === 'disabling'
}

function namesOf(jobs: readonly Job[]): readonly string[] {
  return jobs.map(({ id }) => id)
}

function namesIn(text: string): readonly string[] {
  try {
    const names: unknown = JSON.parse(text)
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
  } catch {
    return [] // somebody wrote into it
  }
}
