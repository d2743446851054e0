import { describe, expect, test } from '@jest/globals'
import type { Step } from '../../src/model/step.js'
import { AzureFailure } from '../../src/shared/errors.js'
import { toFailure } from '../../src/outcome/failure.js'
import { initialRunState, type RunReport } from '../../src/outcome/result.js'
import { closingLines } from '../../src/report/publish.js'
import { toSummary } from '../../src/report/summary.js'
import { finding, report, result } from './example.js'

test('a partial run', () => {
  expect(toSummary(report)).toMatchSnapshot()
})

test('a refused request, with cause, remedy, evidence and request id', () => {
  const problem = toFailure(
    new AzureFailure({
      operation: 'create image render-1',
      status: 403,
      error: {
        code: 'AuthorizationFailed',
        message: "The client 'x' has no right to <perform> 'Microsoft.Compute/images/write'",
        details: [],
      },
      requestId: 'r-1',
    }),
  )
  const failed = {
    ...result,
    outcome: 'failed' as const,
    problem,
    made: initialRunState,
    events: [],
  }
  const summary = toSummary({ ...report, results: [failed] })
  expect(summary).toContain('## ❌ image-to-pool: failed to create image render-1')
  expect(summary).toContain('- `AuthorizationFailed` The client')
  expect(summary).toContain('&lt;perform>')
  expect(summary).toContain('**Cause:**')
  expect(summary).toContain('**What to do:**')
  expect(summary).toContain('request id: `r-1`')
})

test('several configs are told apart and counted', () => {
  const second = { ...result, file: 'b.yml', outcome: 'failed' as const, findings: [] }
  const third = { ...result, file: 'c.yml', outcome: 'succeeded' as const, findings: [] }
  const summary = toSummary({ ...report, results: [result, second, third] })
  expect(summary).toContain('## ❌ image-to-pool: 1 of 3 configs succeeded')
  expect(summary).toContain('- ❌ `b.yml`: failed')
  expect(summary).toContain('### ⚠️ `render.yml`: partial')
})

test('a pool whose nodes nobody waited for is not called ready', () => {
  const made = { ...result.made, currentDedicatedNodes: 0 }
  const plan = { ...result.plan!, steps: result.plan!.steps.filter(isNoWait) }
  const accepted = { ...result, outcome: 'succeeded' as const, made, plan }
  expect(toSummary({ ...report, results: [accepted] })).toContain(
    '## ✅ image-to-pool: `render` is made: 0/120 nodes, not waited for',
  )
})

describe('errors of several resizes', () => {
  const [timedOut] = result.made.resizeErrors
  const full = { ...timedOut!, code: 'AllocationFailed', remedy: 'choose another vmSize' }
  const other = { ...full, code: 'BatchOutOfCapacity', remedy: 'run again later' }
  const of = (resizeErrors: typeof result.made.resizeErrors) => ({
    ...report,
    results: [{ ...result, made: { ...result.made, resizeErrors } }],
  })
  const advice = (run: RunReport) =>
    toSummary(run)
      .split('\n')
      .filter((line) => line.startsWith('- To get the rest'))

  test('leave the advice to the last resize, told once', () => {
    const last = [full, { ...full, message: 'low-priority' }].map((one) => ({ ...one, attempt: 2 }))
    expect(advice(of([timedOut!, ...last]))).toEqual(['- To get the rest: choose another vmSize.'])
    expect(advice(of([timedOut!, full, other]))).toEqual([
      '- To get the rest: raise resize-timeout, or run again; choose another vmSize; run again later.',
    ])
    expect(advice(of([]))).toEqual([])
  })

  test('are one block of the log where they are alike', () => {
    const run = of([timedOut!, { ...timedOut!, attempt: 2, at: 'later' }, { ...full, attempt: 3 }])
    const lines = closingLines(run).filter((line) => line.includes('resize error'))
    expect(lines.map((line) => line.trim().split(': ').slice(0, 2))).toEqual([
      ['resize error, 2 times', 'AllocationTimedout'],
      ['resize error', 'AllocationFailed'],
    ])
  })
})

test('a run whose work was taken back does not promise to go on from it', () => {
  const takenBack = ['pool render was deleted again']
  const failed = { ...result, outcome: 'failed' as const, takenBack }
  const summary = toSummary({ ...report, results: [failed] })
  expect(summary).toContain('what was undone is done again')
  expect(summary).not.toContain('it continues where it stopped')
})

test('a bug is to be reported, and is no reason to run it again', () => {
  const problem = toFailure(new TypeError('x is not a function'))
  const summary = toSummary({ ...report, results: [{ ...result, outcome: 'failed', problem }] })
  expect(summary).toContain('Report it with the lines of the log')
  expect(summary).not.toMatch(/run it again/i)
})

test('findings that came after a write do not claim that nothing was written', () => {
  const problem = { kind: 'findings' as const, headline: 'pool render was made by another run' }
  const of = (changed: boolean): string => {
    const failed = { ...result, outcome: 'failed' as const, problem }
    const made = { ...initialRunState, changed }
    return toSummary({ ...report, results: [{ ...failed, made }] })
  }
  expect(of(true)).not.toContain('nothing was written')
  expect(of(false)).toContain('Correct what the findings name; nothing was written')
})

function isNoWait({ kind }: Step): boolean {
  return kind !== 'await-nodes'
}

test('a cancelled run says what goes on without us', () => {
  const cancelled = {
    ...result,
    outcome: 'cancelled' as const,
    problem: { kind: 'cancelled' as const, headline: 'cancelled by SIGINT during: x' },
    still: ['pool render is still resizing to 120 nodes'],
  }
  const summary = toSummary({ ...report, results: [cancelled] })
  expect(summary).toContain('## 🚫 image-to-pool: cancelled by SIGINT during: x')
  expect(summary).toContain(
    'Azure continues without us: pool render is still resizing to 120 nodes',
  )
})

describe('modes that write nothing', () => {
  const of = (changes: Partial<RunReport>): string => toSummary({ ...report, ...changes })
  const planned = { ...result, outcome: 'succeeded' as const, events: [], made: initialRunState }

  test('a plan counts the changes and names the heaviest', () => {
    expect(of({ mode: 'plan', results: [planned] })).toContain(
      '## 🆕 image-to-pool: 3 resources: 3 create',
    )
  })

  test('a validated config is in order', () => {
    const valid = { ...planned, plan: undefined }
    expect(of({ mode: 'validate', results: [valid] })).toContain('config is in order')
  })
})

describe('GitHub drops a summary of more than 1 MiB', () => {
  const findings = Array.from({ length: 150 }, (_, index) => ({
    ...finding,
    message: `${String(index)} ${'x'.repeat(20_000)}`,
  }))
  const summary = toSummary({ ...report, results: [{ ...result, findings }] })

  test('so a longer one is cut at a block and says so', () => {
    expect(new TextEncoder().encode(summary).length).toBeLessThanOrEqual(1024 * 1024)
    expect(summary).toContain('This summary was cut')
    expect(summary).toContain('## ⚠️ image-to-pool')
    expect(summary.split('```').length % 2).toBe(1)
  })
})
