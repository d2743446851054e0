/** Reading and changing a pool that takes a change only while it is not being resized. */
import { NodesMissing } from './nodes-missing.js'
import { lineageNames, ownMetadata, withoutLineage } from '../../model/lineage.js'
import { diffPool } from '../../model/pool-diff.js'
import { isSteady, readPoolState } from '../../model/pool-state.js'
import { isBeingDeleted } from '../../model/pool-roles.js'
import type { Pool } from '../../ports/azure.js'
import { nameOfId } from '../../shared/arm-id.js'
import { AzureFailure } from '../../shared/errors.js'
import type { JsonObject } from '../../shared/json.js'
import { objectAt } from '../../shared/json-at.js'
import type { StepContext } from '../context.js'
import { deletionPauseMs, pauseMs } from './poll-pace.js'
import { reportWaited, type ProgressReporter } from '../progress.js'
import { waitFor } from '../wait.js'

/** A PATCH that takes all nodes away. What runs on nodes that are not to be runs again elsewhere: they may never become free. */
export const withoutNodes: JsonObject = {
  properties: {
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 0,
        targetLowPriorityNodes: 0,
        nodeDeallocationOption: 'Requeue',
      },
    },
  },
}

export interface PoolAt {
  readonly id: string
  readonly apiVersion: string
}

/** Throws `NodesMissing` when the pool is gone. */
export async function readPool(
  { id, apiVersion }: PoolAt,
  { azure, signal }: Pick<StepContext, 'azure' | 'signal'>,
): Promise<Pool> {
  const pool = await azure.pool(id, apiVersion, { signal })
  if (pool !== undefined) return pool
  throw new NodesMissing(`pool ${nameOfId(id)} was deleted since it was read`, id, [])
}

export interface Rest {
  /** What goes on meanwhile, for people. */
  readonly say: ProgressReporter
  readonly onLook?: (pool: Pool) => void
  /** A resize that is on is stopped: its nodes stay. */
  readonly stopsResize?: boolean
}

/** The pool once it is steady. Throws `NodesMissing` when it is gone, `AzureFailure`, `DeadlinePassed`. */
export async function poolAtRest(at: PoolAt, context: StepContext, rest: Rest): Promise<Pool> {
  const { clock, signal, deadline, azure } = context
  let hasStopped = false
  return await waitFor({
    clock,
    signal,
    deadline,
    onWaited: reportWaited(context, 'resize'),
    what: 'the resize that is on',
    everyMs: pauseMs,
    onPending: rest.say,
    probe: async () => {
      const pool = await readPool(at, context)
      rest.onLook?.(pool)
      const state = readPoolState(pool.properties)
      if (isSteady(state)) return { done: pool }
      const { allocationState = 'busy' } = state
      if (rest.stopsResize === true && !hasStopped && allocationState !== 'Stopping') {
        await ignoring(['operationinvalidforcurrentstate'], async () => {
          await azure.stopResize(at.id, at.apiVersion, { signal })
        })
        hasStopped = true
        return { pending: 'stopping the resize that is under way' }
      }
      const pending = `${allocationState} since before this run; the update waits for it`
      return { pending, retryAfterMs: pool.retryAfterMs }
    },
  })
}

/** It was over in the meantime. */
async function ignoring(codes: readonly string[], send: () => Promise<void>): Promise<void> {
  try {
    await send()
  } catch (error) {
    if (!isCode(error, codes)) throw error
  }
}

function isCode(error: unknown, codes: readonly string[]): error is AzureFailure {
  return error instanceof AzureFailure && codes.includes(error.error.code.toLowerCase())
}

export interface Change extends Rest {
  readonly bodyFor: (pool: Pool) => JsonObject
  /** Of the plan's look: a pool that somebody else changed since is left alone. */
  readonly etag?: string | undefined
  /** Sends the request, and notes how to take it back. */
  readonly send?: Send
}

export type Send = (send: () => Promise<Pool>) => Promise<Pool>

