import { isInProgress, snapshotState } from '../../model/snapshot-reuse.js'
import type { CreateSnapshots, NewSnapshot } from '../../model/step.js'
import type { Disk, Operation } from '../../ports/azure.js'
import { nameOfId } from '../../shared/arm-id.js'
import { AzureFailure, UserError } from '../../shared/errors.js'
import { awaitDeleted } from '../await-deleted.js'
import type { StepContext } from '../context.js'
import { reportProgress, reportWaited } from '../progress.js'
import { marksOfTags } from '../undo/marks.js'
import { undoable } from '../undo/undoable.js'
import { waitFor, type Seen } from '../wait.js'
import { recordSnapshot } from './record-snapshot.js'

/** Most snapshots are there in seconds; copies between regions take minutes to hours. */
const pollMs = (elapsedMs: number): number => (elapsedMs < 60_000 ? 3_000 : 15_000)

/** One of them on its way: what was heard of it last. */
interface Going {
  readonly snapshot: NewSnapshot
  /** Undefined where an earlier run began it: then the snapshot itself says how far it is. */
  readonly operation: Operation | undefined
  isAccepted: boolean
  percent: number | undefined
  isDone: boolean
}

/**
 * Takes all snapshots at once and waits for all. Those that an earlier run began are gone on with, those that Azure gave
 * up are taken anew. Throws `UserError` when another snapshot has come to have the name, `AzureFailure`.
 */
export async function createSnapshots(step: CreateSnapshots, context: StepContext): Promise<void> {
  const begun = await Promise.allSettled(
    step.snapshots.map(async (snapshot) => await begin(snapshot, step, context)),
  )
  // Only when every request has been answered: what was accepted is noted by then, and can be taken back.
  const refused = begun.find(({ status }) => status === 'rejected')
  if (refused?.status === 'rejected') throw refused.reason
  const going = begun.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const { clock, signal, deadline } = context
  await waitFor<true>({
    clock,
    signal,
    deadline,
    onWaited: reportWaited(context, 'snapshots'),
    what: step.title,
    everyMs: pollMs,
    onPending: reportProgress(step, context),
    probe: async (): Promise<Seen<true>> => {
      const waits = await Promise.all(going.map(async (one) => await look(one, context)))
      if (going.every(({ isDone }) => isDone)) return { done: true }
      const asked = waits.filter((wait) => wait !== undefined)
      return {
        pending: describeGoing(going),
        retryAfterMs: asked.length === 0 ? undefined : Math.min(...asked),
      }
    },
  })
}

async function begin(
  snapshot: NewSnapshot,
  step: CreateSnapshots,
  context: StepContext,
): Promise<Going> {
  const { azure, signal, record } = context
  const { id, body, diskId } = snapshot
  const there = await azure.disk(id, { signal })
  if (there !== undefined) {
    const unread = { kind: 'missing' } as const
    const known = { diskId, disk: unread, existing: { kind: 'found', value: there } } as const
    const state = snapshotState(known, { vm: unread })
    if (state.kind === 'usable' || state.kind === 'in-progress') {
      noteSnapshot(snapshot, context)
      return { snapshot, operation: undefined, isAccepted: true, percent: undefined, isDone: false }
    }
    if (state.kind !== 'failed') throw madeByOthers(id)
    const say = reportProgress(step, context)
    await awaitDeleted(`snapshot ${nameOfId(id)}`, await azure.deleteSnapshot(id, { signal }), {
      context,
      say,
    })
  }
  const undo = { kind: 'delete-snapshot', id, marks: marksOfTags(body) } as const
  const operation = await undoable({ of: 'made', undo }, context, async () => {
    return await azure.createSnapshot(id, body, { signal })
  })
  record({ changed: true })
  noteSnapshot(snapshot, context)
  return { snapshot, operation, isAccepted: false, percent: undefined, isDone: false }
}

/** What is only there to be copied is no source of the image. */
function noteSnapshot(snapshot: NewSnapshot, context: StepContext): void {
  if (snapshot.isLocal !== true) recordSnapshot(snapshot, context)
}

/** Looks once; how long Azure asks to wait, where it does. */
async function look(going: Going, { azure, signal }: StepContext): Promise<number | undefined> {
  if (going.isDone) return undefined
  if (going.operation !== undefined && !going.isAccepted) {
    const { done, retryAfterMs } = await going.operation.poll({ signal })
    if (!done) return retryAfterMs
    going.isAccepted = true
  }
  const { id, copyOf } = going.snapshot
  const found = await azure.disk(id, { signal })
  if (found === undefined) {
    throw failure(id, 'NotFound', 'the snapshot was deleted while it was being taken')
  }
  throwIfFailed(found, id, copyOf)
  going.percent = found.completionPercent
  going.isDone = !isInProgress(found)
  return undefined
}

function throwIfFailed(snapshot: Disk, id: string, copyOf: string | undefined): void {
  const { copyError, provisioningState } = snapshot
  if (copyError !== undefined) {
    const what = `the copy${copyOf === undefined ? '' : ` of ${nameOfId(copyOf)}`} failed`
    throw failure(id, copyError.code, `${what}: ${copyError.message}`)
  }
  const state = provisioningState?.toLowerCase()
  if (state !== 'failed' && state !== 'canceled') return
  throw failure(id, 'ProvisioningFailed', `the snapshot ended ${state}; a new run takes it anew`)
}

/** `1 of 3 snapshots is there, render-data-0 is at 40 %` */
function describeGoing(going: readonly Going[]): string {
  const done = going.filter(({ isDone }) => isDone).length
  const copied = going
    .filter(({ isDone, percent }) => !isDone && percent !== undefined)
    .map(({ snapshot, percent }) => `${nameOfId(snapshot.id)} at ${String(percent)} %`)
  const some = `${String(done)} of ${String(going.length)} snapshots complete`
  return [some, ...copied].join(', ')
}

function madeByOthers(id: string): UserError {
  return new UserError([
    {
      rule: 'snapshots/names-are-free',
      severity: 'error',
      message: `snapshot ${nameOfId(id)} was created by somebody else meanwhile`,
      help: 'give another name prefix (snapshot-name-prefix), or run again once it is clear who takes the snapshots',
      at: { kind: 'default' },
    },
  ])
}

function failure(id: string, code: string, message: string): AzureFailure {
  return new AzureFailure({
    operation: `take snapshot ${nameOfId(id)}`,
    resource: id,
    error: { code, message, details: [] },
  })
}
