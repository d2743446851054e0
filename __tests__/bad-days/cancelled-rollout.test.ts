/** A rollout that is stopped at each of its writes, with `on-cancel: rollback`: what the post step leaves. */
import { describe, expect, test } from '@jest/globals'
import { runPost } from '../../src/run/run-post.js'
import { Cancelled } from '../../src/shared/errors.js'
import { keptJournal } from '../support/kept-journal.js'
import { poolsOf, rolloutWorld, type PoolView } from '../support/rollout-world.js'

const jobs = [
  { id: 'nightly', pool: 'render' },
  { id: 'paused', pool: 'render', state: 'disabled' as const },
]

interface Stopped {
  /** The write at whose answer the run was stopped; undefined when there are not so many. */
  readonly at: string | undefined
  readonly before: Readonly<Record<string, PoolView>>
  readonly after: Readonly<Record<string, PoolView>>
  readonly failure: string | undefined
  readonly isKept: boolean
}

interface Stop {
  readonly strategy: string
  readonly inputs: Readonly<Record<string, string>>
  /** `killed`: it does nothing more, and leaves its journal as it is at that moment. */
  readonly how: 'cancelled' | 'killed'
  readonly k: number
}

async function stopAt({ strategy, inputs, how, k }: Stop): Promise<Stopped> {
  const { azure, roll, onAnswer } = await rolloutWorld(strategy, { jobs }, inputs)
  const before = poolsOf(azure)
  const { kept, journal } = keptJournal()
  const stop = new AbortController()
  let writes = 0
  let at: string | undefined
  let atKill: string | undefined
  onAnswer((request) => {
    if (request.startsWith('GET') || stop.signal.aborted) return
    writes += 1
    if (writes !== k) return
    at = request
    atKill = kept.text
    stop.abort(new Cancelled('cancelled by SIGINT'))
  })
  const policy = { 'on-cancel': how === 'killed' ? 'keep' : 'rollback' }
  await roll(policy, { journal, cancelled: stop.signal })
  if (how === 'killed') kept.text = atKill?.replaceAll('"onCancel":"keep"', '"onCancel":"rollback"')
  const { failure } = await roll(policy, { journal, step: runPost })
  return { at, before, after: poolsOf(azure), failure, isKept: kept.text !== undefined }
}

const strategies = [
  { strategy: 'recycle', inputs: {} },
  { strategy: 'replace', inputs: {} },
  { strategy: 'blue-green', inputs: { 'move-jobs': 'true' } },
]
const ways = strategies.flatMap((one) =>
  (['cancelled', 'killed'] as const).map((how) => ({ ...one, how })),
)

/** A rollout for each write of it: some seconds, and more where others use the machine. */
const mostMs = 120_000

test.each(ways)(
  '$strategy, $how at any write, leaves all pools as they were',
  async (way) => {
    const rows: string[] = []
    for (let k = 1; ; k += 1) {
      const { at, before, after, failure, isKept } = await stopAt({ ...way, k })
      if (at === undefined) break
      const [method = '', path = ''] = at.split(' ')
      rows.push(`${way.how} at ${String(k)} ${method} …/${path.split('/').slice(-2).join('/')}`)
      expect({ k, at, after }).toEqual({ k, at, after: before })
      expect({ k, failure, isKept }).toEqual({ k, failure: undefined, isKept: false })
    }
    console.log([`${way.strategy}: all pools as before`, ...rows].join('\n'))
    expect(rows.length).toBeGreaterThan(2)
  },
  mostMs,
)

describe.each(['killed', 'cancelled'])(
  'a process that was %s while it replaced a pool, with on-cancel: keep',
  (how) => {
    async function killedAfter(pattern: RegExp) {
      const { azure, roll, onAnswer } = await rolloutWorld('replace')
      const before = poolsOf(azure)
      const { outputs } = await roll({ mode: 'plan' })
      const held = { 'expected-plan-hash': outputs['plan-hash'] ?? '' }
      const { kept, journal } = keptJournal()
      const kill = new AbortController()
      let atKill: string | undefined
      onAnswer((request) => {
        if (kill.signal.aborted || !pattern.test(request)) return
        atKill = kept.text
        kill.abort(new Cancelled('gone'))
      })
      await roll(held, { journal, cancelled: kill.signal })
      if (how === 'killed') kept.text = atKill
      const post = await roll({}, { journal, step: runPost })
      return { before, after: poolsOf(azure), post, next: async () => await roll(held), azure }
    }

    test('leaves the old pool, made again, where there was no other yet', async () => {
      const { before, after, post, next, azure } = await killedAfter(/^DELETE .*pools.render$/)
      expect(post.lines.join('\n')).toContain(
        'done after the run: pool render was recreated as it was before this run',
      )
      expect(after).toEqual(before)
      expect((await next()).failure).toBeUndefined()
      expect(poolsOf(azure)['render']?.image).not.toBe(before['render']?.image)
    })

    test('leaves the new pool where there is one', async () => {
      const { before, after, post, next } = await killedAfter(/^PUT .*pools.render$/)
      expect(post.lines.join('\n')).not.toContain('recreated')
      expect(after['render']?.image).not.toBe(before['render']?.image)
      expect((await next()).failure).toBeUndefined()
    })
  },
)
