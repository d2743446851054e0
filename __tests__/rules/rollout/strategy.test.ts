import { describe, expect, test } from '@jest/globals'
import type { Config, RolloutConfig } from '../../../src/inputs/config.js'
import { legacyConfig, poolConfig } from '../../support/pool-facts.js'
import { offlineRule } from '../../support/rules.js'

const recycleNeedsNewApi = offlineRule('rollout/recycle-needs-new-api')
const rolling = (rollout: RolloutConfig, config: Config = poolConfig()): Config => ({
  ...config,
  rollout,
})
const derivedNameFits = offlineRule('rollout/derived-name-fits')
const hour = { iso: 'PT1H', ms: 3_600_000 }
const settingsSuitStrategy = offlineRule('rollout/settings-suit-strategy')

test('rollout/recycle-needs-new-api names the version and the ways out', () => {
  const recycle = { onExistingPool: 'recycle' } as const
  expect(recycleNeedsNewApi.check(rolling(recycle))).toEqual([])
  expect(recycleNeedsNewApi.check(legacyConfig())).toEqual([])
  expect(recycleNeedsNewApi.check(rolling(recycle, legacyConfig()))).toEqual([
    {
      at: ['rollout', 'onExistingPool'],
      message:
        'on-existing-pool is recycle, but Batch API 2019-08-01 changes no image in place: that came with 2024-07-01',
      help: 'publish the image through a gallery, which takes the current API version, or set on-existing-pool to replace or blue-green',
    },
  ])
})

test('rollout/derived-name-fits tells of a name that loses its end', () => {
  const named = (name: string) => rolling({ onExistingPool: 'blue-green' }, { pool: { name } })
  expect(derivedNameFits.check(named('a'.repeat(55)))).toEqual([])
  expect(derivedNameFits.check(named('a'.repeat(56)))).toMatchObject([{ at: ['pool', 'name'] }])
})

describe('rollout/settings-suit-strategy', () => {
  test('tells of settings that do nothing', () => {
    const idle = { drainTimeout: hour, moveJobs: true, rollbackWindow: hour }
    expect(settingsSuitStrategy.check(rolling(idle)).map(({ message }) => message)).toEqual([
      'drain-timeout does nothing when on-existing-pool is update',
      'move-jobs does nothing when on-existing-pool is update',
      'rollback-window does nothing when on-existing-pool is update',
    ])
    expect(settingsSuitStrategy.check(rolling({ ...idle, onExistingPool: 'blue-green' }))).toEqual(
      [],
    )
  })

  test('tells that a rollout waits all the same', () => {
    const rollout = { onExistingPool: 'replace', waitFor: 'none' } as const
    expect(settingsSuitStrategy.check(rolling(rollout))).toMatchObject([
      { at: ['rollout', 'waitFor'] },
    ])
  })
})
