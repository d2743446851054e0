/** What comes of resizes that do not bring all nodes at once, through the built action over HTTPS. */
import { afterEach, describe, expect, test } from '@jest/globals'
import type { Scenario } from '../../src/simulator/kernel.js'
import { runAction, type Ended } from './action.js'
import { poolId, startCloud, versionId, wholeWay, type Cloud } from './azure.js'

let cloud: Cloud | undefined
afterEach(async () => {
  await cloud?.close()
  cloud = undefined
})

const published = [
  'subscription-id',
  'resource-group',
  'batch-account',
  'pool-name',
  'node-agent-sku-id',
] as const

/** A pool of the smallest nodes from a version that was published before. */
async function run(scenario: Scenario, inputs: Record<string, string> = {}): Promise<Ended> {
  cloud = await startCloud({
    speed: 6000,
    imageSeconds: 0,
    replicationSecondsPerRegion: 0,
    ...scenario,
  })
  const { 'target-dedicated-nodes': nodes = '1200', ...others } = inputs
  const given = Object.fromEntries(published.map((name) => [name, wholeWay[name] ?? '']))
  return await runAction({
    inputs: {
      ...cloud.inputs,
      ...given,
      'os-snapshot': 'render-os',
      'gallery-image-definition': wholeWay['gallery-image-definition'] ?? '',
      'gallery-source': 'snapshots',
      'image-name': 'unused',
      'vm-size': 'Standard_D2s_v5',
      'target-dedicated-nodes': nodes,
      ...others,
    },
    env: cloud.env,
  })
}

function codes({ outputs }: Ended): readonly string[] {
  const errors = JSON.parse(outputs['resize-errors'] ?? '[]') as { attempt: number; code: string }[]
  return errors.map(({ attempt, code }) => `${String(attempt)} ${code}`)
}

function writes(): readonly string[] {
  return (cloud?.simulator.transcript.writes() ?? [])
    .filter(({ path }) => path.toLowerCase() === poolId.toLowerCase())
    .map(({ method }) => method)
}

const timedOut = { error: { code: 'AllocationTimedout' } }
const part = { adds: 300, nodesPerMinute: 1000, ...timedOut }

describe('1,200 nodes', () => {
  test('come in four partial resizes', async () => {
    const ended = await run(
      { resizes: [part, part, part, { nodesPerMinute: 1000 }] },
      { 'resize-attempts': '4' },
    )
    expect(ended.log).toContain('resize 2 of 4: 300/1200 nodes, asking for 900 more')
    expect(ended.log).toContain('resize 4 of 4: 900/1200 nodes, asking for 300 more')
    expect(ended.outputs).toMatchObject({
      outcome: 'succeeded',
      'current-dedicated-nodes': '1200',
      'image-reference-id': versionId,
      'vm-size': 'Standard_D2s_v5',
    })
    expect(codes(ended)).toEqual(['1', '2', '3'].map((attempt) => `${attempt} AllocationTimedout`))
    expect(writes()).toEqual(['PUT', 'PATCH', 'PATCH', 'PATCH'])
    expect(ended.status).toBe(0)
  })

  test.each<[string, Scenario, readonly string[], string]>([
    [
      'a quota keeps at 300',
      { resizes: [{ ...part, error: { code: 'AccountVMSeriesCoreQuotaReached' } }] },
      ['1 AccountVMSeriesCoreQuotaReached'],
      'pool render is steady with 300 of 1200 dedicated nodes',
    ],
    [
      'stall after 300',
      { resizes: [part, { adds: 0, ...timedOut }] },
      ['1 AllocationTimedout', '2 AllocationTimedout'],
      '300 of 1200 dedicated nodes after 2 resizes, the last of which added none',
    ],
    [
      'somebody else stops',
      {
        resizes: [part, { nodesPerMinute: 10 }],
        events: [{ afterSeconds: 120, since: 'resize', resize: 2, do: { stopResize: 'render' } }],
      },
      ['1 AllocationTimedout', '2 ResizeStopped'],
      'after 2 resizes: somebody else stopped its resize',
    ],
    [
      'time out',
      { resizes: [{ nodesPerMinute: 10 }, { adds: 0 }] },
      ['1 AllocationTimedout', '2 AllocationTimedout'],
      'after 2 resizes, the last of which added none',
    ],
  ])('that %s fail with the reason', async (_what, scenario, reported, says) => {
    const ended = await run(scenario)
    expect(ended.status).toBe(1)
    expect(ended.outputs['outcome']).toBe('failed')
    expect(codes(ended)).toEqual(reported)
    expect(ended.log).toContain(says)
  })
})

test('Spot nodes that are evicted while others come are asked for again', async () => {
  const evict = { pool: 'render', nodes: 4, leaveAfterSeconds: 1 }
  const ended = await run(
    {
      resizes: [{ nodesPerMinute: 5 }, {}],
      events: [{ afterSeconds: 100, since: 'resize', do: { evict } }],
    },
    { 'target-dedicated-nodes': '0', 'target-low-priority-nodes': '10' },
  )
  expect(ended.outputs).toMatchObject({ outcome: 'succeeded', 'current-low-priority-nodes': '10' })
  expect(ended.log).toContain('resize 2 of 3: 6/10 nodes, asking for 4 more')
})

test('a formula that fails when it is evaluated is told as the reason', async () => {
  const pool =
    'properties: { scaleSettings: { autoScale: { formula: "$TargetDedicatedNodes = avg($FailedTasks.GetSample(TimeInterval_Year));" } } }'
  const ended = await run({}, { pool, 'target-dedicated-nodes': '' })
  expect(ended.status).toBe(1)
  expect(ended.log).toContain('its autoscale evaluation ended with InsufficientSampleData')
  expect(ended.log).toContain('Line 1, Col 51')
})

test('a VM size that the region is out of is given up for the next one', async () => {
  const ended = await run(
    { capacityByVmSize: { Standard_D2s_v5: 4 } },
    { 'target-dedicated-nodes': '10', 'vm-size': 'Standard_D2s_v5\nStandard_D2s_v3' },
  )
  expect(ended.outputs).toMatchObject({
    outcome: 'succeeded',
    'vm-size': 'Standard_D2s_v3',
    'current-dedicated-nodes': '10',
  })
  expect(ended.log).toContain('pool render continues with Standard_D2s_v3')
  expect(ended.summary).toContain('VM size: `Standard_D2s_v3`, a fallback for `Standard_D2s_v5`')
})
