import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { NodeErrorReport } from '../../src/model/explanation.js'
import { toOutputs } from '../../src/report/outputs.js'
import { closingLines } from '../../src/report/publish.js'
import type { ConfigResult, RunReport } from '../../src/outcome/result.js'
import { statesChart } from '../../src/report/summary-charts.js'
import { toSummary } from '../../src/report/summary.js'
import { at, made, report, result, steps } from './example.js'
import { hostile, withoutFolded } from './hostile.js'

const startTask: NodeErrorReport = {
  state: 'startTaskFailed',
  code: 'FailureExitCode',
  message: 'The task exited with an exit code representing a failure',
  count: 3,
  nodes: ['tvm-1', 'tvm-2', 'tvm-3'],
  exitCode: 13,
  stderr: 'mount error(13): Permission denied',
  retryable: false,
  cause: 'the start task ended with a failure',
  remedy: 'read the end of its stderr',
}

function runWith(nodeErrors: readonly NodeErrorReport[]): RunReport {
  const states = { idle: 37, startTaskFailed: 3 }
  const say = '37 idle, 3 startTaskFailed'
  const sight = { type: 'step-progress', at: at(640), step: steps.awaitNodes, say, states } as const
  const failed: ConfigResult = {
    ...result,
    outcome: 'failed',
    made: { ...made, nodeErrors },
    events: [...result.events, sight],
  }
  return { ...report, results: [failed] }
}

const run = runWith([startTask])

describe('nodes that failed', () => {
  test('are an output, and part of the results', () => {
    const outputs = new Map<string, string>(toOutputs(run))
    const reported: unknown = JSON.parse(outputs.get('node-errors') ?? '')
    expect(reported).toEqual([startTask])
    expect(JSON.parse(outputs.get('results') ?? '')).toMatchObject([{ 'node-errors': [startTask] }])
  })

  test('are an empty list where there are none', () => {
    expect(new Map<string, string>(toOutputs(report)).get('node-errors')).toBe('[]')
  })

  test('are a table of the summary, with the end of stderr and a chart of the states', () => {
    const summary = toSummary(run)
    expect(summary).toContain('#### Nodes that run no tasks')
    expect(summary).toContain('| `startTaskFailed` | 3 | `FailureExitCode`<br>')
    expect(summary).toContain('<br>exit code 13 |')
    expect(summary).toContain('End of stderr, node `tvm-1`:')
    expect(summary).toContain('mount error(13): Permission denied')
    expect(summary).toContain('"idle" : 37\n    "startTaskFailed" : 3')
  })

  test('are lines of the log', () => {
    expect(closingLines(run).join('\n')).toContain(
      'nodes: FailureExitCode: 3 nodes startTaskFailed, exit code 13 (tvm-1, tvm-2, tvm-3): The task',
    )
    expect(closingLines(run)).toContain('    evidence: stderr: mount error(13): Permission denied')
  })

  test('make no chart while all are in one state', () => {
    const states = { idle: 40 }
    const event = { type: 'step-progress', at: at(1), step: steps.awaitNodes, say: '', states }
    expect(statesChart([event as never])).toBe('')
  })

  test('say nothing that GitHub takes for markup, whatever their words are', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const summary = toSummary(
          runWith([{ ...startTask, state: text, code: text, message: text, nodes: [text] }]),
        )
        // What stands in a code span is shown as it is.
        const outside = withoutFolded(summary).replace(/`[^`\n]*`/g, '')
        expect(outside).not.toMatch(/<img|<\/details>|(?<!\\)\]\(y\)/)
      }),
      { numRuns: 100 },
    )
  })

  test('show no secret that their stderr holds', () => {
    const stderr = 'curl https://a.blob.core.windows.net/x?sig=abc123 failed'
    const secret = runWith([{ ...startTask, stderr }])
    const everything = [...toOutputs(secret).map(([, value]) => value), toSummary(secret)].join(
      '\n',
    )
    expect(everything).not.toContain('abc123')
  })
})
