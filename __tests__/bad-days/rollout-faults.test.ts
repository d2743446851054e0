/** Breaks each rollout at every request in turn; afterwards the new state holds or the old pool is as it was. */
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import type { Fault, JobScenario, Scenario } from '../../src/simulator/kernel.js'
import type { Recording } from '../support/recorded-run.js'
import {
  lastingOf,
  newImage,
  poolsOf,
  rolloutWorld,
  type PoolView,
  type RolloutWorld,
} from '../support/rollout-world.js'

const jobs: readonly JobScenario[] = [
  { id: 'nightly', pool: 'render' },
  { id: 'paused', pool: 'render', state: 'disabled' },
]
const strategies = [
  { strategy: 'recycle', more: {} },
  { strategy: 'replace', more: {} },
  { strategy: 'blue-green', more: { 'move-jobs': 'true' } },
]

type Strategy = (typeof strategies)[number]
type Outcome = 'new' | 'old' | 'neither'

/** What is there when a run is over, seen against what was there before it. */
function judge(world: RolloutWorld, before: Before): Outcome {
  const pools = poolsOf(world.azure)
  const isOld =
    same(pools['render'], before.view) && same(lastingOf(world.azure, 'render'), before.lasting)
  if (isOld) return 'old'
  return Object.entries(pools).some(([name, pool]) => isNew(name, pool, pools)) ? 'new' : 'neither'
}

function isNew(name: string, pool: PoolView, pools: Readonly<Record<string, PoolView>>): boolean {
  const isWhole =
    pool.image === '2.0.0' && same([pool.nodes, pool.target, pool.marks], ['5+0', '5+0', []])
  if (!isWhole || !same(pool.jobs, ['nightly active', 'paused disabled'])) return false
  if (name === 'render') return true
  const { render } = pools
  return pool.role === 'live' && render?.role === 'retired' && render.target === '0+0'
}

const same = isDeepStrictEqual

interface Before {
  readonly view: PoolView | undefined
  readonly lasting: unknown
}

function remember(world: RolloutWorld): Before {
  return { view: poolsOf(world.azure)['render'], lasting: lastingOf(world.azure, 'render') }
}

interface Broken {
  readonly outcome: Outcome
  readonly ended: Recording
  readonly pools: Readonly<Record<string, PoolView>>
}

/** One run in which the k-th request meets a fault; undefined where there are fewer requests. */
async function breakAt({ strategy, more }: Strategy, k: number, fault: Fault): Promise<Broken> {
  const world = await rolloutWorld(strategy, { jobs }, { ...more, ...waits })
  const before = remember(world)
  const { faults: planned, transcript } = world.azure.simulator
  planned.add({ ...fault, atRequest: transcript.entries.length + k })
  const ended = await world.roll()
  return { outcome: judge(world, before), ended, pools: poolsOf(world.azure) }
}

/** 501 stands for every error of the server that is still there when the SDK has tried for the last time. */
const faults: Readonly<Record<string, Fault>> = {
  refused: { status: 403 },
  'server error': { status: 501 },
  'answer lost': { status: 501, takesEffect: true },
}

/** `PATCH pools/render` */
function label(request: string): string {
  const [method = '', path = ''] = request.split(' ')
  const tail = path.split('/').slice(-2).join('/')
  return `${method} ${tail.replace(/render-(0x)?[0-9a-fA-F]{8,}/, 'render-…')}`
}

const waits = { 'wait-for': 'nodes' }

/** What a rollout that nothing disturbs asks of Azure. */
async function requestsOf({ strategy, more }: Strategy): Promise<readonly string[]> {
  const requests: string[] = []
  const world = await rolloutWorld(strategy, { jobs }, { ...more, ...waits })
  const before = remember(world)
  world.onAnswer((request) => requests.push(label(request)))
  const { failure } = await world.roll()
  expect([failure, judge(world, before)]).toEqual([undefined, 'new'])
  return requests
}

describe.each(strategies)('$strategy', (given) => {
  test('broken at any request ends with the new state or the old pool', async () => {
    const requests = await requestsOf(given)
    const rows: string[] = []
    const wrong: unknown[] = []
    for (const [index, request] of requests.entries()) {
      const cells: string[] = []
      for (const [name, fault] of Object.entries(faults)) {
        const { outcome, ended, pools } = await breakAt(given, index + 1, fault)
        cells.push(`${outcome}${ended.failure === undefined ? '' : ', failed'}`)
        const isSound = outcome === 'new' || (outcome === 'old' && ended.failure !== undefined)
        if (!isSound)
          wrong.push({ at: index + 1, request, name, outcome, pools, lines: ended.lines })
      }
      rows.push(`| ${String(index + 1)} | ${request} | ${cells.join(' | ')} |`)
    }
    const head = ['request', '', ...Object.keys(faults)]
    console.log(
      [
        `${given.strategy}: state after a fault at each request`,
        `| ${head.join(' | ')} |`,
        `|${head.map(() => ' --- ').join('|')}|`,
        ...rows,
      ].join('\n'),
    )
    expect(wrong).toEqual([])
  }, 600_000)

  test('gone after any request is finished by the next run', async () => {
    const requests = await requestsOf(given)
    const wrong: unknown[] = []
    for (const [index, request] of requests.entries()) {
      const world = await rolloutWorld(given.strategy, { jobs }, { ...given.more, ...waits })
      const before = remember(world)
      await world.rollAndKill(/./, index + 1)
      const ended = await world.roll()
      const outcome = judge(world, before)
      const pools = poolsOf(world.azure)
      if (ended.failure !== undefined || outcome !== 'new' || Object.keys(pools).length > 2) {
        wrong.push({ at: index + 1, request, outcome, pools, lines: ended.lines })
      }
    }
    console.log(
      `${given.strategy}: ${String(requests.length)} kills, ${String(wrong.length)} wrong`,
    )
    expect(wrong).toEqual([])
  }, 600_000)

  const worlds: readonly (readonly [string, Scenario])[] = [
    ['have no quota', { resizesByImage: { [newImage]: [short('AccountCoreQuotaReached', 0)] } }],
    ['come in part', { resizesByImage: { [newImage]: [short('AllocationFailed', 2)] } }],
    ['are all unusable', { nodesByImage: { [newImage]: { unusable: { nodes: 'all' } } } }],
    [
      'fail their start',
      { nodesByImage: { [newImage]: { unusable: { nodes: 1, afterSeconds: 30 } } } },
    ],
  ]

  test.each(worlds)(
    'keeps the old pool when the new nodes %s',
    async (_what, scenario) => {
      const more = { ...given.more, ...waits }
      const world = await rolloutWorld(given.strategy, { jobs, ...scenario }, more)
      const before = remember(world)
      const ended = await world.roll()
      expect(remember(world)).toEqual(before)
      expect([ended.outputs['outcome'], judge(world, before)]).toEqual(['failed', 'old'])
    },
    60_000,
  )
})

function short(code: string, capacity: number) {
  return { capacity, error: { code, message: 'The nodes could not be allocated' } }
}
