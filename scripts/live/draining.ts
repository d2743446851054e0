/** A pool at work that is made smaller twice: what leaves first, and what a timeout ends with. */
import { jsonAt, objectsAt, textAt } from '../../src/shared/json-at.js'
import type { JsonObject } from '../../src/shared/json.js'
import { versions } from './api-versions.js'
import { makeNodes, untilNodes, untilSteady } from './node-pool.js'
import { odata } from './bodies.js'
import type { Account, Site } from './supplies.js'
import { accept } from './probe.js'

export interface Drained {
  /** Of the two nodes that were there, the one without a task left first. */
  readonly idleLeftFirst: boolean
  /** Codes of the errors of the resize whose timeout passed before the task ended. */
  readonly timeoutErrors: readonly string[]
  /** As the data plane counts the one task. */
  readonly counts: JsonObject
}

const name = 'draining'

export async function drain(site: Site, account: Account, body: JsonObject): Promise<Drained> {
  const { azure } = site
  const { poolId } = await makeNodes(site, account, { name, count: 2, body })
  const post = async (path: string, content: JsonObject): Promise<void> => {
    const request = {
      method: 'POST',
      path,
      apiVersion: versions.batchData,
      headers: odata,
    } as const
    accept(await azure.batch(account.endpoint, { ...request, body: content }), path)
  }
  await post('/jobs', { id: name, poolInfo: { poolId: name } })
  // Longer than the kit waits.
  await post(`/jobs/${name}/tasks`, { id: 'sleep', commandLine: '/bin/sleep 3000' })
  const both = await untilNodes(site, account, name, (states) => {
    return states.includes('running') && states.includes('idle')
  })
  const busy = both.find(({ state }) => state === 'running')
  const counts = await azure.batch(account.endpoint, {
    ...{ method: 'GET', path: `/jobs/${name}/taskcounts`, apiVersion: versions.batchData },
  })

  const resize = async (fixedScale: JsonObject): Promise<JsonObject> => {
    const request = { method: 'PATCH', path: poolId, apiVersion: versions.batch } as const
    const scaleSettings = { fixedScale }
    accept(await azure.arm({ ...request, body: { properties: { scaleSettings } } }), poolId)
    return await untilSteady(site, poolId)
  }
  await resize({ targetDedicatedNodes: 1, nodeDeallocationOption: 'Requeue' })
  const [left] = await untilNodes(site, account, name, (states) => states.length === 1)
  const last = { targetDedicatedNodes: 0, nodeDeallocationOption: 'TaskCompletion' }
  const steady = await resize({ ...last, resizeTimeout: 'PT5M' })
  const errors = objectsAt(steady, 'properties', 'resizeOperationStatus', 'errors')
  return {
    idleLeftFirst: left?.id === busy?.id,
    timeoutErrors: errors.map((error) => textAt(error, 'code') ?? ''),
    counts: {
      tasks: jsonAt(counts.body, 'taskCounts', 'running') ?? null,
      slots: jsonAt(counts.body, 'taskSlotCounts', 'running') ?? null,
    },
  }
}
