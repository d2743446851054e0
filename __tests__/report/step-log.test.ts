import { describe, expect, test } from '@jest/globals'
import type { Event } from '../../src/model/events.js'
import type { Log } from '../../src/ports/host.js'
import { createStepLog, planLines } from '../../src/report/step-log.js'
import { at, events, plan, steps } from './example.js'

function record(prefix?: string) {
  const lines: string[] = []
  const log: Log = {
    info: (line) => lines.push(line),
    debug: (line) => lines.push(`debug ${line}`),
    startGroup: (title) => lines.push(`{ ${title}`),
    endGroup: () => lines.push('}'),
    annotate: ({ severity, message }) => lines.push(`${severity}! ${message}`),
    fail: (message) => lines.push(`failed! ${message}`),
  }
  return { lines, stepLog: createStepLog(log, plan, prefix) }
}

function logOf(of: readonly Event[], prefix?: string): readonly string[] {
  const { lines, stepLog } = record(prefix)
  of.forEach(stepLog.emit)
  return lines
}

test('one config has a group for each step, a line for each change and a heartbeat', () => {
  expect(logOf(events)).toEqual([
    '{ 1/4 create image render-1 from snapshot render-os and 1 data disk',
    '  0:05  creating',
    '}',
    '✓ 1/4 create image render-1 from snapshot render-os and 1 data disk: done after 0:40',
    '{ 2/4 create image version 1.0.3 of render-node',
    '  0:20  koreacentral 40 %, japaneast 0 %',
    '  1:30  still waiting: koreacentral 40 %, japaneast 0 %',
    '}',
    '✓ 2/4 create image version 1.0.3 of render-node: done after 6:00',
    '{ 3/4 create pool render with 120 dedicated nodes',
    '}',
    '✓ 3/4 create pool render with 120 dedicated nodes: done after 0:05',
    '{ 4/4 wait for 120 dedicated nodes in pool render',
    '  0:00  Resizing, 0/120 dedicated',
    '  1:00  Resizing, 37/120 dedicated',
    '  2:00  Resizing, 80/120 dedicated',
    '  4:00  Steady, 110/120 dedicated',
    '}',
    '✓ 4/4 wait for 120 dedicated nodes in pool render: done after 4:00',
  ])
})

test('a line for every beginning, though not for every count', () => {
  const step = steps.awaitNodes
  const say = (seconds: number, text: string, isBeginning?: true): Event => ({
    ...{ type: 'step-progress', at: at(seconds), step, say: text },
    ...(isBeginning && { isBeginning }),
  })
  const lines = logOf([
    { type: 'step-started', at: at(0), step },
    say(1, 'resize 2 of 4: 300/1200 nodes', true),
    say(2, 'resize 3 of 4: 600/1200 nodes', true),
    say(3, 'Resizing, 601/1200'),
    say(4, 'Resizing, 602/1200'),
  ])
  expect(lines.slice(1)).toEqual([
    '  0:01  resize 2 of 4: 300/1200 nodes',
    '  0:02  resize 3 of 4: 600/1200 nodes',
    '  0:03  Resizing, 601/1200',
  ])
})

test('of several configs it is told which one a note is about', () => {
  const note: Event = { type: 'note', at: at(1), severity: 'notice', say: 'took 1.0.1' }
  expect(logOf([note], 'b.yml')).toEqual(['notice! [b.yml] took 1.0.1'])
})

test('several configs have prefixed lines and no groups', () => {
  const lines = logOf(events.slice(0, 3), 'render.yml')
  expect(lines).toEqual([
    '[render.yml] 1/4 create image render-1 from snapshot render-os and 1 data disk',
    '[render.yml]   0:05  creating',
    '[render.yml] ✓ 1/4 create image render-1 from snapshot render-os and 1 data disk: done after 0:40',
  ])
})

