import { afterEach, expect, test } from '@jest/globals'
import { runAction } from '../e2e/action.js'
import { poolId, startCloud, wholeWay, type Cloud } from '../e2e/azure.js'

let cloud: Cloud | undefined
afterEach(async () => {
  await cloud?.close()
  cloud = undefined
})

const next = { 'image-name': 'render-2', 'data-snapshots': '', 'gallery-image-version': '1.1.0' }

test('the built action rolls a new image out beside the old pool', async () => {
  cloud = await startCloud({ speed: 2400 })
  const inputs = {
    ...wholeWay,
    ...cloud.inputs,
    ...{ 'on-existing-pool': 'blue-green', 'data-snapshots': '' },
  }
  const first = await runAction({ inputs, env: cloud.env })
  expect([first.status, first.outputs['pool-id']]).toEqual([0, poolId])
  const { status, outputs, log } = await runAction({
    inputs: { ...inputs, ...next },
    env: cloud.env,
  })
  expect([status, log]).toEqual([0, expect.stringContaining('retire pool render')])
  expect(outputs['pool-name']).toMatch(/^render-[0-9a-f]{8}$/)
  expect(outputs['image-reference-id']).toMatch(/1\.1\.0$/)
}, 120_000)
