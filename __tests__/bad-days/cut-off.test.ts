/** A run from a virtual machine to nodes that is cut off after any of its requests is finished by the next one. */
import { expect, test } from '@jest/globals'
import { defaultResources } from '../../src/simulator/default-world.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { fromMachine } from '../e2e/azure.js'
import { madeIn } from '../support/made-in.js'
import { simulatedAzure } from '../support/recorded-run.js'
import { machineWorld } from '../support/vm-world.js'

/** `cutAt`: the request that is carried out and never answered, as all after it; Infinity: none. */
function open(cutAt: number) {
  let count = 0
  let isCut = true
  const scenario = {
    ...{ diskSeconds: 10, imageSeconds: 20, replicationSecondsPerRegion: 30 },
    resources: [...defaultResources(defaultSubscriptionId), ...machineWorld()],
  }
  const azure = simulatedAzure(scenario, () => {
    count += 1
    if (isCut && count >= cutAt) throw new Error('the machine is gone')
  })
  const writes = () => azure.simulator.transcript.writes().length
  const run = async () => (await azure.run({ inputs: fromMachine })).outputs['outcome']
  const mend = (): void => {
    isCut = false
  }
  return { azure, run, mend, writes, requests: () => count }
}

test('the next run makes what is missing, and nothing twice', async () => {
  const calm = open(Infinity)
  expect(await calm.run()).toBe('succeeded')
  const [requests, writes, wanted] = [calm.requests(), calm.writes(), madeIn(calm.azure.simulator)]
  expect(await calm.run()).toBe('unchanged')
  const outcomes = { succeeded: 0, unchanged: 0 }
  for (let at = 1; at <= requests; at += 1) {
    const cut = open(at)
    await cut.run()
    cut.mend()
    const outcome = await cut.run()
    expect({ at, outcome }).toEqual({
      at,
      outcome: expect.stringMatching(/^(succeeded|unchanged)$/),
    })
    expect({ at, made: madeIn(cut.azure.simulator) }).toEqual({ at, made: wanted })
    expect({ at, writes: cut.writes() }).toEqual({ at, writes })
    outcomes[outcome === 'unchanged' ? 'unchanged' : 'succeeded'] += 1
    expect(await cut.run()).toBe('unchanged')
  }
  console.log(`cut off at each of ${String(requests)} requests: ${JSON.stringify(outcomes)}`)
}, 300_000)
