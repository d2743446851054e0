import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Alias,
  type Document,
  type Node,
  type Pair,
  type Scalar as YamlScalar,
  type YAMLMap,
} from 'yaml'
import type { Finding, Origin, Span } from '../../shared/finding.js'
import { showValue } from '../../shared/show-value.js'
import { drawCaret } from './caret.js'
import { mostValues } from './ordinary-limits.js'
import { placeWithinText } from './place-within-text.js'
import { syntaxProblems } from './yaml-syntax.js'
import { findLimitProblem } from './yaml-limits.js'
import {
  unreadable,
  type LocatedValue,
  type LocatedMap,
  type LocatedScalar,
  type TextPlace,
} from './located-value.js'

export interface ParsedYaml {
  /** Undefined when the text is no YAML; also when it holds nothing. */
  readonly root: LocatedValue | undefined
  readonly findings: readonly Finding[]
}

/**
 * Reads YAML 1.2 (core schema; JSON is a part of it) into values that know their places. Never throws: what
 * is wrong comes back as findings. `placeOf` says where a stretch of the text is.
 */
export function parseYaml(text: string, placeOf: (span: Span) => Origin): ParsedYaml {
  const lines = new LineCounter()
  const spanOf = (begin: number, end: number): Span => {
    const start = begin === end ? begin + blankAt(text, begin) : begin
    const from = lines.linePos(start)
    const to = lines.linePos(Math.max(start, end))
    return { line: from.line, column: from.col, endLine: to.line, endColumn: to.col }
  }
  const limit = findLimitProblem(text)
  if (limit !== undefined) {
    const { offset, message, help } = limit
    addLineStarts(lines, text)
    const at = placeOf(spanOf(offset, offset + 1))
    return {
      root: undefined,
      findings: [{ rule: 'config/size', severity: 'error', message, help, at }],
    }
  }
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    // Checked below: the library's own check takes quadratic time, and merge keys would lose their places.
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    logLevel: 'error', // at `silent` a second document goes unnoticed
  })
  const problems = syntaxProblems(document, text)
  if (problems.length > 0) {
    const findings = problems.map(({ start, end, message, help }): Finding => {
      const span = spanOf(start, end)
      const snippet = drawCaret(text, span)
      const said = { rule: 'config/syntax', severity: 'error', message, help } as const
      return { ...said, at: placeOf(span), ...(snippet !== undefined && { snippet }) }
    })
    return { root: undefined, findings }
  }
  const textPlace = (start: number, end: number): TextPlace => {
    const span = spanOf(start, end)
    const snippet = drawCaret(text, span)
    return { at: placeOf(span), ...(snippet !== undefined && { snippet }) }
  }
  const source = {
    text,
    origin: (start: number, end: number) => placeOf(spanOf(start, end)),
    textPlace,
  }
  return new Reader(document, source).read()
}

/** How much white space comes before what an empty value or key stands in front of. */
function blankAt(text: string, offset: number): number {
  return /^ */.exec(text.slice(offset, offset + 256))?.[0].length ?? 0
}

function addLineStarts(lines: LineCounter, text: string): void {
  lines.addNewLine(0)
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    lines.addNewLine(at + 1)
  }
}

interface Source {
  readonly text: string
  readonly origin: (start: number, end: number) => Origin
  readonly textPlace: (start: number, end: number) => TextPlace
}

/** Walks one document in its order: an alias means the last anchor of its name before it. */
class Reader {
  readonly #findings: Finding[] = []
  readonly #anchors = new Map<string, { readonly value: LocatedValue; readonly size: number }>()
  readonly #open = new Set<string>()
  readonly #document: Document.Parsed
  readonly #source: Source
  #size = 0
  /** Where the file came to more values than it may have. */
  #limit: Origin | undefined

  constructor(document: Document.Parsed, source: Source) {
    this.#document = document
    this.#source = source
  }

