import { describe, expect, test } from '@jest/globals'
import { parseYaml } from '../../src/inputs/yaml/parse-yaml.js'

/** `line:column` of a word in the text of `formula`, and the snippet. */
function placeOf(source: string, word: string, from = 0) {
  const { root, findings } = parseYaml(source, (span) => ({ kind: 'file', file: 'a.yml', span }))
  expect(findings).toEqual([])
  const value = root?.kind === 'map' ? root.entries.get('formula') : undefined
  if (value?.kind !== 'scalar' || typeof value.value !== 'string') throw new Error('no formula')
  const start = value.value.indexOf(word, from)
  const place = value.placeWithin?.(start, start + word.length)
  const { span } = place!.at as {
    span: { line: number; column: number; endLine: number; endColumn: number }
  }
  return {
    place: `${String(span.line)}:${String(span.column)}-${String(span.endLine)}:${String(span.endColumn)}`,
    snippet: place?.snippet,
  }
}

describe('the place of a word inside of a text', () => {
  test.each([
    ['a literal block', 'formula: |\n  a = 1;\n\n    wrong = 2;\n', '4:5-4:10'],
    ['a block with a header', 'formula: |2- # note\n    a = 1;\n  wrong = 2;\n', '3:3-3:8'],
    ['a folded block', 'formula: >\n  a = 1;\n  b = 2;\n\n  wrong = 2;\n', '5:3-5:8'],
    [
      'a folded block with a line that is indented further',
      'formula: >-\n  a = 1;\n     b = 2;\n  wrong\n',
      '4:3-4:8',
    ],
    [
      'a plain text over several lines',
      'formula: a = 1;\n  b = 2;\n\n  wrong = 3\nother: 1\n',
      '4:3-4:8',
    ],
    ['double quotes', 'formula: "a = time(\\"x\\");\\n\\twrong = 2;"\n', '1:31-1:36'],
    ['double quotes over lines', 'formula: "a = 1; \\\n    b = 2;\n\n    wrong"\n', '4:5-4:10'],
    [
      'characters written by their numbers',
      'formula: "\\x61\\u0062\\U0001F600 wrong"\n',
      '1:32-1:37',
    ],
    ['single quotes', "formula: 'a ''b'' wrong'\n", '1:19-1:24'],
    ['JSON', '{\n  "formula": "a = 1;\\n\\\\n \\/ wrong"\n}\n', '2:30-2:35'],
    ['an anchor', 'base: &f |\n  a = 1;\n  wrong\nformula: *f\n', '3:3-3:8'],
    ['CR LF', 'formula: |\r\n  a = 1;\r\n  wrong = 2;\r\n', '3:3-3:8'],
  ])('%s', (_, source, place) => {
    expect(placeOf(source, 'wrong').place).toBe(place)
  })

  test('the caret stands under it', () => {
    expect(placeOf('formula: |\n  a = 1;\n  b = wrong;\n', 'wrong').snippet).toBe(
      '  b = wrong;\n      ^',
    )
  })

  test('a comment that lines were folded into reaches over them', () => {
    const source = 'formula: >\n  a = 1; // note\n  b = 2;\n'
    expect(placeOf(source, '// note b = 2;').place).toBe('2:10-3:9')
  })
})
