import { describe, expect, test } from '@jest/globals'
import { parseYaml } from '../../src/inputs/yaml/parse-yaml.js'
import { originAt, plainValue } from '../../src/inputs/yaml/located-value.js'
import type { Path, Span } from '../../src/shared/finding.js'

const parse = (text: string) => parseYaml(text, (span) => ({ kind: 'file', file: 'a.yml', span }))

function spanAt(text: string, path: Path): string {
  const origin = originAt(parse(text).root!, path)
  const { line, column, endLine, endColumn } = (origin as { span: Span }).span
  return `${String(line)}:${String(column)}-${String(endLine)}:${String(endColumn)}`
}

describe('values', () => {
  test.each([
    ['a: 1.10', { a: 1.1 }],
    ['a: "1.10"', { a: '1.10' }],
    ['a: yes\nb: no\nc: on', { a: 'yes', b: 'no', c: 'on' }],
    ['a: TRUE\nb: ~\nc:', { a: true, b: null, c: null }],
    ['a: 0o17\nb: 0x1F\nc: 017', { a: 15, b: 31, c: 17 }],
    ['a: 2026-11-23', { a: '2026-11-23' }],
    ['1: a\ntrue: b\nnull: c', { 1: 'a', true: 'b', null: 'c' }],
    ['%YAML 1.1\n---\na: yes', { a: 'yes' }],
    ['a: |\n  x\n  y\nb: >-\n  x\n  y', { a: 'x\ny\n', b: 'x y' }],
    [
      '{"a": "\\ud83d\\ude00 \\/", "b": [1, -2.5e3, false, null]}',
      { a: '😀 /', b: [1, -2500, false, null] },
    ],
    ['a: &x 1\nb: *x\nc: &x 2\nd: *x', { a: 1, b: 1, c: 2, d: 2 }],
    ['a: &a { x: 1, y: 2 }\nb: { <<: *a, y: 3 }', { a: { x: 1, y: 2 }, b: { x: 1, y: 3 } }],
    ['b: { <<: [{ x: 1 }, { x: 2, y: 2 }] }', { b: { x: 1, y: 2 } }],
    ['b: { "<<": { x: 1 } }', { b: { '<<': { x: 1 } } }],
  ])('%j', (text, expected) => {
    const { root, findings } = parse(text)
    expect(findings).toEqual([])
    expect(plainValue(root!)).toEqual(expected)
  })

  test('a file with a byte order mark and Windows line ends has the same places', () => {
    const text = '\uFEFFimage:\r\n  name: "i"\r\n'
    expect(spanAt(text.slice(1), ['image', 'name'])).toBe('2:9-2:12')
    expect(spanAt(text, ['image', 'name'])).toBe('2:9-2:12')
  })
})

describe('places', () => {
  const text = `image: &base
  name: "render"   # why
  dataSnapshots:
    - one
    - { lun: 2, source: two }
gallery:
  <<: { imageVersion: auto }
  targetRegions: []
other: *base
long: |
  a
  b
`
  test.each([
    [['image', 'name'], '2:9-2:17'],
    [['image'], '1:1-1:6'],
    [['image', 'dataSnapshots'], '3:3-3:16'],
    [['image', 'dataSnapshots', 0], '4:7-4:10'],
    [['image', 'dataSnapshots', 1, 'source'], '5:25-5:28'],
    [['image', 'dataSnapshots', 1, 'size'], '5:7-5:30'],
    [['image', 'dataSnapshots', 9], '3:3-3:16'],
    [['gallery', 'imageVersion'], '7:23-7:27'],
    [['gallery', 'targetRegions', 0], '8:3-8:16'],
    [['other', 'name'], '2:9-2:17'],
    [['other'], '9:1-9:6'],
    [['long'], '10:7-13:1'],
  ])('%j', (path, expected) => {
    expect(spanAt(text, path)).toBe(expected)
  })
})

describe('what a file may not do, told in bounded time', () => {
  const lines = (count: number, line: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => line(index)).join('\n')
  const bombs = {
    'open brackets': '['.repeat(1e6),
    'open braces': '{a: '.repeat(2e5),
    'lists in lists': '- '.repeat(5e5),
    'keys in keys': '? '.repeat(5e5),
    'ever deeper maps': lines(1400, (index) => `${' '.repeat(index)}a:`),
    'lists and maps in turn': lines(600, (index) => `${' '.repeat(index)}- a:`),
    'a million commas': `[${','.repeat(1e6)}`,
    'many aliases of many aliases': lines(40, (index) =>
      index === 0
        ? 'a0: &a0 [x]'
        : `a${String(index)}: &a${String(index)} [${`*a${String(index - 1)},`.repeat(9)}]`,
    ),
    'maps merged into maps': lines(11_000, (index) =>
      index === 0
        ? 'a0: &a0 {x: 1}'
        : `a${String(index)}: &a${String(index)}\n  <<: *a${String(index - 1)}\n  k${String(index)}: 1`,
    ),
  }
  test.each(Object.entries(bombs))('%s', (_name, text) => {
    const start = performance.now()
    const { root, findings } = parse(text)
    expect(performance.now() - start).toBeLessThan(5000)
    expect(root).toBeUndefined()
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({ rule: 'config/size', severity: 'error' })
  })

  test('a file with more syntax errors than anyone reads tells the first ten', () => {
    expect(parse(`a: "${'\\q'.repeat(100)}"`).findings).toHaveLength(10)
  })

  test('many keys, and a long list on one line, are read', () => {
    expect(parse(lines(10_000, (index) => `k${String(index)}: v`)).findings).toEqual([])
    const list = JSON.stringify({ a: Array.from({ length: 10_000 }, (_, index) => index) })
    expect(parse(list).findings).toEqual([])
  })

  test('brackets in a long line of JSON may stand far to the right', () => {
    const text = JSON.stringify({ a: 'x'.repeat(5000), b: [{ c: [1] }], d: { e: {} } })
    expect(parse(text).findings).toEqual([])
  })
})

describe('the snippet of a syntax error', () => {
  const snippetOf = (text: string) => parse(text).findings[0]!.snippet

  test('shows the line and the column', () => {
    expect(snippetOf('image:\n  name: @x\n')).toBe('  name: @x\n        ^')
  })

  test('is cut around the place in a long line', () => {
    const lines = snippetOf(`a: [${'x, '.repeat(100)}@b, ${'x, '.repeat(100)}]`)!.split('\n')
    expect(lines[0]!.length).toBeLessThanOrEqual(120)
    expect(lines[0]!.charAt(lines[1]!.length - 1)).toBe('@')
  })

  test.each(['password: @x', 'accountKey: @x', 'u: [https://a/b?sig=x, @x]'])(
    'is left out where a secret may stand: %s',
    (text) => {
      expect(snippetOf(text)).toBeUndefined()
    },
  )
})
