/** Kills the built action at every request of a full apply, runs it again, and compares with a run that nothing disturbed. */
import { afterEach, expect, test } from '@jest/globals'
import type { Scenario, StoredResource } from '../../src/simulator/kernel.js'
import { runAction, type Kill } from '../e2e/action.js'
import { startCloud, wholeWay, type Cloud } from '../e2e/azure.js'

let cloud: Cloud | undefined
afterEach(async () => {
  await cloud?.close()
  cloud = undefined
})

/** Everything takes a few looks, so that kills come in the middle of each wait. */
const scenario: Scenario = { speed: 600, imageSeconds: 20, replicationSecondsPerRegion: 30 }

const types = [
  'Microsoft.Compute/images',
  'Microsoft.Compute/galleries/images',
  'Microsoft.Compute/galleries/images/versions',
  'Microsoft.Batch/batchAccounts/pools',
]

/** All that a run can make; what tells one run from another, and times, left out. */
function worldOf({ simulator: { store } }: Cloud): readonly unknown[] {
  return types
    .flatMap((type) => store.ofType(type))
    .map(({ id, location, tags, properties }: StoredResource) => ({
      ...{ id, location },
      tags: withoutRun(tags ?? {}),
      properties: plain(properties),
    }))
    .sort((a, b) => a.id.localeCompare(b.id))
}

const ofOneRun = ['image-to-pool-made', 'image-to-pool-run']

function withoutRun(tags: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(tags).filter(([name]) => !ofOneRun.includes(name)))
}

const moments =
  /^(creationTime|lastModified|allocationStateTransitionTime|provisioningStateTransitionTime|startTime|publishedDate|timeCreated|uniqueId|vmId)$/

function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = (value as unknown[]).filter(
      (item) => !ofOneRun.includes((item as { name?: string } | null)?.name ?? ''),
    )
    return items.map(plain)
  }
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([name]) => !moments.test(name))
  return Object.fromEntries(kept.map(([name, inner]) => [name, plain(inner)]))
}

interface Attempt {
  readonly requests: number
  /** PUT, PATCH, POST and DELETE to Azure. */
  readonly writes: number
  readonly last: string
  readonly outcome: string
}

/** Kills at the k-th request: carried out, never answered. */
async function attempt(
  world: Cloud,
  at: { kill: number },
  seen: { requests: string[] },
): Promise<Attempt> {
  const from = seen.requests.length
  let kill: Kill | undefined
  killers.set(world, (count) => {
    if (count - from === at.kill) kill?.('SIGKILL')
  })
  const writesBefore = world.simulator.transcript.writes().length
  const ended = await runAction({
    inputs: { ...world.inputs, ...wholeWay, 'wait-for': 'nodes' },
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

async function open(): Promise<{ world: Cloud; seen: { requests: string[] } }> {
  const seen = { requests: [] as string[] }
  const world: Cloud = await startCloud(scenario, (request, isSignIn) => {
    if (isSignIn) return
    seen.requests.push(request)
    killers.get(world)?.(seen.requests.length)
  })
  cloud = world
  return { world, seen }
}

test('a run that is killed at any request is finished by the next one', async () => {
  const calm = await open()
  const undisturbed = await attempt(calm.world, { kill: Infinity }, calm.seen)
  const wanted = worldOf(calm.world)
  expect(undisturbed.outcome).toBe('succeeded')
  await calm.world.close()
  const rows: { k: number; at: string; first: Attempt; second: Attempt }[] = []
  for (let k = 1; k <= undisturbed.requests; k += 1) {
    const { world, seen } = await open()
    const first = await attempt(world, { kill: k }, seen)
    const second = await attempt(world, { kill: Infinity }, seen)
    rows.push({ k, at: seen.requests[k - 1] ?? '(not reached)', first, second })
    expect({ k, at: first.last, outcome: second.outcome }).toEqual({
      ...{ k, at: first.last },
      outcome: expect.stringMatching(/^(succeeded|unchanged)$/),
    })
    expect({ k, world: worldOf(world) }).toEqual({ k, world: wanted })
    // What the first has done is not done again.
    expect(first.outcome).toBe('killed')
    expect(first.writes + second.writes).toBe(undisturbed.writes)
    await world.close()
  }
  console.log(tableOf(rows, undisturbed))
}, 900_000)

function tableOf(
  rows: readonly { k: number; at: string; first: Attempt; second: Attempt }[],
  whole: Attempt,
): string {
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
