/** The expressions of workflow files, as far as the examples use them: https://docs.github.com/actions/reference/workflows-and-actions/expressions */

export type Value = string | number | boolean | null | { readonly [key: string]: Value }

export interface Contexts {
  readonly [name: string]: Value
}

/** What `success()` and its like answer. */
export type Status = 'success' | 'failure' | 'cancelled'

const token =
  /\s*(?:('(?:[^']|'')*')|(\d+(?:\.\d+)?)|(==|!=|<=|>=|&&|\|\||[!<>(),.[\]*])|([A-Za-z_][\w-]*))/y

function tokensOf(text: string): readonly string[] {
  const found: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.trimEnd().length) {
    const match = token.exec(text)
    if (match === null) throw new Error(`cannot read the expression ${text}`)
    found.push(match[0].trim())
  }
  return found
}

/** Throws for what the examples do not use, and for a context that was not given. */
export function evaluate(text: string, contexts: Contexts, status: Status): Value {
  const tokens = tokensOf(text)
  let at = 0
  const next = (): string => tokens[at++] ?? ''
  const take = (wanted: string): boolean => {
    if (tokens[at] !== wanted) return false
    at += 1
    return true
  }

  const either = (): Value => {
    let left = both()
    while (take('||')) {
      const right = both()
      left = isTrue(left) ? left : right
    }
    return left
  }
  const both = (): Value => {
    let left = comparison()
    while (take('&&')) {
      const right = comparison()
      left = isTrue(left) ? right : left
    }
    return left
  }
  const comparison = (): Value => {
    const left = unary()
    if (take('==')) return isEqual(left, unary())
    if (take('!=')) return !isEqual(left, unary())
    return left
  }
  const unary = (): Value => (take('!') ? !isTrue(unary()) : primary())
  const primary = (): Value => {
    const word = next()
    if (word === '(') {
      const inner = either()
      if (!take(')')) throw new Error(`${text} lacks a )`)
      return inner
    }
    if (word.startsWith("'")) return word.slice(1, -1).replaceAll("''", "'")
    if (/^\d/.test(word)) return Number(word)
    if (word === 'true' || word === 'false') return word === 'true'
    if (word === 'null') return null
    if (take('(')) {
      const given: Value[] = []
      while (!take(')')) {
        given.push(either())
        take(',')
      }
      return call(word, given, status)
    }
    if (!(word in contexts)) throw new Error(`${text}: there is no context ${word}`)
    let value: Value = contexts[word] ?? null
    while (take('.')) value = member(value, next())
    return value
  }

  const value = either()
  if (at !== tokens.length) throw new Error(`${text} goes on after its end`)
  return value
}

/** What is not there is null; names are taken in any letter case. */
function member(value: Value, name: string): Value {
  if (typeof value !== 'object' || value === null) return null
  const key = Object.keys(value).find((one) => one.toLowerCase() === name.toLowerCase())
  return key === undefined ? null : (value[key] ?? null)
}

function call(name: string, given: readonly Value[], status: Status): Value {
  const texts = given.map(asText)
  switch (name) {
    case 'success':
      return status === 'success'
    case 'failure':
      return status === 'failure'
    case 'cancelled':
      return status === 'cancelled'
    case 'always':
      return true
    case 'format':
      return (texts[0] ?? '').replace(/\{(\d+)\}/g, (_, index) => texts[Number(index) + 1] ?? '')
    case 'contains':
      return (texts[0] ?? '').toLowerCase().includes((texts[1] ?? '').toLowerCase())
    default:
      throw new Error(`no function ${name}`)
  }
}

export function isTrue(value: Value): boolean {
  return value !== null && value !== false && value !== 0 && value !== ''
}

/** Texts in any letter case; null equals an empty text, as GitHub makes numbers of both. */
function isEqual(left: Value, right: Value): boolean {
  if (typeof left === 'string' && typeof right === 'string') {
    return left.toLowerCase() === right.toLowerCase()
  }
  return left === right || asNumber(left) === asNumber(right)
}

function asNumber(value: Value): number {
  if (value === null || value === '') return 0
  return typeof value === 'object' ? NaN : Number(value)
}

function asText(value: Value): string {
  if (value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A text with its `${{ }}` filled in. */
export function fillIn(text: string, contexts: Contexts, status: Status): string {
  return text.replace(/\$\{\{([\s\S]*?)\}\}/g, (_, expression: string) =>
    asText(evaluate(expression, contexts, status)),
  )
}
