import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import ajv from 'ajv'
import fc from 'fast-check'
import type { Chain } from '../../src/plan/origin.js'
import { toReportFile } from '../../src/report/report-file.js'
import type { ReportFile } from '../../src/report/report-schema.js'
import type { Failure, RunReport } from '../../src/outcome/result.js'
import { version } from '../../src/shared/version.js'
import { at, events, ids, made, report, result, steps } from './example.js'
import { hostile } from './hostile.js'

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'schema', 'report.schema.json'), 'utf8'),
) as object
const validate = new ajv.default({ strict: false, allErrors: true }).compile(schema)

const run = {
  url: 'https://github.com/owner/name/actions/runs/42',
  repository: 'owner/name',
  commit: 'c'.repeat(40),
  attempt: '42/1',
  pullRequest: 7,
}
const lineage = { tool: '1.2.3', digest: 'd'.repeat(64) }
const origin = {
  ...{ tool: '1.2.3', made: '2026-11-23T12:00:00.000Z', digest: 'd'.repeat(64) },
  ...{ repository: 'owner/name', commit: 'c'.repeat(40), run: '42/1', pullRequest: undefined },
}
const chain: Chain = {
  sources: [ids.snapshot, ids.dataSnapshot],
  image: origin,
  imageVersion: undefined,
  pool: origin,
}
const whole: RunReport = { ...report, results: [{ ...result, lineage, chain }] }

function written(given: RunReport): ReportFile {
  const text = toReportFile(given, run)
  const file = JSON.parse(text) as ReportFile
  validate(file)
  expect(validate.errors ?? []).toEqual([])
  expect(text).toBe(`${JSON.stringify(file, undefined, 2)}\n`)
  return file
}

