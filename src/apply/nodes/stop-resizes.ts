import { isSteady, readPoolState } from '../../model/pool-state.js'
import { nameOfId } from '../../shared/arm-id.js'
import type { Azure } from '../../ports/azure.js'
import { AzureFailure } from '../../shared/errors.js'
import type { Resizing } from '../undo/journal.js'
import { reasonOf } from '../undo/roll-back.js'

interface Stopped {
  readonly done: readonly string[]
  readonly left: readonly string[]
}

type Stop = (pool: Resizing) => Promise<'stopped' | 'steady'>

/** Asks at once for every resize to end, without a look before: for the last seconds of a process. Throws nothing. */
export async function stopResizes(
  pools: readonly Resizing[],
  azure: Azure,
  signal: AbortSignal,
): Promise<Stopped> {
  return await stopAll(pools, async ({ id, apiVersion }) => {
    try {
      await azure.stopResize(id, apiVersion, { signal })
      return 'stopped'
    } catch (error) {
      if (isOver(error)) return 'steady'
      throw error
    }
  })
}

/** Nothing is on that could be stopped. Any other refusal, a missing right say, leaves the resize on. */
function isOver(error: unknown): boolean {
  return error instanceof AzureFailure && (error.status === 404 || error.status === 409)
}

/** The same for a later process, which looks first: what has ended since is not touched. */
export async function stopResizesStillOn(
  pools: readonly Resizing[],
  azure: Azure,
  signal: AbortSignal,
): Promise<Stopped> {
  return await stopAll(pools, async ({ id, apiVersion }) => {
    const pool = await azure.pool(id, apiVersion, { signal })
    if (pool === undefined || isSteady(readPoolState(pool.properties))) return 'steady'
    await azure.stopResize(id, apiVersion, { signal })
    return 'stopped'
  })
}

async function stopAll(pools: readonly Resizing[], stop: Stop): Promise<Stopped> {
  const done: string[] = []
  const left: string[] = []
  await Promise.all(
    pools.map(async (pool) => {
      const what = `the resize of pool ${nameOfId(pool.id)}`
      try {
        if ((await stop(pool)) === 'stopped') done.push(`${what} was stopped`)
      } catch (error) {
        left.push(`${what} could not be stopped: ${reasonOf(error)}`)
      }
    }),
  )
  return { done, left }
}
