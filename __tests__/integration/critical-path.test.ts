/** What the action adds to Azure's own time, on the simulated clock: a run as a runner would have it, beside what the simulator takes. */
import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline'
import { expect, test } from '@jest/globals'
import type { Config } from '../../src/inputs/config.js'
import { azureTimeOf } from '../../src/outcome/azure-time.js'
import type { Scenario } from '../../src/simulator/kernel.js'
import { createSimulator } from '../../src/simulator/simulator.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { azureOf, jobOf, runLoaded, type World } from '../support/simulated-run.js'

const subscription = `/subscriptions/${defaultSubscriptionId}`
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
const account = `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`
const settings = { subscriptionId: defaultSubscriptionId, resourceGroup: 'rg-images' }

const nodes = 20
const creatingSeconds = 20
const bootSeconds = 40

/** From snapshots to nodes that take tasks. */
const config: Config = {
  image: {
    name: 'render-1',
    resourceGroup: 'rg-images',
    osSnapshot: `${compute}/snapshots/render-os`,
  },
  gallery: {
    imageDefinition: `${compute}/galleries/renderGallery/images/render-node`,
    imageVersion: '1.0.0',
  },
  pool: {
    account,
    name: 'render',
    properties: {
      vmSize: 'Standard_D2s_v5',
      deploymentConfiguration: {
        virtualMachineConfiguration: { nodeAgentSkuId: 'batch.node.ubuntu 22.04' },
      },
      scaleSettings: { fixedScale: { targetDedicatedNodes: nodes, resizeTimeout: 'PT60M' } },
    },
  },
  rollout: { waitFor: 'nodes' },
}

/**
 * A simulated Azure whose clock only waiting turns. As with the real one, only Resource Manager's operations say after how
 * long they may be asked again (the simulator says it of pools, too).
 */
async function openWorld(scenario: Scenario): Promise<World> {
  let now = Date.parse('2026-11-23T08:00:00Z')
  const simulator = createSimulator(scenario, { clock: { now: () => now, speed: 1 } })
  const inner = simulator.httpClient()
  const client: HttpClient = {
    sendRequest: async (request) => {
      const response = await inner.sendRequest(request)
      if (/operations\//i.test(new URL(request.url).pathname)) return response
      const headers = createHttpHeaders(response.headers.toJSON())
      for (const name of ['retry-after', 'retry-after-ms']) headers.delete(name)
      return { ...response, headers }
    },
  }
  const pass = (ms: number): void => {
    now += ms
  }
  const clock: World['clock'] = {
    now: () => now,
    sleep: async (ms, signal) => {
      signal.throwIfAborted()
      pass(ms)
      await Promise.resolve()
    },
  }
  return { simulator, azure: await azureOf({ httpClient: () => client }), clock, pass }
}

interface Course {
  readonly imageSeconds: number
  readonly replicationSeconds: number
  readonly nodesPerMinute: number
}

/** How long Azure takes for it all, as the simulator's README says, and when that can be seen. */
function azureSeconds({ imageSeconds, replicationSeconds, nodesPerMinute }: Course): number {
  // The operation that makes an image may be asked every five seconds.
  const image = Math.ceil(imageSeconds / 5) * 5
  const allocation = 45 + ((nodes - 1) / nodesPerMinute) * 60
  return image + replicationSeconds + allocation + creatingSeconds + bootSeconds
}

async function carryOut({ imageSeconds, replicationSeconds, nodesPerMinute }: Course) {
  const world = await openWorld({
    imageSeconds,
    replicationSecondsPerRegion: replicationSeconds,
    resizes: [{ nodesPerMinute }],
    nodes: { creatingSeconds, bootSeconds },
  })
  const startedAt = world.clock.now()
  const { error, made, events } = await runLoaded(jobOf(config, settings), world)
  expect([error, made.readyNodes]).toEqual([undefined, nodes])
  return {
    seconds: (world.clock.now() - startedAt) / 1000,
    claimedSeconds: azureTimeOf({ events }).ms / 1000,
    requests: world.simulator.transcript.entries.length,
  }
}

/** Runs of six minutes to a quarter of an hour; `requests`: what they took when every look came at a fixed pace. */
const courses: readonly (Course & { readonly requests: number })[] = [
  { imageSeconds: 8, replicationSeconds: 190, nodesPerMinute: 12, requests: 59 },
  { imageSeconds: 25, replicationSeconds: 490, nodesPerMinute: 7, requests: 76 },
  { imageSeconds: 5, replicationSeconds: 610, nodesPerMinute: 40, requests: 69 },
]

test('the action adds at most 2 % to what Azure takes, with hardly more requests', async () => {
  const total = { before: 0, now: 0 }
  for (const { requests, ...course } of courses) {
    const run = await carryOut(course)
    const azure = azureSeconds(course)
    expect(run.seconds / azure).toBeLessThanOrEqual(1.02)
    // What is said of Azure's time is nearly all of it, and never more than it was.
    expect(run.claimedSeconds / azure).toBeGreaterThan(0.9)
    expect(run.claimedSeconds).toBeLessThanOrEqual(azure)
    total.before += requests
    total.now += run.requests
  }
  expect(total.now).toBeLessThanOrEqual(1.05 * total.before)
})
