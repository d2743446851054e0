/** An hour of waiting for 2,500 nodes, counted: as a runner would have it, the real SDKs and simulated time. */
import { expect, test } from '@jest/globals'
import { pauseMs } from '../../src/apply/nodes/poll-pace.js'
import type { Config } from '../../src/inputs/config.js'
import type { JsonObject, ResizeScenario, Scenario } from '../../src/simulator/kernel.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { jobOf, openWorld, runLoaded, type World } from '../support/simulated-run.js'

const subscription = `/subscriptions/${defaultSubscriptionId}`
const accountId = `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
const settings = { subscriptionId: defaultSubscriptionId, resourceGroup: 'rg-images' }
const minuteMs = 60_000

const quotas = {
  dedicatedCoreQuota: 100_000,
  dedicatedCoreQuotaPerVMFamily: [{ name: 'standardDSv5Family', coreQuota: 100_000 }],
}
const raised = { do: { change: { id: accountId, properties: quotas } } }

function config(image: Config['image'], resizeTimeout?: string): Config {
  const fixedScale: JsonObject = {
    targetDedicatedNodes: 2500,
    ...(resizeTimeout && { resizeTimeout }),
  }
  return {
    ...(image !== undefined && { image }),
    pool: {
      account: accountId,
      name: 'render',
      properties: {
        vmSize: 'Standard_D2s_v5',
        deploymentConfiguration: {
          virtualMachineConfiguration: { nodeAgentSkuId: 'batch.node.ubuntu 22.04' },
        },
        scaleSettings: { fixedScale },
      },
    },
    rollout: { waitFor: 'nodes' },
  }
}

async function openWith(scenario: Scenario): Promise<World> {
  const world = await openWorld({
    imageSeconds: 1,
    // As wide as Batch lists nodes; the default is for tests of paging.
    pageSize: 1000,
    replicationSecondsPerRegion: 1,
    events: [raised],
    ...scenario,
  })
  const imageDefinition = `${compute}/galleries/renderGallery/images/render-node`
  const gallery = { imageDefinition, imageVersion: '1.0.0', source: 'snapshots' } as const
  const published = { image: { osSnapshot: `${compute}/snapshots/render-os` }, gallery }
  expect((await runLoaded(jobOf(published, settings), world)).error).toBeUndefined()
  return world
}

const version = { id: `${compute}/galleries/renderGallery/images/render-node/versions/1.0.0` }
const managed = {
  name: 'render-1',
  resourceGroup: 'rg-images',
  osSnapshot: `${compute}/snapshots/render-os`,
}
const image = (width: number): ResizeScenario => ({ nodesPerMinute: width })

test.each<[string, Config, ResizeScenario]>([
  ['at once from a gallery version', config(version, 'PT90M'), image(2500 / 59)],
  ['in nine stages from a managed image', config(managed), image(2500 / 54)],
])('%s', async (_what, wanted, course) => {
  const world = await openWith({ resizes: [course] })
  const startedAt = world.clock.now()
  const before = world.simulator.transcript.entries.length
  const outcome = await runLoaded(jobOf(wanted, settings), world)
  const requests = world.simulator.transcript.entries.slice(before)
  const minutes = (world.clock.now() - startedAt) / minuteMs
  const ofNodes = requests.filter(({ path }) => !path.startsWith('/subscriptions/'))
  console.log(
    `${_what}: 2,500 nodes after ${minutes.toFixed(1)} minutes and ${String(requests.length)} requests, ` +
      `${String(ofNodes.length)} of them to the data plane`,
  )
  expect(outcome.error).toBeUndefined()
  expect(outcome.made.currentDedicatedNodes).toBe(2500)
  expect(minutes).toBeGreaterThan(55)
  expect(requests.length / (minutes / 60)).toBeLessThanOrEqual(150)
})

test('Steady is noticed within one interval', async () => {
  for (const nodesPerMinute of [2500 / 2, 2500 / 11, 2500 / 31, 2500 / 59]) {
    const world = await openWith({ resizes: [{ nodesPerMinute }] })
    const outcome = await runLoaded(jobOf(config(version, 'PT90M'), settings), world)
    const seen = outcome.events.filter(({ type }) => type === 'step-progress').map(({ at }) => at)
    const made = outcome.events.findLast(
      (event) => event.type === 'step-started' && event.step.kind === 'await-nodes',
    )
    const steadyAt = (made?.at ?? 0) + 45_000 + (2499 / nodesPerMinute) * minuteMs
    const firstAfter = seen.find((at) => at >= steadyAt) ?? world.clock.now()
    expect(firstAfter - steadyAt).toBeLessThanOrEqual(pauseMs(steadyAt - (made?.at ?? 0)) + 1000)
  }
})

test('our own pace alone makes a hundred looks in an hour, the first dozen in a minute', () => {
  const looks: number[] = []
  for (let at = 0; at < 60 * minuteMs; at += pauseMs(at)) looks.push(at)
  expect(looks.filter((at) => at < minuteMs)).toHaveLength(12)
  expect(looks.length).toBeLessThanOrEqual(100)
})
