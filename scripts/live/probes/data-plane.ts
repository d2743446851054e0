/** The data plane of the account, and what is told of it elsewhere; nothing here needs a node. */
import { objectAt, objectsAt, textAt } from '../../../src/shared/json-at.js'
import type { JsonObject } from '../../../src/shared/json.js'
import { waitFor } from '../../../src/apply/wait.js'
import { versions } from '../api-versions.js'
import { odata } from '../bodies.js'
import { listImages } from '../supplies.js'
import {
  accept,
  NotPossible,
  verdictOf,
  type Facts,
  type Probe,
  type ProbeContext,
} from '../probe.js'

async function post(
  { azure, supplies }: ProbeContext,
  path: string,
  body: JsonObject | string,
  headers: Readonly<Record<string, string>> = odata,
): Promise<Facts> {
  const { endpoint } = await supplies.account()
  const request = { method: 'POST', path, apiVersion: versions.batchData } as const
  return verdictOf(await azure.batch(endpoint, { ...request, headers, body }))
}

/** Past the end of their support: https://github.com/Azure/Batch/issues/140 */
const retiredAgents = [
  ...['batch.node.ubuntu 16.04', 'batch.node.ubuntu 18.04', 'batch.node.ubuntu 20.04'],
  ...['batch.node.debian 9', 'batch.node.debian 10', 'batch.node.centos 7', 'batch.node.centos 8'],
]

/** Resource Graph has changes within minutes, as a rule. */
const indexedMs = 15 * 60_000

export const dataPlaneProbes: readonly Probe[] = [
  {
    id: 'account/bad-name',
    question: 'How is the name of an account refused that has a dash in it?',
    why: 'the action explains refusals by their code',
    expected: { status: 400, code: 'InvalidAccountName' },
    ask: async ({ azure, supplies }) => {
      const path = supplies.id('Microsoft.Batch/batchAccounts', 'not-a-name')
      const body = { location: supplies.location, properties: {} }
      return verdictOf(await azure.arm({ method: 'PUT', path, apiVersion: versions.batch, body }))
    },
  },
  {
    id: 'data/content-type',
    question: 'How is another content type than JSON refused?',
    why: 'the action explains refusals by their code',
    expected: { status: 415, code: 'UnsupportedMediaType' },
    ask: async (context) =>
      await post(context, '/pools', 'id: x', { 'content-type': 'text/plain' }),
  },
  {
    id: 'data/bad-filter',
    question: 'How is a filter refused that is not one of those that are documented?',
    why: 'the action must not take it for an empty list',
    expected: { status: 400, code: 'InvalidQueryParameterValue' },
    ask: async ({ azure, supplies }) => {
      const { endpoint } = await supplies.account()
      const query = { $filter: 'nonsense gt 3' }
      const request = { method: 'GET', path: '/pools', apiVersion: versions.batchData } as const
      return verdictOf(await azure.batch(endpoint, { ...request, query }))
    },
  },
  {
    id: 'data/formula-with-targets',
    question: 'How is a pool refused that has both a formula and a target?',
    why: 'az and templates of the data plane write such pools',
    expected: { status: 400, code: 'InvalidAutoScalingSettings' },
    ask: async (context) => {
      const { properties } = await context.supplies.poolBody()
      const { vmSize = '', deploymentConfiguration } = properties as JsonObject
      const configuration = objectAt(deploymentConfiguration, 'virtualMachineConfiguration') ?? {}
      const { nodeAgentSkuId = '', imageReference = {} } = configuration
      return await post(context, '/pools', {
        ...{ id: context.newName('pool'), vmSize },
        virtualMachineConfiguration: { nodeAgentSKUId: nodeAgentSkuId, imageReference },
        ...{ enableAutoScale: true, autoScaleFormula: '$TargetDedicatedNodes = 0;' },
        targetDedicatedNodes: 0,
      })
    },
  },
  {
    id: 'data/retired-agents',
    question: 'Are node agents of retired systems gone from the list of supported images?',
    why: 'the action refuses them before Azure does',
    expected: { retiredAndListed: [] },
    ask: async ({ azure, supplies }) => {
      const { endpoint } = await supplies.account()
      const agents = (await listImages(azure, endpoint)).map((item) =>
        textAt(item, 'nodeAgentSKUId'),
      )
      return { retiredAndListed: retiredAgents.filter((agent) => agents.includes(agent)) }
    },
  },
  {
    id: 'data/evaluate-without-formula',
    question: 'How is the evaluation of a formula refused for a pool that has none?',
    why: 'the action evaluates nothing by POST, because this is refused',
    expected: { status: 409, code: 'PoolNotEligibleForAutoScale' },
    ask: async (context) => {
      await context.supplies.pool()
      const autoScaleFormula = '$TargetDedicatedNodes = 0;'
      return await post(context, '/pools/empty/evaluateautoscale', { autoScaleFormula })
    },
  },
  {
    id: 'jobs/enable-active',
    question: 'How is a job refused that is enabled and was not disabled?',
    why: 'a rollout that takes up again may find its jobs enabled already',
    expected: { status: 409, code: 'OperationInvalidForCurrentState' },
    ask: async (context) => {
      const job = await context.supplies.job()
      return await post(context, `/jobs/${job}/enable`, '')
    },
  },
  {
    id: 'jobs/move-active',
    question: 'How is a job refused that is moved to another pool and is not disabled?',
    why: 'a rollout disables jobs before it moves them',
    expected: { status: 409, code: 'OperationInvalidForCurrentState' },
    ask: async ({ azure, supplies }) => {
      const path = `/jobs/${await supplies.job()}`
      const { endpoint } = await supplies.account()
      await supplies.formulaPool()
      const body = { poolInfo: { poolId: 'formula' } }
      const request = { method: 'PATCH', path, apiVersion: versions.batchData } as const
      return verdictOf(await azure.batch(endpoint, { ...request, headers: odata, body }))
    },
  },
  {
    id: 'graph/pools',
    question: 'Are Batch pools missing from Resource Graph, where their account is?',
    why: 'a cleanup asks each account for its pools, which would be needless',
    expected: { pools: 0 },
    ask: async ({ azure, supplies }) => {
      const { id } = await supplies.account()
      await supplies.pool()
      const count = async (type: string): Promise<number> => {
        const query = `resources | where type =~ '${type}' and id startswith '${id}' | project id`
        const { body } = accept(
          await azure.arm({
            method: 'POST',
            path: '/providers/Microsoft.ResourceGraph/resources',
            apiVersion: versions.resourceGraph,
            body: {
              subscriptions: [supplies.subscriptionId],
              query,
              options: { resultFormat: 'objectArray' },
            },
          }),
          'a query of Resource Graph',
        )
        return objectsAt(body, 'data').length
      }
      const { clock, signal } = supplies
      await waitFor({
        ...{ clock, signal, what: 'the account in Resource Graph' },
        deadline: Math.min(supplies.deadlineMs, clock.now() + indexedMs),
        probe: async () => {
          const found = await count('microsoft.batch/batchaccounts')
          return found > 0 ? { done: found } : { pending: 'it is not there yet' }
        },
        everyMs: () => 20_000,
        onPending: () => undefined,
      }).catch(() => {
        throw new NotPossible('the account did not come to Resource Graph in time')
      })
      return { pools: await count('microsoft.batch/batchaccounts/pools') }
    },
  },
]
