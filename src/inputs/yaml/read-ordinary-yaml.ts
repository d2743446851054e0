import type { Origin, Span } from '../../shared/finding.js'
import { drawCaret } from './caret.js'
import type { LocatedMap, LocatedScalar, LocatedValue, Scalar } from './located-value.js'
import type { ScalarStyle } from './offsets-in-source.js'
import { isWithinLimits, mostValues } from './ordinary-limits.js'
import { placeWithinText } from './place-within-text.js'
import { plainScalar } from './plain-scalar.js'

/**
 * Reads what nearly all configs consist of: maps and lists as blocks or in brackets on one line, words and texts in
 * quotes on one line, texts as blocks (`|`), comments. Undefined for a text with anything else in it, or with a mistake:
 * the YAML library reads that (parse-yaml.ts), and a test holds the two to the same answer. It is there for the time: the
 * library takes a third of a whole validation to load and to read one file.
 */
export function readOrdinaryYaml(
  text: string,
  placeOf: (span: Span) => Origin,
): LocatedMap | undefined {
  if (unusualSign.test(text) || !isWithinLimits(text)) return undefined
  try {
    return new OrdinaryReader(text, placeOf).read()
  } catch (error) {
    if (error instanceof Unusual) return undefined
    throw error
  }
}

/** Tabs, carriage returns and other control characters, and the mark of a byte order. */
const unusualSign = /[^\n\x20-\x7e\u00a0-\ufefe\uff00-\uffff]/

