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

/** Cores of the sizes that the kit takes. */
const coresOfNode = 2
/** Nodes of a Marketplace image are ready, or at work, within minutes. */
const nodesMs = 15 * 60_000

export interface PoolOfNodes {
  readonly name: string
  readonly count: number
  /** Of a pool without nodes. */
  readonly body: JsonObject
}

/** Makes a pool and waits until its nodes are ready. Throws `NotPossible` where the account may have none. */
export async function makeNodes(
  site: Site,
  account: Account,
  { name, count, body }: PoolOfNodes,
): Promise<NodePool> {
  const { azure } = site
  const quota = numberAt(account.shown, 'properties', 'dedicatedCoreQuota') ?? 0
  const wanted = count * coresOfNode
  if (quota < wanted) {
    throw new NotPossible(
      `a new Batch account may have ${String(quota)} dedicated cores here, ${String(wanted)} are needed`,
    )
  }
  const poolId = `${account.id}/pools/${name}`
  const fixedScale = { targetDedicatedNodes: count, resizeTimeout: 'PT15M' }
  const startTask = { commandLine: '/bin/echo ready', waitForSuccess: true }
  const properties = { ...objectAt(body, 'properties'), startTask, scaleSettings: { fixedScale } }
  const request = { path: poolId, apiVersion: versions.batch }
  const made = await azure.arm({ method: 'PUT', ...request, body: { properties } })
  if (made.status >= 400) {
    throw new NotPossible(`Azure makes no pool with a node: ${inBrief(made)} ${made.text}`)
  }
  const { properties: steady = {} } = await untilSteady(site, poolId)
  if ((numberAt(steady, 'currentDedicatedNodes') ?? 0) < count) {
    const errors = JSON.stringify(jsonAt(steady, 'resizeOperationStatus', 'errors') ?? [])
    throw new NotPossible(`nodes are missing: ${errors.slice(0, 500)}`)
  }
  const nodes = await untilNodes(site, account, name, (states) => {
    return states.length === count && states.every((state) => isReady(state))
  })
  return { poolId, name, nodeId: nodes[0]?.id ?? '' }
}

export interface Node {
  readonly id: string
  readonly state: string
}

/** The nodes of a pool once their states are as wanted. Throws `NotPossible` for a node that failed. */
export async function untilNodes(
  site: Site,
  { endpoint }: Account,
  name: string,
  isWanted: (states: readonly string[]) => boolean,
): Promise<readonly Node[]> {
  const { azure, clock, signal } = site
  const deadline = Math.min(site.deadlineMs, clock.now() + nodesMs)
  const request = { path: `/pools/${name}/nodes`, apiVersion: versions.batchData }
  return await waitFor({
    ...{ clock, signal, deadline, what: `the nodes of pool ${name}` },
    probe: async () => {
      const { body } = await azure.batch(endpoint, { method: 'GET', ...request })
      const shown = objectsAt(body, 'value')
      const nodes = shown.map((node) => {
        return { id: textAt(node, 'id') ?? '', state: textAt(node, 'state') ?? '' }
      })
      if (isWanted(nodes.map(({ state }) => state))) return { done: nodes }
      const failed = shown.find((node) => isFailed(textAt(node, 'state') ?? ''))
      if (failed === undefined) return { pending: nodes.map(({ state }) => state).join(', ') }
      const errors = JSON.stringify(jsonAt(failed, 'errors') ?? [])
      throw new NotPossible(`a node is ${textAt(failed, 'state') ?? ''}: ${errors}`)
    },
    everyMs: () => 10_000,
    onPending: () => undefined,
  })
}

function isReady(state: string): boolean {
  return state === 'idle' || state === 'running'
}

function isFailed(state: string): boolean {
  return ['unusable', 'starttaskfailed', 'unknown', 'offline'].includes(state)
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
