import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { AzureFailure, type AzureErrorDetail } from '../../src/shared/errors.js'
import { logLine, mdCode, mdText } from '../../src/report/escape.js'
import { toFailure } from '../../src/outcome/failure.js'
import { failureLines } from '../../src/report/failure-lines.js'
import { problemSection } from '../../src/report/summary-sections.js'

/** Words that are nobody's markup and in no text of ours. */
const word = fc.stringMatching(/^q[a-z]{9}x$/)
const detail: fc.Memo<AzureErrorDetail> = fc.memo((depth) =>
  fc.record({
    code: word,
    message: word,
    target: word,
    details: depth <= 1 ? fc.constant([]) : fc.array(detail(depth - 1), { maxLength: 3 }),
  }),
)

function textsOf({ code, message, target, details }: AzureErrorDetail): readonly string[] {
  return [code, message, target ?? '', ...details.flatMap(textsOf)]
}

describe('an error of Azure', () => {
  test('is told whole, at any depth, in the log and in Markdown', () => {
    const failure = fc.record({
      operation: word,
      resource: word,
      requestId: word,
      correlationId: word,
      error: detail(4),
      status: fc.constant(400),
    })
    fc.assert(
      fc.property(failure, (init) => {
        const problem = toFailure(new AzureFailure(init))
        const log = failureLines(problem).join('\n')
        const markdown = problemSection(problem, true).join('\n')
        const { operation, resource, requestId, correlationId, error } = init
        const wanted = [operation, resource, requestId, correlationId, ...textsOf(error)]
        for (const text of wanted) {
          expect(log).toContain(text)
          expect(markdown).toContain(text)
        }
      }),
    )
  })

  test('of thousands of details is told with the first of them, and how many there are', () => {
    const details = Array.from({ length: 5_000 }, (_, index) => ({
      code: `D${String(index)}`,
      message: 'bad',
      details: [],
    }))
    const error = { code: 'Bad', message: 'bad', details }
    const lines = failureLines(toFailure(new AzureFailure({ operation: 'create', error })))
    expect(lines).toContain('  evidence: D99: bad')
    expect(lines).toContain('  evidence: and: 4900 more like these')
    expect(lines.length).toBeLessThan(120)
  })

  test('names code, message, target, cause, remedy, evidence, resource and ids, each once', () => {
    const problem = toFailure(
      new AzureFailure({
        operation: 'create pool render',
        resource: '/subscriptions/s',
        status: 400,
        requestId: 'r-1',
        correlationId: 'c-1',
        error: {
          code: 'InvalidPropertyValue',
          message: 'The value is bad\nRequestId:r-1',
          target: 'BatchAccount',
          details: [
            { code: 'PropertyPath', message: 'properties.vmSize', target: 'vmSize', details: [] },
          ],
        },
      }),
    )
    expect(failureLines(problem)).toEqual([
      'failed to create pool render',
      'InvalidPropertyValue: The value is bad',
      '  target: BatchAccount',
      '  cause: Azure does not accept a value of the request',
      '  what to do: correct the property that the evidence names (PropertyName, PropertyPath, Reason)',
      '  see: https://learn.microsoft.com/rest/api/batchservice/batch-status-and-error-codes',
      '  evidence: PropertyPath: properties.vmSize (target: vmSize)',
      'resource: /subscriptions/s',
      'request id: r-1',
      'correlation id: c-1',
    ])
    expect(problemSection(problem, true).join('\n')).toContain('**Target:** `BatchAccount`')
  })

  test('is harmless in both', () => {
    const text = '::error::x <img src=x> @octocat [a](b)'
    const error = { code: text, message: text, target: text, details: [] }
    const problem = toFailure(new AzureFailure({ operation: 'read', status: 400, error }))
    const markdown = problemSection(problem, true).join('\n')
    expect(markdown).not.toContain('<img')
    expect(markdown).toContain(mdCode(text))
    expect(markdown).toContain(mdText(text))
    for (const line of failureLines(problem).map(logLine)) expect(line).not.toMatch(/^::|^\s*::\w/)
  })
})