/** Of a pool that is being resized: https://learn.microsoft.com/rest/api/batchservice/batch-status-and-error-codes */
const busy = ['poolbeingresized', 'operationinvalidforcurrentstate']

/** A pool with an autoscale formula may begin to resize at any moment. */
const mostTries = 5

/** Changes the pool as it is once steady; `before` is that look. Throws as `poolAtRest`. */
export async function changePool(
  at: PoolAt,
  context: StepContext,
  change: Change,
): Promise<{ readonly before: Pool; readonly after: Pool }> {
  const { azure, signal } = context
  const send: Send = change.send ?? (async (one) => await one())
  const first = await readPool(at, context)
  change.onLook?.(first)
  let isBusy = !isSteady(readPoolState(first.properties))
  let before = first
  for (let tries = 1; ; tries += 1) {
    if (isBusy) before = await poolAtRest(at, context, change)
    // What ends a resize may change the ETag; until then it is the plan's.
    const etag = isBusy ? before.etag : (change.etag ?? before.etag)
    const body = change.bodyFor(before)
    try {
      const after = await send(async () => {
        return await azure.updatePool(at.id, at.apiVersion, body, { signal, etag })
      })
      return { before, after }
    } catch (error) {
      const done = await changedAlready(at, error, body, context)
      if (done !== undefined) return { before, after: done }
      if (!isCode(error, busy) || tries >= mostTries) throw error
      isBusy = true
    }
  }
}

/** An equal run was faster: the pool changed since it was read, and is what this change makes of it. Else undefined. */
async function changedAlready(
  at: PoolAt,
  error: unknown,
  body: JsonObject,
  context: StepContext,
): Promise<Pool | undefined> {
  if (!(error instanceof AzureFailure) || error.status !== 412) return undefined
  const pool = await context.azure.pool(at.id, at.apiVersion, { signal: context.signal })
  if (pool === undefined) return undefined
  const { properties, identity = null, tags = null } = pool
  const isAsWanted = diffPool(withoutLineage(body), { properties, identity, tags }).length === 0
  return isAsWanted && hasSameParts(properties, objectAt(body, 'properties') ?? {})
    ? pool
    : undefined
}

/** What the pool is to a rollout; who changed it, and when, differs between equal runs. */
const parts = [
  ...[lineageNames.role, lineageNames.pool, lineageNames.before, lineageNames.moving],
  lineageNames.written,
]

function hasSameParts(shown: JsonObject, sent: JsonObject): boolean {
  if (sent['metadata'] === undefined) return true
  const [now, wanted] = [ownMetadata(shown), ownMetadata(sent)]
  return parts.every((name) => now[name] === wanted[name])
}

/** Sends a request that makes a pool, waiting for a pool of that name to be gone first. */
export async function onceNameIsFree<T>(
  at: PoolAt,
  context: StepContext,
  { say, send }: { say: ProgressReporter; send: () => Promise<T> },
): Promise<T> {
  for (;;) {
    try {
      return await send()
    } catch (error) {
      if (!isCode(error, ['poolbeingdeleted'])) throw error
      await poolIsGone(at, context, say)
    }
  }
}

/** Throws `NodesMissing` when somebody has made a pool of its name, `AzureFailure`, `DeadlinePassed`. */
export async function poolIsGone(
  { id, apiVersion }: PoolAt,
  context: StepContext,
  say: ProgressReporter,
): Promise<void> {
  const { azure, clock, signal, deadline } = context
  await waitFor<true>({
    clock,
    signal,
    deadline,
    onWaited: reportWaited(context, 'deletion'),
    what: `pool ${nameOfId(id)} to be gone`,
    everyMs: deletionPauseMs,
    onPending: say,
    probe: async () => {
      const pool = await azure.pool(id, apiVersion, { signal })
      if (pool === undefined) return { done: true }
      if (isBeingDeleted(pool)) return { pending: `pool ${nameOfId(id)} is being deleted` }
      const message = `somebody else has created another pool ${nameOfId(id)} meanwhile`
      throw new NodesMissing(message, id, [])
    },
  })
}
