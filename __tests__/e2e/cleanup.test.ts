import { afterEach, expect, test } from '@jest/globals'
import { world } from '../support/released-world.js'
import { runAction } from './action.js'
import { startCloud, wholeWay, type Cloud } from './azure.js'

let cloud: Cloud | undefined
afterEach(async () => {
  await cloud?.close()
  cloud = undefined
})

test('a dry run says what would go and what stays, and the run after it does just that', async () => {
  cloud = await startCloud({ resources: world(), poolDeleteSeconds: 30 })
  const { inputs, env, simulator } = cloud
  const cleanup = { ...inputs, mode: 'cleanup', 'subscription-id': wholeWay['subscription-id']! }

  const dry = await runAction({ inputs: { ...cleanup, 'dry-run': 'true' }, env })
  expect(dry).toMatchObject({ status: 0, outputs: { outcome: 'succeeded', changed: 'false' } })
  expect(dry.log).toContain('would delete 1 pool, 2 gallery versions and 2 images, keep 8')
  expect(dry.log).toMatch(
    /keep version 1\.0\.2 .*: pool render of Batch account renderbatch uses it/,
  )
  expect(dry.summary).toContain('#### Kept')
  expect(simulator.transcript.writes()).toEqual([])
  const plan = JSON.parse(dry.outputs['plan']!) as { steps: { resource: string }[] }

  const real = await runAction({
    inputs: { ...cleanup, 'expected-plan-hash': dry.outputs['plan-hash']! },
    env,
  })
  expect(real).toMatchObject({ status: 0, outputs: { outcome: 'succeeded', changed: 'true' } })
  expect(real.log).toContain('deleted 1 pool, 2 gallery versions and 2 images, kept 8')
  const deleted = simulator.transcript.writes().map(({ method, path }) => `${method} ${path}`)
  const planned = plan.steps.map(({ resource }) => `DELETE ${resource}`)
  // One kind after the other; those of one kind go side by side.
  expect(deleted.map(kindOf)).toEqual(planned.map(kindOf))
  expect([...deleted].sort()).toEqual([...planned].sort())
  expect(simulator.unknownRequests).toEqual([])
})

function kindOf(request: string): string {
  return request.split('/').at(-2) ?? ''
}
