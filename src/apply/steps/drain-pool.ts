import { totalOf } from '../../model/node-counts.js'
import { NodesMissing } from '../nodes/nodes-missing.js'
import { lineageNames } from '../../model/lineage.js'
import {
  isEmpty,
  isSteady,
  readPoolState,
  scaleTargets,
  type PoolState,
} from '../../model/pool-state.js'
import { markedBefore } from '../../plan/rollout/before.js'
import { editedMetadata } from '../../model/pool-metadata.js'
import type { DrainPool, MetadataEdit } from '../../model/step.js'
import type { Pool } from '../../ports/azure.js'
import { nameOfId } from '../../shared/arm-id.js'
import { durationOfMinutes } from '../../shared/duration.js'
import type { JsonObject } from '../../shared/json.js'
import type { StepContext } from '../context.js'
import { changePool, readPool } from '../nodes/pool-at-rest.js'
import { pauseMs } from '../nodes/poll-pace.js'
import { reportProgress, reportWaited, type ProgressReporter } from '../progress.js'
import { waitFor } from '../wait.js'
import { willRestore } from '../undo/will-restore.js'
import { recordPool } from './record-pool.js'

const minuteMs = 60_000
/** Batch refuses less (https://learn.microsoft.com/rest/api/batchmanagement/pool/create#fixedscalesettings). */
const leastResizeMinutes = 5
/** The end of a resize only shows some time after it. */
const marginMs = 2 * minuteMs

/**
 * Asks Batch to take the nodes away as their tasks end and, unless the pool retires, waits until they are gone. What the
 * pool was, or that it is retired, is written in the same request. Throws `NodesMissing` when tasks go on for longer than
 * they may, `AzureFailure`, `DeadlinePassed`.
 */
export async function drainPool(step: DrainPool, context: StepContext): Promise<void> {
  const { clock, record } = context
  const at = { id: step.resource, apiVersion: step.apiVersion }
  const isOurs = step.retires === undefined
  const say = reportProgress(step, context)
  const onLook = (pool: Pool): void => {
    if (isOurs) recordPool(pool, context)
  }
  const send = await willRestore(step, context)
  if (!isBegun(step, await readPool(at, context))) {
    const { after } = await changePool(at, context, {
      bodyFor: ({ properties }) => drainBody(step, properties, clock.now()),
      say,
      onLook,
      send,
      stopsResize: true,
      etag: step.etag,
    })
    onLook(after)
    record({ changed: true })
  }
  if (isOurs) await nodesAreGone(step, context, { say, onLook })
}

/** An earlier run has asked for it, and nodes still go, or are gone: a resize that ended before that is asked for anew. */
function isBegun(step: DrainPool, { properties }: Pool): boolean {
  const { dedicated, lowPriority } = scaleTargets(properties)
  const isEmptied = dedicated === 0 && lowPriority === 0
  const isOn = readPoolState(properties).allocationState?.toLowerCase() === 'resizing'
  if (step.marks === undefined || !isEmptied || markedBefore(properties) === undefined) return false
  return isOn || isEmpty(properties)
}

function drainBody(step: DrainPool, properties: JsonObject, now: number): JsonObject {
  const minutes = Math.max(leastResizeMinutes, Math.ceil(step.limitMs / minuteMs))
  const fixedScale = {
    targetDedicatedNodes: 0,
    targetLowPriorityNodes: 0,
    resizeTimeout: durationOfMinutes(minutes).iso,
    nodeDeallocationOption: 'TaskCompletion',
  }
  const metadata = editedMetadata(properties, editOf(step, properties, now))
  return { properties: { metadata, scaleSettings: { fixedScale } } }
}

function editOf(step: DrainPool, properties: JsonObject, now: number): MetadataEdit {
  const { retires, marks = {} } = step
  // What the pool was before an unfinished run is what counts, not what that run made of it.
  const set = markedBefore(properties) === undefined ? marks : {}
  if (retires === undefined) return { set, remove: [] }
  const time = (ms: number): string => new Date(ms).toISOString()
  return {
    set: {
      [lineageNames.pool]: retires.pool,
      [lineageNames.role]: 'retired',
      [lineageNames.retired]: time(now),
      [lineageNames.keepUntil]: time(now + retires.keepMs),
    },
    remove: [lineageNames.live, lineageNames.moving],
  }
}

interface Watch {
  readonly say: ProgressReporter
  readonly onLook: (pool: Pool) => void
}

async function nodesAreGone(step: DrainPool, context: StepContext, watch: Watch): Promise<void> {
  const { clock, signal, deadline } = context
  const at = { id: step.resource, apiVersion: step.apiVersion }
  const limit = clock.now() + step.limitMs + marginMs
  await waitFor<true>({
    clock,
    signal,
    deadline,
    onWaited: reportWaited(context, 'drain'),
    what: `the nodes of pool ${nameOfId(at.id)} to go`,
    everyMs: pauseMs,
    onPending: watch.say,
    probe: async () => {
      const pool = await readPool(at, context)
      watch.onLook(pool)
      const state = readPoolState(pool.properties)
      if (isEmpty(pool.properties)) return { done: true }
      if (isSteady(state) || clock.now() >= limit) throw nodesStay(step, state)
      const left = totalOf(state)
      return {
        pending: `${state.allocationState ?? 'busy'}, ${String(left)} nodes still there`,
        retryAfterMs: pool.retryAfterMs,
      }
    },
  })
}

function nodesStay(step: DrainPool, state: PoolState): NodesMissing {
  const left = totalOf(state)
  const { iso } = durationOfMinutes(Math.ceil(step.limitMs / minuteMs))
  const [error] = state.resizeErrors
  const isStopped = /^ResizeStopped$/i.test(error?.code ?? '')
  const when = isStopped ? 'when its resize was stopped' : `after ${iso}`
  const message = `${String(left)} nodes of pool ${nameOfId(step.resource)} were still there ${when}`
  return new NodesMissing(message, step.resource, [
    {
      code: error?.code ?? 'DrainTimedOut',
      message: error?.message ?? message,
      ...(isStopped ? stopped : outlasted(iso)),
      retryable: true,
      docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#computenodedeallocationoption',
      evidence: state.resizeErrors.map(({ code, message: said }) => ({ code, message: said })),
    },
  ])
}

const stopped = {
  cause: 'somebody else stopped the resize that was to take them away',
  remedy: 'find out who stops resizes of this pool, and run again',
}

function outlasted(iso: string): typeof stopped {
  return {
    cause: `tasks on them did not end within drain-timeout (${iso}), and no task is cut off`,
    remedy:
      'run again when the tasks have ended, raise drain-timeout, or let on-existing-pool be blue-green, which waits for nothing',
  }
}
