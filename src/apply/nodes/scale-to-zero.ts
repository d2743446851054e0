import { ownMetadata } from '../../model/lineage.js'
import { isSteady, readPoolState } from '../../model/pool-state.js'
import type { Pool } from '../../ports/azure.js'
import { nameOfId } from '../../shared/arm-id.js'
import type { StepContext } from '../context.js'
import { reportRollback, reportWaited } from '../progress.js'
import { recordPool } from '../steps/record-pool.js'
import { reasonOf, type RollbackResult } from '../undo/roll-back.js'
import type { Undo, UndoEntry } from '../undo/undo.js'
import { UndoSkipped } from '../undo/left-alone.js'
import { hasMarks } from '../undo/marks.js'
import { waitFor } from '../wait.js'

type MadePool = Extract<Undo, { kind: 'delete-pool' }>

const pollMs = 5_000
const noNodes = { targetDedicatedNodes: 0, targetLowPriorityNodes: 0 }

interface Emptied extends Omit<RollbackResult, 'undone'> {
  /** Of the pools that have no nodes any more. */
  readonly ids: readonly string[]
}

/** Takes the nodes away from every pool that the entries say this run made, and waits until they are gone. Throws nothing. */
export async function scaleToZero(
  entries: readonly UndoEntry[],
  context: StepContext,
): Promise<Emptied> {
  const { clock, emit } = context
  const ids: string[] = []
  const done: string[] = []
  const left: string[] = []
  for (const { of, undo } of entries) {
    if (of !== 'made' || undo.kind !== 'delete-pool') continue
    const name = nameOfId(undo.id)
    try {
      if (!(await empty(undo, context))) continue
      const say = `pool ${name} has no nodes any more, and costs nothing`
      ids.push(undo.id)
      done.push(say)
      emit({ type: 'taking-back', at: clock.now(), say })
    } catch (error) {
      const say = `pool ${name} keeps its nodes: ${reasonOf(error)}`
      left.push(say)
      emit({ type: 'note', at: clock.now(), severity: 'warning', say })
    }
  }
  return { ids, done, left }
}

/** Whether there is such a pool, which then has no nodes. */
async function empty(made: MadePool, context: StepContext): Promise<boolean> {
  const { azure, signal } = context
  const { id, apiVersion, marks } = made
  const pool = await azure.pool(id, apiVersion, { signal })
  if (pool === undefined) return false
  if (!hasMarks(ownMetadata(pool.properties), marks)) throw new UndoSkipped('another run made it')
  if (!isSteady(readPoolState(pool.properties))) {
    // A pool that is being resized takes no other target.
    await azure.stopResize(id, apiVersion, { signal })
    await settled(made, context)
  }
  const body = { properties: { scaleSettings: { fixedScale: noNodes } } }
  const changed = await azure.updatePool(id, apiVersion, body, { signal })
  recordPool(changed, context)
  await settled(made, context)
  return true
}

/** Waits until the pool is steady. A resize shows at once in the answer to the PATCH. */
async function settled(made: MadePool, context: StepContext): Promise<Pool> {
  const { azure, clock, signal, deadline } = context
  const name = nameOfId(made.id)
  return await waitFor<Pool>({
    clock,
    signal,
    deadline,
    onWaited: reportWaited(context, 'resize'),
    what: `pool ${name} to be steady`,
    everyMs: () => pollMs,
    onPending: reportRollback(context),
    probe: async () => {
      const pool = await azure.pool(made.id, made.apiVersion, { signal })
      if (pool === undefined) throw new UndoSkipped('it is gone')
      recordPool(pool, context)
      const state = readPoolState(pool.properties)
      if (isSteady(state)) return { done: pool }
      return {
        pending: `pool ${name} is ${state.allocationState ?? 'busy'}`,
        retryAfterMs: pool.retryAfterMs,
      }
    },
  })
}