describe('the report', () => {
  test('is as it was: this is what others read', () => {
    const text = toReportFile(whole, run).replace(version, '<version>')
    expect(text).toMatchSnapshot()
  })

  test('leads from the nodes to the snapshots and the commit', () => {
    const [config] = written(whole).configs
    expect(config!.chain).toEqual({
      sources: [ids.snapshot, ids.dataSnapshot],
      image: { id: ids.image, origin: expect.objectContaining({ commit: 'c'.repeat(40) }) },
      imageVersion: { id: ids.version },
      imageReference: ids.version,
      pool: { id: ids.pool, origin: expect.objectContaining({ run: '42/1' }) },
      nodes: {
        allocationState: 'Steady',
        dedicated: { current: 110, target: 120, needed: 100 },
        lowPriority: { current: 0, target: 0, needed: 0 },
      },
    })
  })

  test('tells how long each step took, and which was not begun', () => {
    const cut = { ...result, events: events.slice(0, 5) }
    const [config] = written({ ...report, results: [cut] }).configs
    expect(config!.steps.map(({ kind, result: how, tookMs }) => [kind, how, tookMs])).toEqual([
      ['create-image', 'done', 40_000],
      ['create-image-version', 'running', undefined],
      ['create-pool', 'planned', undefined],
      ['await-nodes', 'planned', undefined],
    ])
  })

  test('tells how long Azure was waited for, in the run and for each config', () => {
    const span = { since: at(41), until: at(396) }
    const wait = { type: 'waited', at: at(396), ...span, work: 'replication' } as const
    const waited = { ...result, events: [...events, { ...wait, where: 'koreacentral' }] }
    const file = written({ ...report, results: [waited] })
    const part = { work: 'replication', where: 'koreacentral', tookMs: 355_000 }
    expect(file.waitedForAzure).toEqual({ tookMs: 355_000, parts: [part] })
    expect(file.configs[0]!.waitedForAzure).toEqual(file.waitedForAzure)
    expect(written(report).waitedForAzure).toBeUndefined()
  })

  test('tells the nodes whenever their count changed, however often they were counted', () => {
    const nodes = { dedicated: 1, targetDedicated: 2, lowPriority: 0, targetLowPriority: 0 }
    const step = steps.awaitNodes
    const seen = (seconds: number, dedicated: number) =>
      ({
        type: 'step-progress',
        at: at(seconds),
        step,
        say: 'x',
        nodes: { ...nodes, dedicated },
      }) as const
    const counted = {
      ...result,
      events: [seen(0, 0), seen(10, 0), seen(20, 1), seen(30, 1), seen(40, 2)],
    }
    const [config] = written({ ...report, results: [counted] }).configs
    expect(config!.nodesOverTime.map(({ dedicated, at: time }) => [dedicated, time])).toEqual([
      [0, '2026-11-23T12:00:00.000Z'],
      [1, '2026-11-23T12:00:20.000Z'],
      [2, '2026-11-23T12:00:40.000Z'],
    ])
    expect(config!.transcript).toHaveLength(1)
  })

  test('keeps notes and what was undone, with their times', () => {
    const noted = {
      ...result,
      events: [
        { type: 'note', at: at(1), severity: 'warning', say: 'somebody else resized the pool' },
        { type: 'taking-back', at: at(2), say: 'deleted pool render' },
      ] as const,
    }
    const [config] = written({ ...report, results: [noted] }).configs
    expect(config!.transcript).toEqual([
      {
        at: '2026-11-23T12:00:01.000Z',
        kind: 'note',
        severity: 'warning',
        say: 'somebody else resized the pool',
      },
      { at: '2026-11-23T12:00:02.000Z', kind: 'taking-back', say: 'deleted pool render' },
    ])
  })

  test.each<Failure>([
    { kind: 'findings', headline: '1 error' },
    { kind: 'cancelled', headline: 'cancelled by SIGINT' },
    { kind: 'deadline', headline: 'gave up' },
    { kind: 'bug', headline: 'unexpected error: x', stack: 'at /home/runner/x.ts:1' },
    {
      kind: 'azure',
      headline: 'failed to create the pool',
      requestId: 'r',
      explanations: [
        {
          ...{ code: 'PoolQuotaReached', message: 'm', cause: 'c', remedy: 'r', retryable: false },
          evidence: [{ code: 'e', message: 'f' }],
        },
      ],
    },
  ])('tells of a problem of kind $kind', (problem) => {
    const failed = { ...result, outcome: 'failed' as const, problem }
    const file = written({ ...report, results: [failed], problem })
    expect(file.problem).toMatchObject({ kind: problem.kind, headline: problem.headline })
    expect(file.configs[0]!.problem).toEqual(file.problem)
  })

  test('of a run without configs is a report all the same', () => {
    expect(written({ ...report, results: [] })).toMatchObject({ version: 1, configs: [] })
  })

  test('is the same text for the same run', () => {
    expect(toReportFile(whole, run)).toBe(toReportFile(structuredClone(whole), run))
  })
})

describe('what others wrote', () => {
  test('fits the schema and can be read again, whatever it is', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const errors = made.resizeErrors.map((error) => ({ ...error, message: text }))
        const because = [{ property: text, from: text, to: { [text]: text } }]
        const plan = { ...result.plan!, steps: [{ ...steps.createImage, title: text, because }] }
        const event = { type: 'note', at: at(1), severity: 'notice', say: text } as const
        const given = { ...result, plan, events: [event], made: { ...made, resizeErrors: errors } }
        written({ ...report, results: [given] })
      }),
    )
  })

  test('is shown without its secrets', () => {
    const because = [
      { property: 'startTask.environmentSettings[0].value', from: 'old-s3cret', to: 'new-s3cret' },
      { property: 'userAccounts[0].password', to: 's3cret' },
      { property: 'source', to: 'https://a.blob.core.windows.net/v/os.vhd?sv=1&sig=s3cret' },
    ]
    const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJzM2NyZXQifQ.x'
    const say = `https://a.b/operations/1?t=s3cret and Bearer ${token}`
    const given = {
      ...result,
      plan: { ...result.plan!, steps: [{ ...steps.createPool, because }] },
      events: [{ type: 'note', at: at(1), severity: 'notice', say }] as const,
    }
    const text = JSON.stringify(written({ ...report, results: [given] }))
    expect(text).not.toContain('s3cret')
    expect(text).not.toContain(token)
    expect(text).toContain('os.vhd')
  })
})
