import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  gatherMs,
  judgeHealth,
  patienceMs,
  type HealthQuestion,
} from '../../../src/apply/nodes/judge-health.js'
import { countStandings, describeStates, standingOf } from '../../../src/diagnosis/node-states.js'

function judge(
  dedicated: Readonly<Record<string, number>>,
  {
    target = 40,
    minimum = target,
    ...rest
  }: Partial<Omit<HealthQuestion, 'target' | 'minimum'>> & {
    target?: number
    minimum?: number
  } = {},
) {
  return judgeHealth({
    counts: { dedicated, lowPriority: {} },
    target: { dedicated: target, lowPriority: 0 },
    minimum: { dedicated: minimum, lowPriority: 0 },
    ...{ unchangedMs: 0, hopelessMs: 0, timeIsUp: false },
    ...rest,
  })
}

describe('nodes are ready', () => {
  test('when as many are idle or running as were asked for', () => {
    expect(judge({ idle: 30, running: 10, total: 40 })).toEqual({ kind: 'healthy' })
  })

  test('not while some are on their way, though the minimum is there', () => {
    expect(judge({ idle: 36, starting: 4 }, { minimum: 30 })).toEqual({
      kind: 'pending',
      hopeless: false,
    })
  })

  test('in part when the time is up with the minimum there', () => {
    expect(judge({ idle: 36, starting: 4 }, { minimum: 30, timeIsUp: true })).toEqual({
      kind: 'partial',
    })
  })

  test('in part when evicted nodes do not come back', () => {
    const counts = { idle: 36, preempted: 4 }
    const atFirst = judge(counts, { minimum: 30, unchangedMs: patienceMs - 1 })
    expect(atFirst).toEqual({ kind: 'pending', hopeless: false })
    expect(judge(counts, { minimum: 30, unchangedMs: patienceMs })).toEqual({ kind: 'partial' })
  })
})

describe('nodes are not ready', () => {
  test('once all have settled with failures, though the minimum is there', () => {
    expect(judge({ idle: 37, startTaskFailed: 3 }, { minimum: 30 })).toEqual({ kind: 'unhealthy' })
  })

  test('failures that leave the minimum within reach wait for the others to settle', () => {
    const counts = { idle: 30, startTaskFailed: 3, starting: 7 }
    expect(judge(counts, { minimum: 37, hopelessMs: 0 })).toEqual({
      kind: 'pending',
      hopeless: false,
    })
  })

  test('soon after the minimum is out of reach, without waiting for the rest', () => {
    const counts = { idle: 36, startTaskFailed: 3, starting: 1 }
    expect(judge(counts)).toEqual({ kind: 'pending', hopeless: true })
    expect(judge(counts, { hopelessMs: gatherMs })).toEqual({ kind: 'unhealthy' })
  })

  test('at once when all are unusable', () => {
    expect(judge({ unusable: 40 })).toEqual({ kind: 'unhealthy' })
  })

  test('when too many were evicted and none of them comes back', () => {
    const counts = { idle: 10, preempted: 30 }
    expect(judge(counts, { unchangedMs: 0 })).toMatchObject({ kind: 'pending' })
    expect(judge(counts, { unchangedMs: patienceMs })).toEqual({ kind: 'unhealthy' })
  })

  test('nodes of one kind do not stand in for those of the other', () => {
    const health = judgeHealth({
      counts: { dedicated: { idle: 20 }, lowPriority: { preempted: 5 } },
      target: { dedicated: 10, lowPriority: 5 },
      minimum: { dedicated: 10, lowPriority: 5 },
      ...{ unchangedMs: patienceMs, hopelessMs: 0, timeIsUp: false },
    })
    expect(health).toEqual({ kind: 'unhealthy' })
  })
})

const states = [
  'idle',
  'running',
  'startTaskFailed',
  'unusable',
  'creating',
  'starting',
  'waitingForStartTask',
  'rebooting',
  'unknown',
  'preempted',
  'offline',
  'somethingNew',
] as const
const counts = fc.dictionary(fc.constantFrom(...states), fc.nat(50))
const kinds = fc.record({ dedicated: fc.nat(60), lowPriority: fc.nat(60) })
const questions: fc.Arbitrary<HealthQuestion> = fc
  .record({
    counts: fc.record({ dedicated: counts, lowPriority: counts }),
    target: kinds,
    part: fc.record({
      dedicated: fc.double({ min: 0, max: 1, noNaN: true }),
      lowPriority: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    unchangedMs: fc.nat(2 * patienceMs),
    hopelessMs: fc.nat(2 * gatherMs),
    timeIsUp: fc.boolean(),
  })
  .map(({ part, ...question }) => ({
    ...question,
    minimum: {
      dedicated: Math.floor(question.target.dedicated * part.dedicated),
      lowPriority: Math.floor(question.target.lowPriority * part.lowPriority),
    },
  }))

describe('whatever the states are', () => {
  test('a good end has no failed node and no fewer ready ones than the minimum, of each kind', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const { kind } = judgeHealth(question)
        const dedicated = countStandings(question.counts.dedicated)
        const lowPriority = countStandings(question.counts.lowPriority)
        const wanted = kind === 'healthy' ? question.target : question.minimum
        const isGood =
          dedicated.failed + lowPriority.failed === 0 &&
          dedicated.ready >= wanted.dedicated &&
          lowPriority.ready >= wanted.lowPriority
        if (kind === 'healthy' || kind === 'partial') expect(isGood).toBe(true)
        if (kind === 'unhealthy') {
          const failed = dedicated.failed + lowPriority.failed
          const { minimum } = question
          const isShort =
            dedicated.ready < minimum.dedicated || lowPriority.ready < minimum.lowPriority
          expect(failed > 0 || isShort).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('nothing is waited for when the time is up, nor when nothing changes and nothing starts', () => {
    fc.assert(
      fc.property(questions, (question) => {
        expect(judgeHealth({ ...question, timeIsUp: true }).kind).not.toBe('pending')
        const { kind } = judgeHealth({ ...question, unchangedMs: patienceMs })
        const starting =
          countStandings(question.counts.dedicated).starting +
          countStandings(question.counts.lowPriority).starting
        if (starting === 0) expect(kind).not.toBe('pending')
      }),
      { numRuns: 300 },
    )
  })

  test('one failed node more never makes it better', () => {
    const rank = { healthy: 0, partial: 1, pending: 2, unhealthy: 3 }
    fc.assert(
      fc.property(questions, (question) => {
        const { dedicated, lowPriority } = question.counts
        const worse = { ...dedicated, unusable: (dedicated['unusable'] ?? 0) + 1 }
        const now = judgeHealth(question)
        const then = judgeHealth({ ...question, counts: { dedicated: worse, lowPriority } })
        expect(rank[then.kind]).toBeGreaterThanOrEqual(Math.min(rank[now.kind], rank.pending))
      }),
      { numRuns: 300 },
    )
  })
})

describe('states', () => {
  test('are told in the order of what they mean, with none that has no nodes', () => {
    const counted = { creating: 0, starting: 1, starttaskfailed: 3, idle: 36, total: 40 }
    expect(describeStates(counted)).toBe('36 idle, 3 startTaskFailed, 1 starting')
    expect(describeStates({ total: 0 })).toBe('no nodes')
  })

  test('in any letter case are the same, and an unknown one may yet come to something', () => {
    expect(standingOf('WAITINGFORSTARTTASK')).toBe('starting')
    expect(standingOf('somethingNew')).toBe('adrift')
  })
})