describe('the heartbeat', () => {
  test('comes without any news, once a minute, with the time that is left', () => {
    const { lines, stepLog } = record()
    const step = steps.awaitNodes
    stepLog.emit({ type: 'step-started', at: at(0), step })
    const say = 'Resizing, 37/120 dedicated'
    stepLog.emit({ type: 'step-progress', at: at(10), step, say, deadline: at(600) })
    for (const seconds of [30, 69, 70, 90, 129, 131]) stepLog.beat(at(seconds))
    expect(lines.slice(2)).toEqual([
      '  1:10  still waiting: Resizing, 37/120 dedicated (gives up in 8:50)',
      '  2:11  still waiting: Resizing, 37/120 dedicated (gives up in 7:49)',
    ])
  })

  test('names the step where nothing has been seen yet', () => {
    const { lines, stepLog } = record()
    stepLog.emit({ type: 'step-started', at: at(0), step: steps.createPool })
    stepLog.beat(at(60))
    expect(lines.at(-1)).toBe('  1:00  still waiting: create pool render with 120 dedicated nodes')
  })

  test('is silent between steps', () => {
    const { lines, stepLog } = record()
    events.slice(0, 3).forEach(stepLog.emit)
    const before = lines.length
    stepLog.beat(at(4000))
    expect(lines).toHaveLength(before)
  })
})

test('a failed step says so', () => {
  const failed = [events[0]!, { ...events[2]!, how: 'failed' } as Event]
  expect(logOf(failed).at(-1)).toMatch(/^✗ 1\/4 .*: failed after 0:40$/)
})

test('what Azure says cannot become a command', () => {
  const step = steps.createImage
  const lines = logOf([
    { type: 'step-started', at: at(0), step: { ...step, title: 'create x\n::error::boo' } },
    { type: 'step-progress', at: at(1), step, say: 'a\r\n##[error]boo\u001b[2J' },
    { type: 'note', at: at(1), severity: 'warning', say: '::add-mask::a' },
  ])
  expect(lines).toEqual([
    '{ 0/4 create x : :error: :boo',
    '  0:01  a ## [error]boo',
    'warning! : :add-mask: :a',
  ])
})

test('the plan says what each step is for', () => {
  expect(planLines(plan).slice(0, 2)).toEqual([
    '1. [create] create image render-1 from snapshot render-os and 1 data disk',
    '     location: koreacentral',
  ])
})

test('counts that creep up are told every half minute', () => {
  const step = steps.awaitNodes
  const seen = [0, 10, 20, 30, 45, 60, 61].map((seconds): Event => ({
    type: 'step-progress',
    at: at(seconds),
    step,
    say: seconds < 61 ? `Resizing, ${String(seconds)}/120` : 'Steady, 60/120',
  }))
  const lines = logOf([{ type: 'step-started', at: at(0), step }, ...seen])
  expect(lines.slice(1)).toEqual([
    '  0:00  Resizing, 0/120',
    '  0:30  Resizing, 30/120',
    '  1:00  Resizing, 60/120',
    '  1:01  Steady, 60/120',
  ])
})

test('what goes on beside the open group is told after it, with its own times', () => {
  const { createImage, createVersion } = steps
  const beside: readonly Event[] = [
    { type: 'step-started', at: at(0), step: createImage },
    { type: 'step-started', at: at(2), step: createVersion },
    { type: 'step-progress', at: at(5), step: createImage, say: 'creating' },
    { type: 'step-progress', at: at(6), step: createVersion, say: 'Creating' },
    { type: 'step-ended', at: at(40), step: createImage, how: 'done' },
    { type: 'step-ended', at: at(42), step: createVersion, how: 'done' },
  ]
  const told = [
    '{ 1/4 create image render-1 from snapshot render-os and 1 data disk',
    '  0:05  creating',
    '}',
    '✓ 1/4 create image render-1 from snapshot render-os and 1 data disk: done after 0:40',
    '{ 2/4 create image version 1.0.3 of render-node',
    '  0:04  Creating',
    '}',
    '✓ 2/4 create image version 1.0.3 of render-node: done after 0:40',
  ]
  expect(logOf(beside)).toEqual(told)
  // Whichever is done first.
  const [first, second, third, fourth, fifth, sixth] = beside as [
    Event,
    Event,
    Event,
    Event,
    Event,
    Event,
  ]
  const swapped = [first, second, third, fourth, { ...sixth, at: at(39) }, fifth]
  expect(logOf(swapped)).toEqual([...told.slice(0, -1), told.at(-1)!.replace('0:40', '0:37')])
})
