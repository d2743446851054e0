import { describe, expect, test } from '@jest/globals'
import type { Log } from '../../src/ports/host.js'
import { limitAnnotations } from '../../src/report/annotation-limit.js'
import { reportFindings } from '../../src/report/findings.js'
import type { Severity } from '../../src/shared/finding.js'
import { finding } from './example.js'

function record() {
  const annotations: string[] = []
  const lines: string[] = []
  const nothing = () => undefined
  const log: Log = {
    ...{ debug: nothing, startGroup: nothing, endGroup: nothing, fail: nothing },
    info: (line) => lines.push(line),
    annotate: ({ severity, message, file }, details = []) => {
      annotations.push(`${severity} ${file ?? '-'} ${message}`)
      // As the runner shows it.
      lines.push(`${severity}: ${message}`, ...details)
    },
  }
  return { annotations, lines, run: {}, ...limitAnnotations(log) }
}

function findings(count: number, severity: Severity = 'error', file = 'a.yml') {
  const span = { line: 1, column: 1, endLine: 1, endColumn: 2 }
  return Array.from({ length: count }, (_, index) => ({
    ...finding,
    ...{ severity, message: `mistake ${String(index)} of ${file}.`, help: '' },
    at: { kind: 'file' as const, file, span: { ...span, line: index + 1, endLine: index + 1 } },
  }))
}

describe('annotations', () => {
  test.each([1, 9, 10])('%i mistakes give as many', (count) => {
    const reported = record()
    reportFindings(reported, findings(count))
    reported.flush()
    expect(reported.annotations).toHaveLength(count)
    expect(reported.annotations.at(-1)).toBe(`error a.yml mistake ${String(count - 1)} of a.yml.`)
  })

  test.each([11, 12, 400])('%i mistakes give nine, and one that counts the others', (count) => {
    const reported = record()
    reportFindings(reported, findings(count))
    reported.flush()
    expect(reported.annotations).toHaveLength(10)
    expect(reported.annotations.at(-1)).toBe(
      `error - ${String(count - 9)} more errors, in a.yml (${String(count - 9)}): the summary of this run lists every one`,
    )
  })

  test('of each severity are counted on their own, however they come', () => {
    const reported = record()
    reportFindings(reported, findings(8))
    reportFindings(reported, findings(30, 'warning', 'b.yml'))
    reportFindings(reported, [...findings(2, 'error', 'c.yml'), ...findings(1, 'error', 'd.yml')])
    reportFindings(reported, findings(3, 'notice'))
    reported.flush()
    const of = (severity: string) =>
      reported.annotations.filter((line) => line.startsWith(severity))
    expect([of('error').length, of('warning').length, of('notice').length]).toEqual([10, 10, 3])
    expect(of('error').at(-1)).toContain('2 more errors, in c.yml (1) and d.yml (1):')
  })

  test('of many files are counted by the worst of them', () => {
    const reported = record()
    for (let index = 0; index < 9; index += 1) {
      reportFindings(reported, findings(index + 9, 'error', `${String(index)}.yml`))
    }
    reported.flush()
    expect(reported.annotations.at(-1)).toContain(
      ' in 8.yml (17), 7.yml (16), 6.yml (15), 5.yml (14), 4.yml (13) and 3 more files: ',
    )
  })
})

test.each([3, 10, 25])('the log says each of %i findings once', (count) => {
  const reported = record()
  reportFindings(reported, findings(count))
  reported.flush()
  for (let index = 0; index < count; index += 1) {
    const sentence = `mistake ${String(index)} of a.yml.`
    expect(reported.lines.filter((line) => line.includes(sentence))).toHaveLength(1)
    const place = `a.yml:${String(index + 1)}:1 [`
    expect(reported.lines.filter((line) => line.includes(place))).toHaveLength(1)
  }
})

test('what comes after the end is no longer held back', () => {
  const reported = record()
  reportFindings(reported, findings(12))
  reported.flush()
  reported.log.annotate({ severity: 'warning', message: 'late' })
  reported.flush()
  expect(reported.annotations.slice(10)).toEqual(['warning - late'])
})
