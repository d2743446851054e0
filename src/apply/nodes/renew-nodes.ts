import { readPoolState } from '../../model/pool-state.js'
import type { AwaitNodes } from '../../model/step.js'
import { objectAt } from '../../shared/json-at.js'
import type { StepContext } from '../context.js'
import { changePool, readPool, withoutNodes } from './pool-at-rest.js'
import { reportProgress } from '../progress.js'
import { recordPool } from '../steps/record-pool.js'

/**
 * Takes all nodes of a pool away and asks for as many new ones: a node that failed does not try again by itself. Only for
 * a pool that nobody uses. Throws `NodesMissing` when it is gone, `AzureFailure`, `DeadlinePassed`.
 */
export async function renewNodes(step: AwaitNodes, context: StepContext): Promise<void> {
  const at = { id: step.resource, apiVersion: step.apiVersion }
  const { properties } = await readPool(at, context)
  const scaleSettings = objectAt(properties, 'scaleSettings') ?? {}
  const say = reportProgress(step, context)
  await changePool(at, context, { say, stopsResize: true, bodyFor: () => withoutNodes })
  const { before, after } = await changePool(at, context, {
    say,
    bodyFor: () => ({ properties: { scaleSettings } }),
  })
  const previousStartTime = readPoolState(before.properties).resizeStart
  context.record({ changed: true, poolWrite: { at: after.serverTime, previousStartTime } })
  recordPool(after, context)
}
