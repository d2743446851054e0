import { describe, expect, test } from '@jest/globals'
import type { RunState } from '../../src/model/run-state.js'
import { outputs } from '../../src/inputs/outputs.js'
import { outputNames, toOutputs } from '../../src/report/outputs.js'
import { closingLines } from '../../src/report/publish.js'
import type { RunReport } from '../../src/outcome/result.js'
import { toSummary } from '../../src/report/summary.js'
import { ids, report, result } from './example.js'

const named = (of: RunReport): Record<string, string> => Object.fromEntries(toOutputs(of))

test('there is a value for every output that action.yml declares, and no other', () => {
  expect(toOutputs(report).map(([name]) => name)).toEqual(outputs.map(({ name }) => name))
  expect([...outputNames]).toEqual(outputs.map(({ name }) => name))
})

describe('of one config', () => {
  const written = named(report)

  test('scalars are text', () => {
    expect(written).toMatchObject({
      outcome: 'partial',
      changed: 'true',
      'pool-id': ids.pool,
      'pool-name': 'render',
      'image-id': ids.image,
      'gallery-image-version-id': ids.version,
      'image-reference-id': ids.version,
      'allocation-state': 'Steady',
      'current-dedicated-nodes': '110',
      'target-dedicated-nodes': '120',
    })
  })

  test('targets are those asked for where the pool tells none', () => {
    const made: { -readonly [K in keyof RunState]: RunState[K] } = { ...result.made }
    delete made.targetDedicatedNodes
    delete made.targetLowPriorityNodes
    const silent = { ...report, results: [{ ...result, made }] }
    expect(named(silent)).toMatchObject({
      'target-dedicated-nodes': '120',
      'target-low-priority-nodes': '0',
    })
    expect(toSummary(silent)).toContain('110/120 nodes')
    expect(closingLines(silent)).toContain('  nodes: 110/120 dedicated, 0/0 low-priority, Steady')
  })

  test('a resize error says cause and remedy', () => {
    expect(JSON.parse(written['resize-errors']!)).toEqual([
      {
        code: 'AllocationTimedout',
        message: 'Desired number of dedicated nodes could not be allocated',
        details: [{ code: 'Reason', message: 'the resize timed out | <b>@octocat</b>' }],
        attempt: 1,
        at: '2026-11-23T12:06:45Z',
        retryable: true,
        cause: 'the resize timeout passed before all nodes were allocated',
        remedy: 'raise resize-timeout, or run again',
      },
    ])
  })

  test('a finding says its file, line and column', () => {
    expect(JSON.parse(written['diagnostics']!)).toEqual([
      expect.objectContaining({
        rule: 'image/generation-agrees',
        severity: 'warning',
        file: 'render.yml',
        line: 4,
        column: 21,
      }),
    ])
  })

  test('the plan names the steps with impact and reasons, and no bodies', () => {
    const plan = JSON.parse(written['plan']!) as { impact: string; steps: object[] }
    expect(plan.impact).toBe('create')
    expect(plan.steps[0]).toEqual({
      kind: 'create-image',
      title: 'create image render-1 from snapshot render-os and 1 data disk',
      resource: ids.image,
      impact: 'create',
      because: [{ property: 'location', from: null, to: 'koreacentral' }],
    })
  })

  test('the one result has the same keys', () => {
    const results = JSON.parse(written['results']!) as Record<string, unknown>[]
    expect(results).toHaveLength(1)
    const keys = outputNames.filter((name) => name !== 'results' && name !== 'report-path')
    expect(Object.keys(results[0]!).sort()).toEqual(['config', ...keys].sort())
    expect(results[0]).toMatchObject({ config: 'render.yml', 'current-dedicated-nodes': 110 })
  })
})

describe('of several configs', () => {
  const second = {
    ...result,
    file: 'second.yml',
    outcome: 'failed' as const,
    made: { ...result.made, changed: false, poolId: '/other' },
  }
  const written = named({ ...report, results: [result, second] })

  test('the outcome is the worst, the ids are of the first', () => {
    expect(written).toMatchObject({ outcome: 'failed', changed: 'true', 'pool-id': ids.pool })
  })

  test('the plan tells the files apart', () => {
    expect(JSON.parse(written['plan']!)).toMatchObject({
      impact: 'create',
      configs: [{ config: 'render.yml' }, { config: 'second.yml' }],
    })
  })
})

test('without any config the lists are empty and the scalars are too', () => {
  const written = named({
    ...report,
    results: [],
    problem: { kind: 'findings', headline: '1 error' },
  })
  expect(written).toMatchObject({
    outcome: 'failed',
    changed: 'false',
    'pool-id': '',
    'resize-errors': '[]',
    results: '[]',
    plan: 'null',
  })
})

test('a secret in what changes is not in the outputs', () => {
  const [step, ...others] = result.plan!.steps
  const because = [
    { property: 'startTask.environmentSettings[0].value', from: 'old-s3cret', to: 'new-s3cret' },
    { property: 'source', to: 'https://a.blob.core.windows.net/v/os.vhd?sv=1&sig=s3cret' },
  ]
  const plan = { ...result.plan!, steps: [{ ...step!, because }, ...others] }
  const written = JSON.stringify(toOutputs({ ...report, results: [{ ...result, plan }] }))
  expect(written).not.toContain('s3cret')
  expect(written).toContain('os.vhd')
})

describe('what changes', () => {
  const planned = (impact: 'none' | 'update', changed: boolean) => ({
    ...result,
    plan: { ...result.plan!, impact },
    made: { ...result.made, changed },
  })

  test.each([
    ['plan', 'update', false, 'true', 'update'],
    ['plan', 'none', false, 'false', 'none'],
    ['apply', 'update', true, 'true', 'update'],
    ['apply', 'update', false, 'false', 'none'],
    ['validate', 'update', false, '', ''],
  ] as const)('%s of %s, changed %s', (mode, impact, changed, hasChanges, said) => {
    const written = named({ ...report, mode, results: [planned(impact, changed)] })
    expect(written).toMatchObject({ 'has-changes': hasChanges, impact: said })
  })

  test('is that of any config, and the worst of all', () => {
    const results = [planned('none', false), planned('update', false)]
    expect(named({ ...report, mode: 'plan', results })).toMatchObject({
      'has-changes': 'true',
      impact: 'update',
    })
  })
})

test('the page of the pool is in the portal of a cloud, and nowhere else', () => {
  const poolPortal = 'https://portal.azure.us/#@contoso.com'
  expect(named({ ...report, poolPortal })['pool-url']).toBe(
    `https://portal.azure.us/#@contoso.com/resource${ids.pool}`,
  )
  expect(named(report)['pool-url']).toBe('')
})