  read(): ParsedYaml {
    const { contents } = this.#document
    const root = contents === null ? undefined : this.#value(contents)
    if (this.#limit !== undefined) {
      this.#report('config/size', this.#limit, {
        message: `up to here, with its aliases written out, this file is more than ${mostValues.toLocaleString('en')} values long`,
        help: 'describe one image and one pool in a file, and use fewer aliases',
      })
    }
    return { root: this.#limit === undefined ? root : undefined, findings: this.#findings }
  }

  /** Nothing is read beyond the limit: maps that are merged are copied, and a file can ask for that without end. */
  #grow(by: number, node: Node): void {
    this.#size += by
    if (this.#size > mostValues) this.#limit ??= this.#at(node)
  }

  #value(node: Node, key?: Origin): LocatedValue {
    if (this.#limit !== undefined) return unreadable('', this.#limit)
    if (isAlias(node)) return this.#alias(node, key)
    const before = this.#size
    this.#grow(1, node)
    const anchor = 'anchor' in node ? node.anchor : undefined
    if (anchor !== undefined) this.#open.add(anchor)
    const value = this.#plain(node)
    if (anchor !== undefined) {
      this.#open.delete(anchor)
      this.#anchors.set(anchor, { value, size: this.#size - before })
    }
    return key === undefined ? value : { ...value, key }
  }

  #plain(node: Node): LocatedValue {
    const at = this.#at(node)
    if (isMap<Node, Node | null>(node)) return this.#map(node, at)
    if (isSeq<Node>(node)) {
      return { kind: 'list', at, items: node.items.map((item) => this.#value(item)) }
    }
    return isScalar(node) ? this.#withPlaces(this.#scalar(node, at), node) : unreadable('', at)
  }

  #map(node: YAMLMap<Node, Node | null>, at: Origin): LocatedMap | LocatedScalar {
    const entries = new Map<string, LocatedValue>()
    const merged: LocatedMap[] = []
    let hasBadKeys = false
    for (const pair of node.items) {
      const key = this.#keyOf(pair)
      if (key === undefined) hasBadKeys = true
      if (key === undefined) continue
      const { name, at: keyAt, isMerge } = key
      const value: LocatedValue =
        pair.value === null
          ? { kind: 'scalar', value: null, at: keyAt, key: keyAt }
          : this.#value(pair.value, keyAt)
      if (isMerge) merged.push(...this.#mergeSources(value, keyAt))
      else if (entries.has(name)) this.#reportTwice(name, keyAt, entries.get(name))
      else entries.set(name, value)
    }
    // Such as {{ name }}, which is meant for another program.
    if (hasBadKeys && entries.size === 0) return unreadable('', at)
    // What the map states itself wins, then the earlier source: https://yaml.org/type/merge.html
    for (const source of merged) {
      for (const [name, value] of source.entries) if (!entries.has(name)) entries.set(name, value)
    }
    return { kind: 'map', at, entries }
  }

  #keyOf({ key }: Pair<Node, Node | null>) {
    const at = this.#at(key)
    if (!isScalar(key)) {
      this.#report('config/syntax', at, {
        message: 'a key must be a single word or text',
        help: 'write `key: value`; put a text that begins with a bracket, * or & in quotes',
      })
      return undefined
    }
    const isPlainText = key.type === 'PLAIN'
    const name = typeof key.value === 'string' ? key.value : (key.source ?? '')
    if (name !== '__proto__') return { name, at, isMerge: isPlainText && name === '<<' }
    this.#report('config/unknown-key', at, {
      message: `'__proto__' cannot be a key`,
      help: 'remove it',
    })
    return undefined
  }

  #mergeSources(value: LocatedValue, at: Origin): LocatedMap[] {
    const sources = value.kind === 'list' ? value.items : [value]
    const maps = sources.filter((source) => source.kind === 'map')
    const isReported = sources.some((source) => source.kind === 'scalar' && source.isUnreadable)
    if (maps.length < sources.length && !isReported) {
      this.#report('config/syntax', at, {
        message: '<< merges maps, and this is not one',
        help: 'write `<<: *name` with the anchor of a map, or put << in quotes',
      })
    }
    return maps
  }

  #alias(node: Alias, key: Origin | undefined): LocatedValue {
    const { source } = node
    const target = this.#anchors.get(source)
    if (target !== undefined) {
      this.#grow(target.size, node)
      return key === undefined ? target.value : { ...target.value, key }
    }
    const isInside = this.#open.has(source)
    this.#report('config/syntax', this.#at(node), {
      message: isInside
        ? `*${source} stands inside what &${source} names`
        : `*${source} stands for nothing: no &${source} comes before it`,
      help: isInside
        ? 'write the value out'
        : `put &${source} before the value that it names, or the text in quotes`,
    })
    const value = unreadable(`*${source}`, this.#at(node))
    return key === undefined ? value : { ...value, key }
  }

  #withPlaces(scalar: LocatedScalar, { type, range }: YamlScalar): LocatedScalar {
    const { value } = scalar
    const [from = 0, to = 0] = range ?? []
    if (typeof value !== 'string' || scalar.isUnreadable === true || to === 0) return scalar
    const { text, textPlace } = this.#source
    const written = { written: () => text.slice(from, to), from, style: type ?? 'PLAIN', value }
    return { ...scalar, placeWithin: placeWithinText(written, textPlace) }
  }

  /** What JSON cannot say, or what would not arrive as it was written, is reported. */
  #scalar({ value, source = '', tag }: YamlScalar, at: Origin): LocatedScalar {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') {
      return { kind: 'scalar', at, value }
    }
    if (typeof value !== 'number') {
      const name = (tag ?? '').replace('tag:yaml.org,2002:', '!!')
      const message = `${name} makes this a value that no setting can have`
      this.#report('config/value', at, { message, help: 'remove the tag' })
      return unreadable(source, at)
    }
    const isWhole = Number.isInteger(value)
    if (Number.isFinite(value) && (!isWhole || Number.isSafeInteger(value))) {
      return { kind: 'scalar', at, value, ...(source !== String(value) && { source }) }
    }
    this.#report('config/value', at, {
      message: `${showValue(source)} is a number that cannot be sent as it is written`,
      help: `put it in quotes if it is text: "${source.slice(0, 40)}"`,
    })
    return unreadable(source, at)
  }

  #reportTwice(name: string, at: Origin, first: LocatedValue | undefined): void {
    const place = first?.key
    const line = place === undefined || place.kind === 'default' ? undefined : place.span?.line
    this.#report('config/duplicate-key', at, {
      message: `the key ${showValue(name)} is here twice`,
      help: line === undefined ? 'keep one' : `keep this one or the one in line ${String(line)}`,
    })
  }

  #report(rule: string, at: Origin, said: { message: string; help: string }): void {
    this.#findings.push({ rule, severity: 'error', ...said, at })
  }

  #at(node: Node): Origin {
    const [start, end] = node.range ?? [0, 0]
    return this.#source.origin(start, end)
  }
}
