/** SIGINT in every phase of a run, under each `on-cancel`. */
import { afterAll, describe, expect, test } from '@jest/globals'
import type { Scenario } from '../../src/simulator/kernel.js'
import { fromMachine } from '../e2e/azure.js'
import { signalAt, type Signalled } from '../support/signalled.js'

const quick: Scenario = { speed: 600, imageSeconds: 1, replicationSecondsPerRegion: 1 }
const slowSnapshots = { ...quick, diskSeconds: 600 }
const slowImage = { ...quick, imageSeconds: 600 }
const slowVersion = { ...quick, replicationSecondsPerRegion: 3600 }
const slowPool = { ...quick, resizes: [{ nodesPerMinute: 1e-3 }] }
/** From a managed image, above 300 nodes, the second stage follows the first at once. */
const twoStages = { ...quick, resizes: [{ nodesPerMinute: 1e6 }, { nodesPerMinute: 1e-3 }] }
const stages = { 'gallery-image-definition': '', 'target-dedicated-nodes': '400' }

interface Phase {
  readonly name: string
  readonly at: RegExp
  readonly nth?: number
  readonly scenario: Scenario
  readonly inputs?: Readonly<Record<string, string>>
  /** What is there when nothing is taken back. */
  readonly made: readonly ('snapshots' | 'image' | 'version' | 'pool')[]
}

const poolReads = /GET .*\/pools\/render$/
const all = ['image', 'version', 'pool'] as const

