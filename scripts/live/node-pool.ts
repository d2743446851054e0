/** The one pool of a run that has a node, and so costs something. */
import { waitFor } from '../../src/apply/wait.js'
import { jsonAt, numberAt, objectAt, objectsAt, textAt } from '../../src/shared/json-at.js'
import type { JsonObject } from '../../src/shared/json.js'
import { versions } from './api-versions.js'
import { inBrief, NotPossible } from './probe.js'
import type { Account, Site } from './supplies.js'

export interface NodePool {
  readonly poolId: string
  readonly name: string
  readonly nodeId: string
}

const name = 'nodes'
/** Cores of the sizes that the kit takes. */
const coresNeeded = 2

/** Makes the pool and waits until its node is idle. Throws `NotPossible` where the account may have none. */
export async function makeNodes(site: Site, account: Account, body: JsonObject): Promise<NodePool> {
  const { azure } = site
  const quota = numberAt(account.shown, 'properties', 'dedicatedCoreQuota') ?? 0
  if (quota < coresNeeded) {
    throw new NotPossible(
      `a new Batch account may have ${String(quota)} dedicated cores here, a node needs ${String(coresNeeded)}`,
    )
  }
  const poolId = `${account.id}/pools/${name}`
  const fixedScale = { targetDedicatedNodes: 1, resizeTimeout: 'PT15M' }
  const startTask = { commandLine: '/bin/echo ready', waitForSuccess: true }
  const properties = { ...objectAt(body, 'properties'), startTask, scaleSettings: { fixedScale } }
  const request = { path: poolId, apiVersion: versions.batch }
  const made = await azure.arm({ method: 'PUT', ...request, body: { properties } })
  if (made.status >= 400) {
    throw new NotPossible(`Azure makes no pool with a node: ${inBrief(made)} ${made.text}`)
  }
  const { properties: steady = {} } = await untilSteady(site, poolId)
  if (numberAt(steady, 'currentDedicatedNodes') === 0) {
    const errors = JSON.stringify(jsonAt(steady, 'resizeOperationStatus', 'errors') ?? [])
    throw new NotPossible(`no node came: ${errors.slice(0, 500)}`)
  }
  return { poolId, name, nodeId: await untilIdle(site, account.endpoint) }
}

/** The pool once its resize is over. */
export async function untilSteady(site: Site, poolId: string): Promise<JsonObject> {
  const { azure, clock, signal, deadlineMs: deadline } = site
  return await waitFor({
    ...{ clock, signal, deadline, what: `the resize of ${poolId}` },
    probe: async () => {
      const shown = await azure.arm({ method: 'GET', path: poolId, apiVersion: versions.batch })
      const state = textAt(shown.body, 'properties', 'allocationState') ?? inBrief(shown)
      if (state === 'Steady') return { done: shown.body }
      return { pending: `it is ${state}`, retryAfterMs: shown.retryAfterMs }
    },
    everyMs: () => 15_000,
    onPending: () => undefined,
  })
}

async function untilIdle(site: Site, endpoint: string): Promise<string> {
  const { azure, clock, signal, deadlineMs: deadline } = site
  const request = { path: `/pools/${name}/nodes`, apiVersion: versions.batchData }
  return await waitFor({
    ...{ clock, signal, deadline, what: `the node of pool ${name}` },
    probe: async () => {
      const { body } = await azure.batch(endpoint, { method: 'GET', ...request })
      const [node] = objectsAt(body, 'value')
      const state = textAt(node, 'state') ?? 'not there'
      if (state === 'idle') return { done: textAt(node, 'id') ?? '' }
      if (node === undefined || isOnItsWay(state)) return { pending: `it is ${state}` }
      const errors = JSON.stringify(jsonAt(node, 'errors') ?? [])
      throw new NotPossible(`the node is ${state}: ${errors}`)
    },
    everyMs: () => 10_000,
    onPending: () => undefined,
  })
}

function isOnItsWay(state: string): boolean {
  return ['creating', 'starting', 'waitingforstarttask'].includes(state)
}
