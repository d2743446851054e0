/**
 * The sentences of this project that nobody could hold to the real Azure. In Markdown `[unverified: ID]` stands in the
 * sentence or the row of a table; in the comments of code the sentence follows `@unverified ID`. Several IDs have commas
 * between them.
 */
import { readFileSync } from 'node:fs'
import { globSync } from 'tinyglobby'

export interface Mark {
  readonly id: string
  /** Path from the root of the project. */
  readonly file: string
  readonly line: number
  /** In Markdown, without the mark. */
  readonly sentence: string
}

const inMarkdown = /\s*\[unverified: ([^\]]+)\]/g
const inCode = /@unverified ([\w/-]+(?:, [\w/-]+)*) /

/** All marks of the project at `root`, by file and line. */
export function readMarks(root: string): readonly Mark[] {
  const files = globSync(['src/**/*.{md,ts}', 'docs/**/*.md', 'README.md'], { cwd: root })
  return files
    .filter((file) => file !== 'docs/UNVERIFIED.md')
    .sort()
    .flatMap((file) => {
      const text = readFileSync(`${root}/${file}`, 'utf8')
      return file.endsWith('.md') ? marksOfMarkdown(file, text) : marksOfCode(file, text)
    })
}

/** A sentence, a row or an item with marks in it, and where it begins. */
interface Passage {
  readonly line: number
  readonly text: string
}

export function marksOfMarkdown(file: string, text: string): readonly Mark[] {
  return passagesOf(text).flatMap(({ line, text: passage }) => {
    // Where a mark is explained it is code.
    const ids = [...passage.replace(/`\[unverified: [^`]*`/g, '').matchAll(inMarkdown)].flatMap(
      ([, found = '']) => found.split(', '),
    )
    const sentence = passage.replace(inMarkdown, '')
    return ids.map((id) => ({ id, file, line, sentence }))
  })
}

/** Rows of tables, and the sentences of everything else that is not code. */
export function passagesOf(text: string): readonly Passage[] {
  const passages: Passage[] = []
  let held: { line: number; lines: string[] } | undefined
  let isCode = false
  const flush = (): void => {
    if (held !== undefined) passages.push(...sentencesOf(held.line, held.lines))
    held = undefined
  }
  for (const [index, line] of [...text.split('\n'), ''].entries()) {
    if (line.startsWith('```')) isCode = !isCode
    const isRow = line.startsWith('|')
    if (isCode || isRow || line.trim() === '' || /^(#|- |```)/.test(line)) flush()
    if (isCode || line.startsWith('#') || line.startsWith('```') || line.trim() === '') continue
    if (isRow) passages.push({ line: index + 1, text: cellsOf(line).join(': ') })
    else if (held === undefined) held = { line: index + 1, lines: [line] }
    else held.lines.push(line)
  }
  return passages
}

function cellsOf(row: string): readonly string[] {
  const cells = row.split(/(?<!\\)\|/).map((cell) => cell.trim())
  return cells.filter((cell) => cell !== '')
}

function sentencesOf(first: number, lines: readonly string[]): readonly Passage[] {
  const whole = lines.join('\n')
  let at = 0
  return whole.split(/(?<=[.:])\s+(?=[A-Z`*])/).map((sentence) => {
    const start = whole.indexOf(sentence, at)
    at = start + sentence.length
    const line = first + (whole.slice(0, start).match(/\n/g) ?? []).length
    const text = sentence
      .replace(/^(- )?/, '')
      .replace(/\s+/g, ' ')
      .trim()
    return { line, text }
  })
}

/** `// @unverified ID sentence` on one line, or the same in a block comment up to its end, a blank line or another tag. */
export function marksOfCode(file: string, text: string): readonly Mark[] {
  const lines = text.split('\n')
  return lines.flatMap((line, index) => {
    const found = inCode.exec(line)
    if (found === null || !/^\s*(?:\/\/|\/?\*)/.test(line)) return []
    const parts = [line.slice(found.index + found[0].length)]
    const isBlock = !line.trimStart().startsWith('//') && !line.includes('*/')
    for (const next of isBlock ? lines.slice(index + 1) : []) {
      const content = next.trim().replace(/^\*\/?\s?/, '')
      if (content === '' || content.startsWith('@')) break
      parts.push(content)
      if (next.includes('*/')) break
    }
    const sentence = parts
      .join(' ')
      .replace(/\s*\*\/\s*$/, '')
      .trim()
    return (found[1] ?? '').split(', ').map((id) => ({ id, file, line: index + 1, sentence }))
  })
}
