/** Among the bad days all of these run, in `npm test` a part. */
import { describe, expect, test } from '@jest/globals'
import { probes } from '../../scripts/live/probes/index.js'
import { share } from '../support/full-size.js'
import { openKitWorld } from './kit-world.js'
import { lies, telling } from './lies.js'
import { told } from './told.js'

/** Evenly over all subjects. */
const step = Math.ceil(probes.length / share(probes.length))
const some = probes.filter((_probe, index) => index % step === 0)

describe('planted contradictions', () => {
  test('there is one for every probe, and none without', () => {
    expect(Object.keys(lies).sort()).toEqual(probes.map(({ id }) => id).sort())
  })

  test.each(some.map((probe) => [probe.id, probe] as const))('%s is found', async (id, probe) => {
    const { run } = await openKitWorld({}, telling(lies[id]!))
    const { answers, leftBehind } = await run([probe])
    expect(answers.map(told)).toMatchObject([{ id, verdict: 'contradicted' }])
    expect(leftBehind).toBeUndefined()
  })
})
