import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { globSync } from 'tinyglobby'
import { marksOfCode, marksOfMarkdown, passagesOf, readMarks } from '../../scripts/live/marks.js'
import { notAsked } from '../../scripts/live/not-asked.js'
import { probes } from '../../scripts/live/probes/index.js'

const root = join(import.meta.dirname, '..', '..')
const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const marks = readMarks(root)
const questions = [...probes, ...notAsked]

describe('marks and questions', () => {
  test('every mark has a probe or a stated reason why it is not asked', () => {
    const known = questions.map(({ id }) => id)
    const lost = marks.filter(({ id }) => !known.includes(id))
    expect(lost.map(({ file, line, id }) => `${file}:${String(line)} ${id}`)).toEqual([])
    expect(marks.length).toBeGreaterThan(100)
  })

  test('every probe, and every question that is not asked, has a mark', () => {
    const marked = new Set(marks.map(({ id }) => id))
    expect(questions.map(({ id }) => id).filter((id) => !marked.has(id))).toEqual([])
  })

  test('no two questions share an id, and each says what it asks, why, and, if so, why not', () => {
    const ids = questions.map(({ id }) => id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
    expect(ids.filter((id) => !/^[a-z]+\/[a-z\d]+(-[a-z\d]+)*$/.test(id))).toEqual([])
    expect(questions.filter(({ question }) => !question.endsWith('?'))).toEqual([])
    expect(questions.filter(({ why }) => why.length < 20)).toEqual([])
    expect(notAsked.filter(({ reason }) => reason.length < 20)).toEqual([])
  })

  test.each([
    ['src/simulator/README.md', /\bours\b|not verified|: open\b|is open\b/],
    ['src/autoscale/README.md', /(?::|;|\)|\bis|\bare|decimals,) read\b|nobody says/],
  ])('what %s says without a source is marked', (file, claim) => {
    const claims = passagesOf(read(file)).filter(
      // The list of sources explains the words themselves.
      ({ text }) => claim.test(text) && !/^\*\*/.test(text) && !text.startsWith('What is ours'),
    )
    expect(claims.length).toBeGreaterThan(10)
    const unmarked = claims.filter(({ text }) => !text.includes('[unverified: '))
    expect(unmarked.map(({ line, text }) => `${file}:${String(line)} ${text}`)).toEqual([])
  })

  test('no other page or comment says that something is not verified', () => {
    const files = globSync(['src/**/*.{md,ts}', 'docs/**/*.md', 'README.md'], { cwd: root })
    const said = files
      .filter((file) => file !== 'docs/UNVERIFIED.md')
      .flatMap((file) =>
        read(file)
          .split('\n')
          .filter((line) => /(?:not|never|could not be) verified(?! by Batch)/i.test(line))
          .map((line) => `${file}: ${line.trim()}`),
      )
    expect(said).toEqual([])
  })
})

describe('reading marks', () => {
  test('in Markdown: the sentence, the row or the item, without the mark', () => {
    const page = [
      '# A page',
      'It is so. That is not known (ours)',
      '[unverified: a/b]. And this is.',
      '',
      '| what | source |',
      '| --- | --- |',
      '| a \\| b | ours [unverified: a/c, d/e] |',
      '- one',
      '- two [unverified: a/b]',
      '```',
      'code [unverified: x/y]',
      '```',
      'Explained: `[unverified: ID]` stands for it.',
    ].join('\n')
    const line = (id: string, at: number, sentence: string) => {
      return { id, file: 'page.md', line: at, sentence }
    }
    expect(marksOfMarkdown('page.md', page)).toEqual([
      line('a/b', 2, 'That is not known (ours).'),
      line('a/c', 7, 'a \\| b: ours'),
      line('d/e', 7, 'a \\| b: ours'),
      line('a/b', 9, 'two'),
    ])
  })

  test('in code: the sentence behind the tag, in either kind of comment, and nowhere else', () => {
    const code = [
      '/** @unverified a/b It is so. */',
      '/**',
      ' * Something else.',
      ' *',
      ' * @unverified a/c, d/e It is so',
      ' * and so.',
      ' */',
      '  // @unverified f/g A guess.',
      "const text = ' @unverified h/i in a text'",
    ].join('\n')
    expect(marksOfCode('a.ts', code)).toEqual([
      { id: 'a/b', file: 'a.ts', line: 1, sentence: 'It is so.' },
      { id: 'a/c', file: 'a.ts', line: 5, sentence: 'It is so and so.' },
      { id: 'd/e', file: 'a.ts', line: 5, sentence: 'It is so and so.' },
      { id: 'f/g', file: 'a.ts', line: 8, sentence: 'A guess.' },
    ])
  })
})
