import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  commentMarker,
  describeRefusal,
  mostCharacters,
  toComment,
} from '../../src/report/comment.js'
import { initialRunState, type ConfigResult, type RunReport } from '../../src/outcome/result.js'
import { toSummary } from '../../src/report/summary.js'
import { sha256 } from '../../src/ports/digest.js'
import { finding, plan, report, result } from './example.js'
import { hostile, withoutFolded } from './hostile.js'

const frame = {
  marker: commentMarker('pools/*.yml', sha256),
  runUrl: 'https://github.com/owner/repo/actions/runs/1',
}
const planHash = sha256('a plan')
const planned: ConfigResult = {
  ...{ ...result, outcome: 'succeeded', events: [], made: initialRunState, planHash },
}

function of(results: readonly ConfigResult[], more: Partial<RunReport> = {}): string {
  return toComment({ ...report, mode: 'plan', planHash, results, ...more }, frame)
}

test('the comment of one config', () => {
  expect(of([planned])).toMatchSnapshot()
})

test('the comment of several configs, one of them with errors', () => {
  const failed: ConfigResult = {
    ...planned,
    file: 'second.yml',
    outcome: 'failed',
    findings: [{ ...finding, severity: 'error' }],
    plan: undefined,
    problem: { kind: 'findings', headline: '1 error in second.yml; nothing was written' },
  }
  expect(of([planned, failed], { planHash: undefined })).toMatchSnapshot()
})

describe('the marker', () => {
  test('is the first line, and nobody sees it', () => {
    expect(of([planned]).split('\n')[0]).toBe(frame.marker)
    expect(frame.marker).toMatch(/^<!-- [\w -]+ -->$/)
  })

  test('is another for another config set, and tells nothing of it', () => {
    expect(commentMarker('other/*.yml', sha256)).not.toBe(frame.marker)
    expect(commentMarker('a --> <img>', sha256)).toMatch(/^<!-- [\w -]+ -->$/)
  })
})

describe('GitHub takes 65,536 characters', () => {
  const long = 'x|`@org/team <img> '.repeat(4000)
  const many = Array.from({ length: 2000 }, (_, index) => ({
    ...finding,
    message: `${String(index)} ${long.slice(0, 300)}`,
  }))

  test.each<readonly [string, readonly ConfigResult[]]>([
    ['a text of 76,000 characters', [{ ...planned, findings: [{ ...finding, message: long }] }]],
    ['2,000 findings', [{ ...planned, findings: many }]],
    [
      'a thousand configs',
      Array.from({ length: 1000 }, (_, index) => ({ ...planned, file: `${String(index)}.yml` })),
    ],
    [
      'a plan of long reasons',
      [
        {
          ...planned,
          plan: {
            ...plan,
            steps: plan.steps.map((step) => ({
              ...step,
              title: long,
              because: Array.from({ length: 10 }, () => ({ property: long, to: long })),
            })),
          },
        },
      ],
    ],
    [
      'all of it at once',
      Array.from({ length: 50 }, (_, index) => ({
        ...planned,
        ...{ file: `${long}${String(index)}.yml`, findings: many },
      })),
    ],
  ])('so %s is shortened, and says so', (_, results) => {
    const body = of(results)
    expect(body.length).toBeLessThan(mostCharacters)
    expect(body.startsWith(frame.marker)).toBe(true)
    expect(body).toContain(
      `Shortened to GitHub's limit of 65,536 characters; the rest is in the [summary of the run](${frame.runUrl}).`,
    )
    expect(body).toContain(planHash)
  })

  test('but a text that fits is whole', () => {
    expect(of([planned])).not.toContain('Shortened')
  })

  test('and those in trouble come first where not all fit', () => {
    const results = Array.from({ length: 1000 }, (_, index) => ({
      ...planned,
      file: `${String(index)}.yml`,
      outcome: index === 999 ? ('failed' as const) : ('succeeded' as const),
    }))
    const body = of(results)
    expect(body).toContain('`999.yml`: failed')
    expect(body).toMatch(/… and \d+ more configs\./)
  })
})

describe('what others wrote', () => {
  /** Everything that could do something on a page of GitHub's. */
  const active =
    /<(?!!--|br>|sub>|\/sub>|code>|\/code>)|\]\((?!https:\/\/(github\.com|learn\.microsoft|portal))|@\w|(^|\s)#\d|:\/\/(?!github\.com|learn\.microsoft|portal)/

  /** The page without its marker, and without code: nothing in there does anything. */
  const live = (page: string): string =>
    withoutFolded(page)
      .replace(/^<!-- image-to-pool plan \w+ -->/, '')
      .replace(/`[^`\n]+`/g, 'code')

  const pages = (text: string): readonly string[] => {
    const bad: ConfigResult = {
      ...planned,
      file: `${text}.yml`,
      findings: [{ ...finding, message: text, help: text, at: { kind: 'input', input: text } }],
      problem: { kind: 'findings', headline: text },
      plan: {
        ...plan,
        steps: plan.steps.map((step) => ({
          ...step,
          title: text,
          because: [{ property: text, from: text, to: { a: text } }],
        })),
      },
    }
    const changes = { mode: 'plan' as const, results: [bad, bad], findings: bad.findings }
    return [of([bad, bad], changes), toSummary({ ...report, ...changes })]
  }

  test('is inert in comment and summary', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const page of pages(text)) {
          expect(live(page)).not.toMatch(active)
          expect(page).not.toMatch(/^\s*::|[\u001b\u202e]/m)
        }
      }),
      { numRuns: 200 },
    )
  })

  test.each([
    '::error::boo',
    '@org/team please look',
    '<img src=x onerror=alert(1)>',
    'a | b || c',
    '``` `` `',
    'closes #1, GH-2',
    '<!-- image-to-pool plan 00 -->',
    '--> </sub></details>',
    '[click](https://evil.example)',
  ])('%s does nothing', (text) => {
    for (const page of pages(text)) {
      expect(live(page)).not.toMatch(active)
      expect(page).not.toContain('<!-- image-to-pool plan 00')
      const rows = page.split('\n').filter((line) => line.startsWith('| warning'))
      expect(rows).toHaveLength(3)
      for (const row of rows) expect(row.match(/\|/g)).toHaveLength(6)
    }
  })
})

describe('a comment that GitHub does not take', () => {
  test.each([403, 404])('for want of a permission (%i) names it', (status) => {
    expect(describeRefusal(status, 'Resource not accessible by integration')).toContain(
      '`pull-requests: write`',
    )
  })

  test('for another reason names that', () => {
    expect(describeRefusal(403, 'Unable to create comment because issue is locked.')).toContain(
      'GitHub answers 403 (Unable to create comment because issue is locked.)',
    )
    expect(describeRefusal(401, 'Bad credentials')).toContain('github-token')
    expect(describeRefusal(429, 'slow down')).toContain('rate limiting')
    expect(describeRefusal(500, 'fetch failed')).toBe(
      'cannot write the pull-request comment: GitHub answers 500: fetch failed',
    )
  })
})
