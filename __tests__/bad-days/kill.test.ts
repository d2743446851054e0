/** Kills the built action at every request of a full apply, runs it again, and compares with a run that nothing disturbed. */
import { afterEach, expect, test } from '@jest/globals'
import type { Scenario } from '../../src/simulator/kernel.js'
import { runAction, type Kill } from '../e2e/action.js'
import { defaultResources } from '../../src/simulator/default-world.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { fromMachine, startCloud, wholeWay, type Cloud } from '../e2e/azure.js'
import { madeIn } from '../support/made-in.js'
import { machineWorld } from '../support/vm-world.js'

/** Each waits for Azure more than it works. */
const runsAtOnce = 4

const clouds: Cloud[] = []
afterEach(async () => {
  await Promise.all(
    clouds.splice(0).map(async (cloud) => {
      await cloud.close()
    }),
  )
})

/** Everything takes a few looks, so that kills come in the middle of each wait. */
const scenario: Scenario = {
  ...{ speed: 600, diskSeconds: 10, imageSeconds: 20, replicationSecondsPerRegion: 30 },
  resources: [...defaultResources(defaultSubscriptionId), ...machineWorld()],
}

interface Way {
  readonly name: string
  readonly inputs: Readonly<Record<string, string>>
  /** Kills from the first such request on. */
  readonly from: RegExp
  /** Each run is held to the hash of the plan that was reviewed. */
  readonly isHeld?: true
}

const ways: readonly Way[] = [
  {
    name: 'the whole way, held to the plan that was reviewed',
    ...{ inputs: { ...wholeWay, 'wait-for': 'nodes' }, from: /./, isHeld: true },
  },
  { name: 'the whole way from a virtual machine', inputs: fromMachine, from: /./ },
  {
    name: 'a pool that comes in stages',
    inputs: { ...wholeWay, 'gallery-image-definition': '', 'target-dedicated-nodes': '400' },
    from: /PUT .*\/pools\//,
  },
]

interface Attempt {
  readonly requests: number
  /** PUT, PATCH, POST and DELETE to Azure. */
  readonly writes: number
  readonly last: string
  readonly outcome: string
}

/** Kills at the k-th request: carried out, never answered. */
async function attempt({ world, seen }: World, { inputs }: Way, killAt: number): Promise<Attempt> {
  const from = seen.requests.length
  let kill: Kill | undefined
  killers.set(world, (count) => {
    if (count - from === killAt) kill?.('SIGKILL')
  })
  const writesBefore = world.simulator.transcript.writes().length
  const ended = await runAction({
    inputs: { ...world.inputs, ...inputs },
    env: { ...world.env, GITHUB_RUN_ID: String(from), GITHUB_RUN_ATTEMPT: '1' },
    onStart: (means) => {
      kill = means
    },
  })
  return {
    requests: seen.requests.length - from,
    writes: world.simulator.transcript.writes().length - writesBefore,
    last: seen.requests.at(-1) ?? '',
    outcome: ended.outputs['outcome'] ?? 'killed',
  }
}

const killers = new WeakMap<Cloud, (count: number) => void>()

interface World {
  readonly world: Cloud
  readonly seen: { readonly requests: string[] }
}

async function open(): Promise<World> {
  const seen = { requests: [] as string[] }
  const world: Cloud = await startCloud(scenario, (request, isSignIn) => {
    if (isSignIn) return
    seen.requests.push(request)
    killers.get(world)?.(seen.requests.length)
  })
  clouds.push(world)
  return { world, seen }
}

interface Row {
  readonly k: number
  readonly at: string
  readonly first: Attempt
  readonly second: Attempt
}

/** The same inputs with the hash of their plan, where they are to be held to it. */
async function held(way: Way, { world }: World): Promise<Way> {
  if (way.isHeld === undefined) return way
  const inputs = { ...world.inputs, ...way.inputs, mode: 'plan' }
  const { outputs } = await runAction({ inputs, env: world.env })
  const hash = outputs['plan-hash'] ?? ''
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  return { ...way, inputs: { ...way.inputs, 'expected-plan-hash': hash } }
}

test.each(ways)(
  '$name, killed at any request, is finished by the next run',
  async (given) => {
    const way = await held(given, await open())
    const calm = await open()
    const undisturbed = await attempt(calm, way, Infinity)
    const wanted = madeIn(calm.world.simulator)
    expect(undisturbed.outcome).toBe('succeeded')
    const begin = calm.seen.requests.findIndex((request) => way.from.test(request)) + 1
    async function killedAt(k: number): Promise<Row> {
      const disturbed = await open()
      const first = await attempt(disturbed, way, k)
      const second = await attempt(disturbed, way, Infinity)
      // The last looks of a wait come more or less often, as the machine has time.
      expect({ k, outcome: first.outcome }).toEqual({
        ...{ k, outcome: expect.stringMatching(/^(killed|succeeded)$/) },
      })
      expect({ k, outcome: second.outcome }).toEqual({
        ...{ k, outcome: expect.stringMatching(/^(succeeded|unchanged)$/) },
      })
      expect({ k, world: madeIn(disturbed.world.simulator) }).toEqual({ k, world: wanted })
      // What the first has done is not done again.
      const writes = first.writes + second.writes
      expect({ k, writes }).toEqual({ k, writes: undisturbed.writes })
      return { k, at: disturbed.seen.requests[k - 1] ?? '', first, second }
    }
    const rows: Row[] = []
    for (let k = begin; k <= undisturbed.requests; k += runsAtOnce) {
      const last = Math.min(k + runsAtOnce - 1, undisturbed.requests)
      const some = Array.from(
        { length: last - k + 1 },
        async (_, index) => await killedAt(k + index),
      )
      rows.push(...(await Promise.all(some)))
    }
    console.log(`${way.name}\n${tableOf(rows, undisturbed)}`)
  },
  900_000,
)

function tableOf(rows: readonly Row[], whole: Attempt): string {
  return [
    `undisturbed: ${String(whole.requests)} requests, ${String(whole.writes)} writes`,
    '| killed at | request | writes before | writes of the re-run | requests of the re-run | outcome |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(({ k, at, first, second }) => {
      const cells = [k, shortened(at), first.writes, second.writes, second.requests, second.outcome]
      return `| ${cells.map(String).join(' | ')} |`
    }),
  ].join('\n')
}

function shortened(request: string): string {
  const [method = '', path = ''] = request.split(' ')
  return `${method} …/${path.split('/').slice(-2).join('/')}`
}
