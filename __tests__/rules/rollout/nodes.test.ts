import { describe, expect, test } from '@jest/globals'
import type { Config, RolloutConfig } from '../../../src/inputs/config.js'
import type { Job } from '../../../src/ports/azure.js'
import { AzureFailure } from '../../../src/shared/errors.js'
import type { JsonObject } from '../../../src/shared/json.js'
import { existingPool, poolConfig, poolFacts } from '../../support/pool-facts.js'
import { azureRule } from '../../support/rules.js'

const nodesKeepWhatTheyStartedWith = azureRule('rollout/nodes-keep-what-they-started-with')
const rolling = (rollout: RolloutConfig, config: Config = poolConfig()): Config => ({
  ...config,
  rollout,
})
const poolCanBePutBack = azureRule('rollout/pool-can-be-put-back')
const other = existingPool({ vmSize: 'Standard_D2s_v5' })
const facts = poolFacts({ existing: other, members: [other] })
const jobs = (value: readonly Job[]) =>
  ({ ...facts, checks: { mode: 'apply', jobs: { kind: 'found', value } } }) as const
const runningJobs = azureRule('rollout/running-jobs')
const jobsCanBeMoved = azureRule('rollout/jobs-can-be-moved')

describe('rollout/nodes-keep-what-they-started-with', () => {
  const wanted = { startTask: { commandLine: '/bin/sh -c ./new.sh' } }
  const check = (shown: JsonObject, properties: JsonObject = wanted) =>
    nodesKeepWhatTheyStartedWith.check(
      poolConfig(properties),
      poolFacts({ existing: existingPool(shown) }),
    )

  test('tells that a new start task is not run on the nodes that are there', () => {
    const [found, ...others] = check({ startTask: { commandLine: '/bin/sh -c ./old.sh' } })
    expect(others).toEqual([])
    expect(found?.at).toEqual(['pool', 'properties', 'startTask'])
    expect(found?.message).toBe(
      'the start task of pool render changes, and its 10 nodes go on as before until rebooted: only nodes that come after it have it at once',
    )
  })

  test('says nothing of a pool without nodes, or of another change', () => {
    const scale = { fixedScale: { targetDedicatedNodes: 0 } }
    const empty = { currentDedicatedNodes: 0, scaleSettings: scale }
    expect(check(empty)).toEqual([])
    expect(check({ scaleSettings: scale }, {})).toEqual([])
  })
})

test('rollout/pool-can-be-put-back names what a GET leaves out', () => {
  const recycle = rolling({ onExistingPool: 'recycle' })
  expect(poolCanBePutBack.check(recycle, facts)).toEqual([])
  const secretive = existingPool({
    vmSize: 'Standard_D2s_v5',
    userAccounts: [{ name: 'render', elevationLevel: 'Admin' }],
  })
  const [found] = poolCanBePutBack.check(recycle, poolFacts({ existing: secretive }))
  expect(found?.message).toBe(
    'pool render holds what Azure does not show (passwords of userAccounts): when recycle fails, it comes back without them',
  )
})

describe('rollout/running-jobs', () => {
  const busy = jobs([
    { id: 'nightly', state: 'active' },
    { id: 'old', state: 'disabled' },
  ])

  test('tells how long the tasks get', () => {
    expect(runningJobs.check(rolling({ onExistingPool: 'replace' }), busy)).toMatchObject([
      {
        message:
          'pool render has 1 active job (nightly): their running tasks get PT1H to end, the others wait for the new nodes',
      },
    ])
  })

  test('warns that jobs stay behind unless they are moved', () => {
    const config = rolling({ onExistingPool: 'blue-green' })
    expect(runningJobs.check(config, busy)).toMatchObject([{ severity: 'warning' }])
    expect(
      runningJobs.check(rolling({ onExistingPool: 'blue-green', moveJobs: true }), busy),
    ).toEqual([])
    expect(runningJobs.check(config, jobs([]))).toEqual([])
  })
})

test('rollout/jobs-can-be-moved tells of a closed data plane', () => {
  const error = { code: 'PublicNetworkAccessDisabled', message: 'closed', details: [] }
  const failure = new AzureFailure({ operation: 'list jobs', status: 403, error })
  const closed = {
    ...facts,
    checks: { mode: 'apply', jobs: { kind: 'unreadable', failure } },
  } as const
  const moving = rolling({ onExistingPool: 'blue-green', moveJobs: true })
  expect(jobsCanBeMoved.check(moving, closed)).toMatchObject([
    {
      at: ['rollout', 'moveJobs'],
      message: expect.stringContaining('PublicNetworkAccessDisabled'),
    },
  ])
  expect(jobsCanBeMoved.check(moving, jobs([]))).toEqual([])
})