const phases: readonly Phase[] = [
  { name: 'sign-in', at: /POST .*\/token$/, scenario: quick, made: [] },
  { name: 'reading', at: /GET .*\/batchAccounts\/renderbatch$/, scenario: quick, made: [] },
  {
    // The last of the three: those beside it would be answered after the signal.
    ...{ name: 'snapshot PUT', at: /PUT .*\/snapshots\//, nth: 3, scenario: slowSnapshots },
    ...{ inputs: fromMachine, made: ['snapshots'] },
  },
  {
    ...{ name: 'snapshot wait', at: /GET .*\/DiskOperations\//, scenario: slowSnapshots },
    ...{ inputs: fromMachine, made: ['snapshots'] },
  },
  {
    ...{ name: 'nodes from a machine', at: poolReads, nth: 4, scenario: slowPool },
    ...{ inputs: fromMachine, made: ['snapshots', 'image', 'version', 'pool'] },
  },
  { name: 'image PUT', at: /PUT .*\/images\/render-1$/, scenario: slowImage, made: ['image'] },
  {
    // Twice it is looked for before it is made.
    ...{ name: 'image wait', at: /GET .*\/images\/render-1$/, nth: 3, scenario: slowImage },
    made: ['image'],
  },
  {
    name: 'version PUT',
    at: /PUT .*\/versions\//,
    scenario: slowVersion,
    made: ['image', 'version'],
  },
  {
    ...{ name: 'replication', at: /GET .*\/versions\/1\.0\.0$/, nth: 2, scenario: slowVersion },
    made: ['image', 'version'],
  },
  { name: 'pool PUT', at: /PUT .*\/pools\/render$/, scenario: slowPool, made: all },
  { name: 'waiting for nodes', at: poolReads, nth: 4, scenario: slowPool, made: all },
  {
    ...{ name: 'second resize', at: /PATCH .*\/pools\/render$/, scenario: twoStages },
    ...{ inputs: stages, made: ['image', 'pool'] },
  },
]

/** Its nodes do not come, and `on-failure` is `rollback`. */
const failing = {
  ...quick,
  resizes: [{ adds: 3, error: { code: 'AccountCoreQuotaReached', message: 'no more cores' } }],
}
const policies = ['keep', 'stop-resize', 'rollback'] as const
const rows: string[] = []

afterAll(() => {
  const head = ['phase', 'on-cancel', 'main ended after', 'requests after it', 'in post', 'left']
  console.log(
    [`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows.toSorted()].join('\n'),
  )
})

describe.each(phases)('SIGINT during $name', (phase) => {
  const { name, at, nth = 1, scenario, made } = phase
  test.each(policies)(
    'with on-cancel: %s',
    async (policy) => {
      const ended = await signalAt({
        at,
        nth,
        scenario,
        inputs: { ...phase.inputs, 'on-cancel': policy },
      })
      try {
        tell(name, policy, ended)
        expect(ended.isReached).toBe(true)
        expect(ended.main).toMatchObject({ status: 1, outputs: { outcome: 'cancelled' } })
        expect(ended.main.endedAfterMs).toBeLessThan(5_000)
        expect(ended.post).toMatchObject({ status: 0, outputs: {} })
        expect(ended.post.log).not.toMatch(/::error/)
        expect(kindsOf(ended.left)).toEqual(policy === 'rollback' ? [] : made)
        if (policy === 'keep') expect([ended.inPost, writesIn(ended.afterSignal)]).toEqual([[], []])
        if (policy === 'stop-resize') {
          expect(ended.left.at(-1) ?? '').not.toContain('Resizing')
          expect(writesIn(ended.inPost)).toEqual([])
          expect(writesIn(ended.afterSignal)).toHaveLength(made.includes('pool') ? 1 : 0)
        }
      } finally {
        await ended.close()
      }
    },
    120_000,
  )
})

test('SIGINT while a failed run takes back what it made leaves the rest to the post step', async () => {
  const ended = await signalAt({
    ...{ at: /DELETE .*\/pools\//, scenario: failing, inputs: { 'on-failure': 'rollback' } },
  })
  try {
    tell('taking back', 'keep', ended)
    expect(ended.isReached).toBe(true)
    expect(ended.main).toMatchObject({ status: 1, outputs: { outcome: 'failed' } })
    expect(ended.main.endedAfterMs).toBeLessThan(5_000)
    expect(ended.main.log).toContain('the post step of this action does the rest')
    expect(ended.post).toMatchObject({ status: 0, outputs: {} })
    expect(ended.left).toEqual([])
  } finally {
    await ended.close()
  }
}, 120_000)

test('SIGINT while Azure answers nothing any more still ends in time', async () => {
  const silent = ['PUT .*/pools/', 'POST .*/stopResize'].map((on) => ({
    ...{ on, break: 'timeout' as const, times: 20, takesEffect: on.startsWith('PUT') },
  }))
  const ended = await signalAt({
    ...{ at: /PUT .*\/pools\/render$/, scenario: { ...slowPool, faults: silent } },
    inputs: { 'on-cancel': 'rollback' },
  })
  try {
    tell('silence', 'rollback', ended)
    expect(ended.main).toMatchObject({ status: 1, outputs: { outcome: 'cancelled' } })
    expect(ended.main.endedAfterMs).toBeLessThan(5_000)
    expect(ended.main.log).toContain('the resize of pool render could not be stopped')
    expect(ended.post).toMatchObject({ status: 0, outputs: {} })
  } finally {
    await ended.close()
  }
}, 400_000)

function kindsOf(left: readonly string[]): readonly string[] {
  return left.map((one) => one.split(' ')[0] ?? '')
}

/** The sign-in writes nothing. */
function writesIn(requests: readonly string[]): readonly string[] {
  return requests.filter((request) => !/^GET|\/token$/.test(request))
}

function tell(name: string, policy: string, { main, afterSignal, inPost, left }: Signalled): void {
  const ms = `${String(Math.round(main.endedAfterMs))} ms`
  const index = phases.findIndex((phase) => phase.name === name)
  const number = String(index === -1 ? phases.length + 1 : index + 1)
  const cells = [`${number} ${name}`, policy, ms, afterSignal.length, inPost.length]
  rows.push(`| ${cells.join(' | ')} | ${left.join(', ') || 'nothing'} |`)
}
