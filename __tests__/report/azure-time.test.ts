import { describe, expect, test } from '@jest/globals'
import type { AzureWork, Event } from '../../src/model/events.js'
import { azureTimeOfRun } from '../../src/outcome/azure-time.js'
import type { ConfigResult, RunReport } from '../../src/outcome/result.js'
import { configTimeLine, runTimeLine } from '../../src/report/azure-time.js'
import { closingLines } from '../../src/report/publish.js'
import { toSummary } from '../../src/report/summary.js'
import { at, events, report, result } from './example.js'

function waited(from: number, to: number, work: AzureWork, where?: string): Event {
  const span = { since: at(from), until: at(to) }
  return { type: 'waited', at: at(to), ...span, work, ...(where !== undefined && { where }) }
}

function withWaits(...waits: readonly Event[]): ConfigResult {
  return { ...result, events: [...events, ...waits] }
}

/** The report of 645 seconds with these configs. */
function runOf(results: readonly ConfigResult[], changes: Partial<RunReport> = {}): RunReport {
  return { ...report, results, ...changes }
}

const usual = withWaits(
  waited(2, 37, 'image'),
  waited(41, 396, 'replication', '3 regions'),
  waited(406, 640, 'allocation'),
)

describe('the time that went to Azure', () => {
  test('is told with what for, the longest first', () => {
    expect(runTimeLine(runOf([usual]))).toBe(
      '10:24 of 10:45 went to waiting for Azure: 5:55 replicating the image version to 3 regions, 3:54 allocating nodes, 0:35 making the image',
    )
  })

  test.each<[string, readonly Event[], number]>([
    ['twice of waits that overlap', [waited(0, 100, 'image'), waited(50, 120, 'snapshots')], 120],
    ['twice of one within another', [waited(0, 100, 'image'), waited(20, 30, 'jobs')], 100],
    ['of what lies between two waits', [waited(0, 10, 'image'), waited(20, 30, 'image')], 20],
    ['of what was before or after the run', [waited(-50, 700, 'image')], 645],
    [
      'twice where many overlap',
      [
        waited(10, 90, 'jobs'),
        waited(5, 20, 'image'),
        waited(0, 8, 'drain'),
        waited(95, 99, 'jobs'),
      ],
      94,
    ],
  ])('is never counted %s', (_, waits, seconds) => {
    const { ms, ofMs, parts } = azureTimeOfRun(runOf([withWaits(...waits)]))
    expect([ms, ofMs]).toEqual([seconds * 1000, 645_000])
    expect(parts.reduce((sum, part) => sum + part.ms, 0)).toBe(ms)
  })

  test('of a moment goes to the wait that lasted longest', () => {
    const both = withWaits(waited(0, 9, 'image-definition'), waited(0, 60, 'image'))
    expect(azureTimeOfRun(runOf([both])).parts).toEqual([{ work: 'image', ms: 60_000 }])
  })

  test('holds the pauses of requests, also those outside of any step', () => {
    const pauses = [{ since: at(640), until: at(643) }]
    expect(runTimeLine(runOf([usual], { pauses }))).toContain(
      "0:03 pauses for Azure's limits on requests",
    )
  })

  test('is rounded down, and many small waits are one', () => {
    const waits = (['image', 'jobs', 'drain', 'resize', 'snapshots', 'deletion'] as const).map(
      (work, index) => waited(100 * index, 100 * index + 20.9 - index, work),
    )
    expect(runTimeLine(runOf([withWaits(...waits)]))).toMatch(
      /^1:50 of 10:45 .*: 0:20 making the image, .*, 0:32 other waits$/,
    )
  })

  test('shows hours where it takes hours', () => {
    const long = withWaits(waited(0, 4210, 'replication'))
    expect(runTimeLine(runOf([long], { endedAt: at(4300) }))).toMatch(/^1:10:10 of 1:11:40 /)
  })

  test.each<[string, RunReport]>([
    ['takes seconds', runOf([usual], { endedAt: at(50) })],
    ['only plans', runOf([usual], { mode: 'plan' })],
    ['changed nothing', runOf([{ ...usual, outcome: 'unchanged' }])],
    ['waited for nothing', report],
  ])('is no subject in a run that %s', (_, run) => {
    expect(runTimeLine(run)).toBeUndefined()
    expect(toSummary(run)).not.toContain('waiting for Azure')
    expect(closingLines(run).join()).not.toContain('waiting for Azure')
  })
})

test('summary and log say it once, beside the charts and at the end', () => {
  const run = runOf([usual])
  const line = runTimeLine(run) ?? ''
  expect(toSummary(run)).toContain(`#### Timeline\n\n${line}.\n\n`)
  expect(closingLines(run).slice(-2)).toEqual([line, 'outcome: partial after 10:45'])
})

test('of several configs the run says when any of them waited, and each how long it did', () => {
  const other = { ...withWaits(waited(300, 643, 'node-start')), file: 'b.yml' }
  const idle = { ...result, file: 'c.yml', outcome: 'unchanged' as const }
  const run = runOf([usual, other, idle])
  expect(runTimeLine(run)).toBe(
    'for 10:37 of 10:45 at least one of 3 configs was waiting for Azure',
  )
  expect(configTimeLine(other)).toBe(
    '5:43 of the 10:43 of its steps went to waiting for Azure: 5:43 getting nodes ready for tasks',
  )
  expect(toSummary(run).match(/waiting for Azure/g)).toHaveLength(3)
})
