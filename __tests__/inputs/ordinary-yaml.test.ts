import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { Span } from '../../src/shared/finding.js'
import type { LocatedValue } from '../../src/inputs/yaml/located-value.js'
import { parseYaml } from '../../src/inputs/yaml/parse-yaml.js'
import { readOrdinaryYaml } from '../../src/inputs/yaml/read-ordinary-yaml.js'
import { share } from '../support/full-size.js'

const placeOf = (span: Span) => ({ kind: 'file', file: 'a.yml', span }) as const

/** With what `placeWithin` says of some parts of each text, in the place of the function. */
function withPlaces(value: LocatedValue): unknown {
  if (value.kind === 'list') return { ...value, items: value.items.map(withPlaces) }
  if (value.kind === 'map') {
    return { ...value, entries: [...value.entries].map(([key, held]) => [key, withPlaces(held)]) }
  }
  const length = typeof value.value === 'string' ? value.value.length : 0
  const parts = [0, Math.floor(length / 2), length].map((at) => value.placeWithin?.(at, at + 2))
  return { ...value, placeWithin: parts }
}

/** Whether the reader of ordinary YAML took the text; the library must read the same in it then. */
function isReadAlike(text: string): boolean {
  const read = readOrdinaryYaml(text, placeOf)
  if (read === undefined) return false
  const { root, findings } = parseYaml(text, placeOf)
  expect({ text, findings }).toEqual({ text, findings: [] })
  expect({ text, root: withPlaces(read) }).toEqual({ text, root: root && withPlaces(root) })
  return true
}

function filesOf(...path: readonly string[]): readonly string[] {
  const folder = join(import.meta.dirname, ...path)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
}

const examples = filesOf('..', '..', 'examples', 'configs')
const golden = filesOf('golden').map((text) => text.split(/^=== /m, 1).join(''))

const plainWord = fc.constantFrom(
  ...[
    'render',
    'a b',
    '/opt/x --y',
    '1.0.0',
    12,
    -3,
    0.5,
    '2026-11-23',
    'x#y',
    'https://x/?a=b&c',
    '이미지',
  ],
)
const word = fc.constantFrom(
  ...['render', 'a b', '/opt/x --y', '1.0.0', '12', '-3', '0.5', '007', '1e3', 'true', 'null', '~'],
  ...[
    '2026-11-23',
    'PT30M',
    "it's",
    'x #y',
    'x#y',
    'a: b',
    'a:b',
    'https://x/?a=b&c',
    '"q" r',
    '-',
  ],
  ...[
    '- x',
    '[x',
    'x]',
    '{{ x }}',
    '*x',
    '&x',
    '!x',
    '|',
    '>',
    '%',
    '@',
    '…',
    'é',
    '이미지',
    ' x ',
    '',
  ],
)
const value = fc.letrec((tie) => ({
  leaf: fc.oneof(
    plainWord,
    plainWord,
    word,
    fc.string(),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
  ),
  lines: fc.array(word, { minLength: 2, maxLength: 4 }).map((all) => `${all.join('\n')}\n`),
  any: fc.oneof(
    { depthSize: 'small' },
    ...[tie('leaf'), tie('leaf'), tie('lines'), tie('list'), tie('map')],
  ),
  list: fc.array(tie('any'), { maxLength: 4 }),
  map: fc.dictionary(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('a', 'b-c', 'd.e', 'f') },
      { weight: 1, arbitrary: word },
    ),
    tie('any'),
    {
      maxKeys: 4,
      noNullPrototype: true,
    },
  ),
})).map
const written = fc
  .tuple(value, fc.constantFrom(true, false), fc.constantFrom(2, 4))
  .map(([root, indentSeq, indent]) => stringify(root, { indent, indentSeq, lineWidth: 0 }))

/** A text that someone has been at: lines added, indented otherwise, cut, doubled. */
const scraps = [
  '',
  ' ',
  '  ',
  '#',
  '# x',
  '  # x',
  '    # x',
  ' #x',
  '- ',
  '-',
  'a: b',
  '  a: b',
  '?',
  '---',
]
const more = [
  '...',
  ': ',
  ',',
  ' }',
  ']',
  '[a, b]',
  '{ a: b }',
  "'",
  '"',
  '|',
  '|-',
  '>',
  '\t',
  '\\',
  '&a ',
  ' x',
]
const edit = fc.record({
  at: fc.nat(1000),
  scrap: fc.constantFrom(...scraps, ...more),
  how: fc.constantFrom('line', 'into', 'cut', 'indent', 'end'),
})
function edited(text: string, { at, scrap, how }: { at: number; scrap: string; how: string }) {
  const offset = at % (text.length + 1)
  if (how === 'into') return text.slice(0, offset) + scrap + text.slice(offset)
  if (how === 'cut') return text.slice(0, offset) + text.slice(offset + 1)
  const lines = text.split('\n')
  const line = at % lines.length
  if (how === 'line') lines.splice(line, 0, scrap)
  if (how === 'indent') lines[line] = ` ${lines[line] ?? ''}`
  if (how === 'end') lines[line] = (lines[line] ?? '') + scrap
  return lines.join('\n')
}

describe('ordinary YAML', () => {
  test('is what the examples are written in, and most of the files that hold mistakes', () => {
    expect(examples.map(isReadAlike)).toEqual(examples.map(() => true))
    const taken = golden.filter(isReadAlike).length
    expect(taken / golden.length).toBeGreaterThan(0.6)
  })

  test('is read as the library reads it, whatever values it holds', () => {
    let taken = 0
    fc.assert(
      fc.property(written, (text) => {
        if (isReadAlike(text)) taken += 1
      }),
      { numRuns: share(5000) },
    )
    expect(taken).toBeGreaterThan(share(5000) / 10)
  })

  test('is read as the library reads it, whatever is changed in it, or left to the library', () => {
    const texts = fc.oneof(fc.constantFrom(...examples, ...golden), written)
    const changed = fc.tuple(texts, fc.array(edit, { minLength: 1, maxLength: 4 }))
    fc.assert(
      fc.property(changed, ([text, edits]) => {
        isReadAlike(edits.reduce(edited, text))
      }),
      { numRuns: share(10000) },
    )
  })
})
