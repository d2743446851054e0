/** The yardsticks of answers that Azure publishes no types of: the simulator's answers fit them, and faults are found. */
import { describe, expect, test } from '@jest/globals'
import { faultsOfAnswer } from '../../scripts/answer-yardsticks.mjs'
import type { JsonObject } from '../../src/simulator/kernel.js'
import { createSimulator } from '../../src/simulator/simulator.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'

const subscription = `/subscriptions/${defaultSubscriptionId}`
const account = `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`
const host = 'renderbatch.koreacentral.batch.azure.com'
let nowMs = Date.parse('2026-11-23T08:00:00Z')
const simulator = createSimulator(
  { jobs: [{ id: 'night', pool: 'render', tasks: { running: 2 } }] },
  { clock: { now: () => nowMs, speed: 1 } },
)

function ask(path: string, apiVersion: string, body?: JsonObject) {
  const isArm = path.startsWith('/subscriptions')
  const url = new URL(`https://${isArm ? 'management.azure.com' : host}${path}`)
  url.searchParams.set('api-version', apiVersion)
  const method = body === undefined ? 'GET' : 'PUT'
  const headers = { authorization: 'Bearer simulated', 'content-type': 'application/json' }
  const text = body === undefined ? undefined : JSON.stringify(body)
  const answer = simulator.handle({ method, url, headers, body: text })
  return { method, path, status: answer.status, answer: answer.body }
}

const imageReference = { publisher: 'canonical', offer: 'ubuntu-24_04-lts', sku: 'server' }
ask(`${account}/pools/render`, '2025-06-01', {
  properties: {
    vmSize: 'Standard_D4s_v5',
    deploymentConfiguration: {
      virtualMachineConfiguration: { imageReference, nodeAgentSkuId: 'batch.node.ubuntu 24.04' },
    },
    startTask: { commandLine: 'true', waitForSuccess: true },
    scaleSettings: { fixedScale: { targetDedicatedNodes: 2 } },
  },
})
nowMs += 3_600_000

const data = '2024-07-01.20.0'
const places: readonly (readonly [string, string])[] = [
  ['/pools/render/nodes', data],
  ['/nodecounts', data],
  ['/pools', data],
  ['/pools/render', data],
  ['/supportedimages', data],
  ['/jobs', data],
  ['/jobs/night', data],
  ['/jobs/night/taskcounts', data],
  [`${subscription}/providers/Microsoft.Batch/locations/koreacentral/quotas`, '2025-06-01'],
  [
    `${subscription}/providers/Microsoft.Batch/locations/koreacentral/virtualMachineSkus`,
    '2025-06-01',
  ],
  [`${subscription}/providers/Microsoft.Compute/locations/koreacentral/usages`, '2024-07-01'],
  [`${subscription}/providers/Microsoft.Compute/skus`, '2021-07-01'],
  [
    `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Authorization/permissions`,
    '2022-04-01',
  ],
  ['/subscriptions', '2021-01-01'],
  [subscription, '2021-01-01'],
  [`${subscription}/locations`, '2021-01-01'],
]

describe('yardsticks of answers without types', () => {
  test.each(places)('GET %s is answered as it should be', (path, apiVersion) => {
    const entry = ask(path, apiVersion)
    expect(entry.status).toBe(200)
    expect(faultsOfAnswer(entry)).toEqual([])
  })

  const node = { id: 'n', state: 'idle', stateTransitionTime: '2026-11-23T08:00:00Z' }
  test.each([
    [{ ...node, state: 'Idle' }, 'node[].state is "Idle", not idle|'],
    [{ ...node, colour: 'red' }, 'node[].colour is unknown'],
    [{ ...node, totalTasksRun: '0' }, 'node[].totalTasksRun is "0", not number'],
    [{ ...node, vmSize: null }, 'node[].vmSize is null, not text'],
    [{ ...node, stateTransitionTime: 'today' }, 'node[].stateTransitionTime is "today", not time'],
    [{ ...node, errors: {} }, 'node[].errors is no list'],
    [{ ...node, startTaskInfo: { state: 'running', retryCount: 0 } }, 'startTime is absent'],
    ['n', 'node[] is no object'],
  ])('finds what is wrong with %p', (item, fault) => {
    const entry = { method: 'GET', path: '/pools/p/nodes', status: 200 }
    expect(faultsOfAnswer({ ...entry, answer: { value: [node] } })).toEqual([])
    const found = faultsOfAnswer({ ...entry, answer: { value: [node, item] } })
    expect(found).toEqual([expect.stringContaining(fault)])
  })

  test('finds members that no list has', () => {
    const answer = { value: [], next: '/subscriptions?page=2' }
    const entry = { method: 'GET', path: '/subscriptions', status: 200, answer }
    expect(faultsOfAnswer(entry)).toEqual(['subscription list.next is unknown'])
  })
})