/** Of a key that is followed by a colon and a blank or the end of the line. */
const plainKey = /[A-Za-z_][\w./-]{0,127}(?=:[ \n])/y
/** A word or more, up to what may end it; what it must not hold is looked for afterwards. */
const plainInBlock = /(?:[\w/.$(]|-(?=[\w/.$])|[\u00a0-\uffff])[^\n]*/y
const plainInFlow = /(?:[\w/.$(]|-(?=[\w/.$])|[\u00a0-\uffff])(?:[^\n,[\]{}:#]|:(?=[^ \n,[\]{}]))*/y
const quotedTwice = /"[^"\\\n]*"/y
const quotedOnce = /'(?:[^'\n]|'')*'/y
const blanks = / */y

class Unusual extends Error {}

class OrdinaryReader {
  readonly #text: string
  readonly #placeOf: (span: Span) => Origin
  /** The offset at which each line starts. */
  readonly #starts: number[] = [0]
  #line = 0
  /** Where the next value is looked for, in the line. */
  #at = 0
  /** How far the last comment was indented that came since the last value; -1 without one. */
  #comment = -1
  /** The line after the last one that belongs to a value. */
  #lineAfter = 0
  #values = 0

  constructor(text: string, placeOf: (span: Span) => Origin) {
    this.#text = text
    this.#placeOf = placeOf
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
      this.#starts.push(at + 1)
    }
  }

  read(): LocatedMap {
    if (this.#nextIndent() !== 0) throw new Unusual()
    const root = this.#blockMap(0)
    if (this.#nextIndent() !== -1) throw new Unusual()
    return root
  }

  /** Goes to the next line that holds more than a comment; -1 at the end of the text. */
  #nextIndent(): number {
    for (; this.#line < this.#starts.length; this.#line++) {
      const start = this.#startOf(this.#line)
      this.#at = this.#skip(blanks, start)
      const sign = this.#text.charAt(this.#at)
      if (sign === '#') this.#comment = Math.max(this.#comment, this.#at - start)
      else if (sign !== '\n' && sign !== '') return this.#at - start
    }
    return -1
  }

  #blockMap(indent: number, key?: Origin): LocatedMap {
    this.#count()
    const first = { line: this.#line, at: this.#at }
    const entries = new Map<string, LocatedValue>()
    do {
      const from = this.#at
      const name = this.#take(plainKey)
      if (name === '__proto__' || entries.has(name)) throw new Unusual()
      const keyAt = this.#origin(this.#line, from, this.#at)
      this.#at = this.#skip(blanks, this.#at + 1)
      entries.set(name, this.#afterKey(indent, keyAt))
    } while (this.#goesOn(indent))
    return { kind: 'map', at: this.#blockOrigin(first), entries, ...(key && { key }) }
  }

  #afterKey(indent: number, key: Origin): LocatedValue {
    if (!this.#isLineOver()) return this.#inline(key, indent)
    this.#endLine()
    const inner = this.#nextIndent()
    const isList = this.#text.startsWith('- ', this.#at)
    if (inner < indent || (inner === indent && !isList)) throw new Unusual()
    return isList ? this.#blockList(inner, key) : this.#blockMap(inner, key)
  }

  #blockList(indent: number, key?: Origin): LocatedValue {
    this.#count()
    const first = { line: this.#line, at: this.#at }
    const items: LocatedValue[] = []
    do {
      this.#at = this.#skip(blanks, this.#at + 1)
      const column = this.#at - this.#startOf(this.#line)
      if (this.#isLineOver()) throw new Unusual()
      items.push(this.#hasKey() ? this.#blockMap(column) : this.#inline(undefined, indent))
    } while (this.#goesOn(indent, '- '))
    return { kind: 'list', at: this.#blockOrigin(first), items, ...(key && { key }) }
  }

  /** Whether the next line belongs to the block, too, as one that begins with `sign`. A comment at the end of a block is the library's. */
  #goesOn(indent: number, sign = ''): boolean {
    const next = this.#nextIndent()
    if (next > indent) throw new Unusual()
    if (next === indent && this.#text.startsWith(sign, this.#at)) {
      this.#comment = -1
      return true
    }
    if (this.#comment > indent || (indent > 0 && this.#comment === indent)) throw new Unusual()
    return false
  }

  /** A value that begins in the line of its key or dash, which it must leave over. */
  #inline(key: Origin | undefined, indent: number): LocatedValue {
    const sign = this.#text.charAt(this.#at)
    if (sign === '|') return this.#literal(key, indent)
    const value = this.#startsFlow(sign) ? this.#flow(key) : this.#blockScalar(key)
    if (!this.#isLineOver()) throw new Unusual()
    this.#endLine()
    return value
  }

  #startsFlow(sign: string): boolean {
    return sign === '[' || sign === '{' || sign === '"' || sign === "'"
  }

  #blockScalar(key: Origin | undefined): LocatedValue {
    const from = this.#at
    const rest = this.#take(plainInBlock)
    const comment = rest.indexOf(' #')
    const source = (comment === -1 ? rest : rest.slice(0, comment)).replace(/ +$/, '')
    if (source.includes(': ') || source.endsWith(':')) throw new Unusual()
    this.#at = from + source.length
    return this.#plain(source, from, key)
  }

  #flow(key?: Origin): LocatedValue {
    const from = this.#at
    const sign = this.#text.charAt(from)
    if (sign === '[') return this.#flowList(key)
    if (sign === '{') return this.#flowMap(key)
    if (sign === '"') {
      return this.#scalar(this.#take(quotedTwice).slice(1, -1), from, {
        key,
        style: 'QUOTE_DOUBLE',
      })
    }
    if (sign === "'") {
      const value = this.#take(quotedOnce).slice(1, -1).replaceAll("''", "'")
      return this.#scalar(value, from, { key, style: 'QUOTE_SINGLE' })
    }
    const source = this.#take(plainInFlow).replace(/ +$/, '')
    this.#at = from + source.length
    return this.#plain(source, from, key)
  }

  #flowList(key?: Origin): LocatedValue {
    this.#count()
    const from = this.#at
    const items: LocatedValue[] = []
    while (this.#hasMore(items.length, ']')) items.push(this.#flow())
    return {
      kind: 'list',
      at: this.#origin(this.#line, from, this.#at),
      items,
      ...(key && { key }),
    }
  }

  #flowMap(key?: Origin): LocatedValue {
    const from = this.#at
    const entries = new Map<string, LocatedValue>()
    this.#count()
    while (this.#hasMore(entries.size, '}')) {
      const begin = this.#at
      const name = this.#take(plainKey)
      if (name === '__proto__' || entries.has(name)) throw new Unusual()
      const keyAt = this.#origin(this.#line, begin, this.#at)
      this.#at = this.#skip(blanks, this.#at + 1)
      entries.set(name, this.#flow(keyAt))
    }
    return {
      kind: 'map',
      at: this.#origin(this.#line, from, this.#at),
      entries,
      ...(key && { key }),
    }
  }

  /** Steps over the bracket or comma before the next item, or over the bracket after the last. */
  #hasMore(count: number, close: string): boolean {
    if (count > 0) this.#at = this.#skip(blanks, this.#at)
    const sign = this.#text.charAt(this.#at)
    const isClosed = count > 0 && sign === close
    if (count > 0 && !isClosed && sign !== ',') throw new Unusual()
    this.#at = isClosed ? this.#at + 1 : this.#skip(blanks, this.#at + 1)
    if (count > 0 || this.#text.charAt(this.#at) !== close) return !isClosed
    this.#at += 1
    return false
  }

  /** A text as a block: `|`, or `|-` without its last line end. */
  #literal(key: Origin | undefined, indent: number): LocatedValue {
    const from = this.#at
    const header = this.#text.slice(from, this.#startOf(this.#line + 1) - 1)
    if (header !== '|' && header !== '|-') throw new Unusual()
    const first = this.#line + 1
    const inner = this.#skip(blanks, this.#startOf(first)) - this.#startOf(first)
    if (inner <= indent) throw new Unusual()
    const lines: string[] = []
    for (this.#line = first; this.#line + 1 < this.#starts.length; this.#line++) {
      const line = this.#text.slice(this.#startOf(this.#line), this.#startOf(this.#line + 1) - 1)
      const isBlank = /^ *$/.test(line)
      const column = this.#skip(blanks, this.#startOf(this.#line)) - this.#startOf(this.#line)
      if (isBlank && line !== '') throw new Unusual()
      if (!isBlank && column < inner) break
      lines.push(line.slice(inner))
    }
    const isAtEnd = this.#line + 1 >= this.#starts.length
    // A last line without an end, and lines that are blank before it.
    if (isAtEnd && this.#text.length > this.#startOf(this.#line)) throw new Unusual()
    while (lines.at(-1) === '') lines.pop()
    if (lines.length === 0 || lines[0] === '') throw new Unusual()
    this.#lineAfter = first + lines.length
    this.#at = this.#startOf(this.#lineAfter)
    this.#comment = -1
    const value = lines.join('\n') + (header === '|' ? '\n' : '')
    return this.#scalar(value, from, { key, style: 'BLOCK_LITERAL', line: first - 1 })
  }

  #plain(source: string, from: number, key: Origin | undefined): LocatedScalar {
    const value = plainScalar(source)
    if (value === undefined) throw new Unusual()
    return this.#scalar(value, from, { key, style: 'PLAIN' })
  }

  /** The value that was written from `from` to where the reader is. */
  #scalar(
    value: Scalar,
    from: number,
    how: { readonly key: Origin | undefined; readonly style: ScalarStyle; readonly line?: number },
  ): LocatedScalar {
    this.#count()
    const { key, style, line = this.#line } = how
    const to = this.#at
    const at =
      line === this.#line ? this.#origin(line, from, to) : this.#blockOrigin({ line, at: from })
    const scalar = { kind: 'scalar', at, value, ...(key && { key }) } as const
    if (typeof value !== 'string') return scalar
    const written = { written: () => this.#text.slice(from, to), from, style, value }
    return { ...scalar, placeWithin: placeWithinText(written, (...of) => this.#textPlace(...of)) }
  }

  #count(): void {
    this.#values += 1
    if (this.#values > mostValues) throw new Unusual()
  }

  #hasKey(): boolean {
    plainKey.lastIndex = this.#at
    return plainKey.test(this.#text)
  }

  /** Nothing but blanks and a comment in the rest of the line. */
  #isLineOver(): boolean {
    const next = this.#skip(blanks, this.#at)
    const sign = this.#text.charAt(next)
    if (sign === '#' && this.#text.charAt(next - 1) !== ' ') throw new Unusual()
    return sign === '\n' || sign === '' || sign === '#'
  }

  #endLine(): void {
    this.#line += 1
    this.#lineAfter = this.#line
    this.#comment = -1
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found === null) throw new Unusual()
    this.#at += found[0].length
    return found[0]
  }

  #skip(pattern: RegExp, from: number): number {
    pattern.lastIndex = from
    return from + (pattern.exec(this.#text)?.[0].length ?? 0)
  }

  #startOf(line: number): number {
    return this.#starts[line] ?? this.#text.length
  }

  /** Within one line. */
  #origin(line: number, from: number, to: number): Origin {
    const start = this.#startOf(line)
    return this.#placeOf({
      line: line + 1,
      column: from - start + 1,
      endLine: line + 1,
      endColumn: to - start + 1,
    })
  }

  /** Up to the start of the line after the last value. */
  #blockOrigin(first: { readonly line: number; readonly at: number }): Origin {
    const last = Math.min(this.#lineAfter, this.#starts.length - 1)
    return this.#placeOf({
      line: first.line + 1,
      column: first.at - this.#startOf(first.line) + 1,
      endLine: last + 1,
      endColumn: this.#startOf(this.#lineAfter) - this.#startOf(last) + 1,
    })
  }

  #textPlace(start: number, end: number) {
    const from = this.#position(start)
    const to = this.#position(Math.max(start, end))
    const span = {
      line: from.line,
      column: from.column,
      endLine: to.line,
      endColumn: to.column,
    }
    const snippet = drawCaret(this.#text, span)
    return { at: this.#placeOf(span), ...(snippet !== undefined && { snippet }) }
  }

  #position(offset: number) {
    const after = this.#starts.findIndex((start) => start > offset)
    const line = after === -1 ? this.#starts.length : after
    return { line, column: offset - this.#startOf(line - 1) + 1 }
  }
}
