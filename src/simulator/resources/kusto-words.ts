/** The words and expressions of Kusto. */
import { isObject, valueAt } from '../json.js'
import { NoBehaviour, type Json, type JsonObject } from '../kernel.js'

export type Expression = (row: JsonObject) => Json

export interface Tokens {
  isAtEnd(): boolean
  peek(ahead?: number): string
  next(): string
  /** Goes on past a word, in any letter case. Throws where another stands. */
  expect(word: string): void
  /** One of the words, if it comes next. */
  takeAny(...words: readonly string[]): string | undefined
  place(): number
  /** The text from there to here. */
  since(place: number): string
}

const pattern =
  /\s*(?:\/\/[^\n]*\n\s*)*(@?'(?:[^'\\]|\\.)*'|@?"(?:[^"\\]|\\.)*"|!?(?:in~|=~|~)|==|!=|<=|>=|[!]?[A-Za-z_$][\w$-]*|\d+(?:\.\d+)?|.)/y

export function tokensOf(text: string): Tokens {
  const whole: string[] = []
  const trimmed = text.trim()
  for (pattern.lastIndex = 0; pattern.lastIndex < trimmed.length;) {
    const word = pattern.exec(trimmed)?.[1]
    if (word === undefined) break
    whole.push(word)
  }
  let at = 0
  const peek = (ahead = 0): string => whole[at + ahead] ?? ''
  const next = (): string => {
    const word = peek()
    if (word === '') throw new NoBehaviour(`a query that ends after '${whole.join(' ')}'`)
    at += 1
    return word
  }
  return {
    isAtEnd: () => at >= whole.length,
    peek,
    next,
    expect(word) {
      const found = next()
      if (found.toLowerCase() !== word) throw new NoBehaviour(`'${found}' where '${word}' is due`)
    },
    takeAny(...wanted) {
      const word = peek().toLowerCase()
      if (!wanted.includes(word)) return undefined
      at += 1
      return word
    },
    place: () => at,
    since: (place) => whole.slice(place, at).join(''),
  }
}

/** One or more, between commas. */
export function readList<T>(tokens: Tokens, readOne: () => T): T[] {
  const all = [readOne()]
  while (tokens.takeAny(',') !== undefined) all.push(readOne())
  return all
}

/** `or` binds least, then `and`, then comparisons. */
export function readExpression(tokens: Tokens): Expression {
  const choices = [readAll(tokens)]
  while (tokens.takeAny('or') !== undefined) choices.push(readAll(tokens))
  const [only] = choices
  if (choices.length === 1 && only !== undefined) return only
  return (row) => choices.some((choice) => choice(row) === true)
}

function readAll(tokens: Tokens): Expression {
  const parts = [readComparison(tokens)]
  while (tokens.takeAny('and') !== undefined) parts.push(readComparison(tokens))
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  return (row) => parts.every((part) => part(row) === true)
}

const lower = (value: Json): string => textOf(value).toLowerCase()

const hasTerm = (text: Json, term: Json): boolean => {
  const escaped = lower(term).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![a-z0-9])${escaped}(?![a-z0-9])`).test(lower(text))
}

const comparisons: Readonly<Record<string, (a: Json, b: Json) => boolean>> = {
  '==': (a, b) => textOf(a) === textOf(b),
  '!=': (a, b) => textOf(a) !== textOf(b),
  '=~': (a, b) => lower(a) === lower(b),
  '!~': (a, b) => lower(a) !== lower(b),
  '<': (a, b) => Number(a) < Number(b),
  '>': (a, b) => Number(a) > Number(b),
  '<=': (a, b) => Number(a) <= Number(b),
  '>=': (a, b) => Number(a) >= Number(b),
  contains: (a, b) => lower(a).includes(lower(b)),
  '!contains': (a, b) => !lower(a).includes(lower(b)),
  startswith: (a, b) => lower(a).startsWith(lower(b)),
  '!startswith': (a, b) => !lower(a).startsWith(lower(b)),
  endswith: (a, b) => lower(a).endsWith(lower(b)),
  has: hasTerm,
  '!has': (a, b) => !hasTerm(a, b),
}

function readComparison(tokens: Tokens): Expression {
  const left = readOperand(tokens)
  const word = tokens.peek().toLowerCase()
  if (/^!?in~?$/.test(word)) return readMembership(tokens, left)
  const test = comparisons[word]
  if (test === undefined) return left
  tokens.next()
  const right = readOperand(tokens)
  return (row) => test(left(row), right(row))
}

function readMembership(tokens: Tokens, left: Expression): Expression {
  const word = tokens.next().toLowerCase()
  tokens.expect('(')
  const items = readList(tokens, () => readOperand(tokens))
  tokens.expect(')')
  const spell = word.endsWith('~') ? lower : textOf
  const isWanted = !word.startsWith('!')
  return (row) => items.some((item) => spell(item(row)) === spell(left(row))) === isWanted
}

const functions: Readonly<Record<string, (...values: Json[]) => Json>> = {
  tolower: (value = null) => lower(value),
  toupper: (value = null) => textOf(value).toUpperCase(),
  tostring: (value = null) => textOf(value),
  toint: (value = null) => Number(value),
  isempty: (value = null) => textOf(value) === '',
  isnotempty: (value = null) => textOf(value) !== '',
  isnull: (value = null) => value === null,
  isnotnull: (value = null) => value !== null,
  not: (value = null) => value !== true,
  strcat: (...values) => values.map(textOf).join(''),
  coalesce: (...values) => values.find((value) => textOf(value) !== '') ?? null,
  array_length: (value = null) => (Array.isArray(value) ? value.length : null),
}

function readOperand(tokens: Tokens): Expression {
  const word = tokens.next()
  if (word === '(') {
    const inner = readExpression(tokens)
    tokens.expect(')')
    return inner
  }
  const quoted = /^@?(['"])(.*)\1$/s.exec(word)?.[2]
  if (quoted !== undefined) return () => (word.startsWith('@') ? quoted : unescape(quoted))
  if (/^\d/.test(word)) return () => Number(word)
  if (/^(?:true|false)$/i.test(word)) return () => word.toLowerCase() === 'true'
  if (tokens.peek() === '(') return readCall(tokens, word)
  if (!/^[A-Za-z_$]/.test(word)) throw new NoBehaviour(`'${word}' in a query of Resource Graph`)
  return readPath(tokens, word)
}

function unescape(text: string): string {
  return text.replace(/\\(.)/g, '$1')
}

function readCall(tokens: Tokens, name: string): Expression {
  const call = functions[name.toLowerCase()]
  if (call === undefined) throw new NoBehaviour(`the function '${name}' of Kusto`)
  tokens.expect('(')
  const args = tokens.peek() === ')' ? [] : readList(tokens, () => readExpression(tokens))
  tokens.expect(')')
  return (row) => call(...args.map((arg) => arg(row)))
}

/** `properties.storageProfile.imageReference.id`, `properties['a']`, `zones[0]`. */
function readPath(tokens: Tokens, first: string): Expression {
  const path: (string | number)[] = [first]
  for (;;) {
    if (tokens.takeAny('.') !== undefined) path.push(tokens.next())
    else if (tokens.takeAny('[') !== undefined) {
      const key = tokens.next()
      path.push(/^\d+$/.test(key) ? Number(key) : key.slice(1, -1))
      tokens.expect(']')
    } else return (row) => valueAt(row, ...path) ?? null
  }
}

export function textOf(value: Json): string {
  if (value === null) return ''
  return isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value)
}
