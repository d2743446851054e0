/**
 * As much of Kusto as clients ask Resource Graph in: a table, then `where`, `project`, `extend`, `order by`, `limit`,
 * `count`, `distinct`. Anything else has no behaviour here.
 * https://learn.microsoft.com/azure/governance/resource-graph/concepts/query-language
 */
import { NoBehaviour, type Json, type JsonObject } from '../kernel.js'
import {
  readExpression,
  readList,
  textOf,
  tokensOf,
  type Expression,
  type Tokens,
} from './kusto-words.js'

type Rows = readonly JsonObject[]
type Tables = Readonly<Record<string, () => Rows>>
type Step = (tokens: Tokens) => (rows: Rows) => Rows

/** The rows that a query answers. Throws for what it says that is not known here. */
export function runQuery(text: string, tables: Tables): Rows {
  const tokens = tokensOf(text)
  const name = tokens.next()
  const table = tables[name.toLowerCase()]
  if (table === undefined) throw new NoBehaviour(`the table '${name}' of Resource Graph`)
  let rows = table()
  while (!tokens.isAtEnd()) {
    tokens.expect('|')
    const word = tokens.next()
    const step = steps[word.toLowerCase()]
    if (step === undefined) throw new NoBehaviour(`the operator '${word}' of Kusto`)
    rows = step(tokens)(rows)
  }
  return rows
}

const orderBy: Step = (tokens) => {
  tokens.expect('by')
  const keys = readList(tokens, () => {
    const value = readExpression(tokens)
    const direction = tokens.takeAny('asc', 'desc') ?? 'desc'
    return { value, sign: direction === 'asc' ? 1 : -1 }
  })
  return (rows) =>
    rows.toSorted((a, b) => {
      for (const { value, sign } of keys) {
        const order = compare(value(a), value(b)) * sign
        if (order !== 0) return order
      }
      return 0
    })
}

const limit: Step = (tokens) => {
  const most = Number(tokens.next())
  return (rows) => rows.slice(0, most)
}

const steps: Readonly<Record<string, Step>> = {
  where(tokens) {
    const holds = readExpression(tokens)
    return (rows) => rows.filter((row) => holds(row) === true)
  },
  project(tokens) {
    const columns = readList(tokens, () => readColumn(tokens))
    return (rows) => rows.map((row) => valuesOf(columns, row))
  },
  extend(tokens) {
    const columns = readList(tokens, () => readColumn(tokens))
    return (rows) => rows.map((row) => ({ ...row, ...valuesOf(columns, row) }))
  },
  distinct(tokens) {
    const columns = readList(tokens, () => readColumn(tokens))
    return (rows) => {
      const found = rows.map((row) => valuesOf(columns, row))
      return [...new Map(found.map((row) => [JSON.stringify(row), row])).values()]
    }
  },
  count: () => (rows) => [{ Count: rows.length }],
  order: orderBy,
  sort: orderBy,
  limit,
  take: limit,
}

interface Column {
  readonly name: string
  readonly value: Expression
}

/** `name` or `name = expression`; a path without a name is called by its parts. */
function readColumn(tokens: Tokens): Column {
  const first = tokens.peek()
  if (tokens.peek(1) === '=') {
    tokens.next()
    tokens.next()
    return { name: first, value: readExpression(tokens) }
  }
  const start = tokens.place()
  const value = readExpression(tokens)
  return { name: tokens.since(start).replaceAll('.', '_'), value }
}

function valuesOf(columns: readonly Column[], row: JsonObject): JsonObject {
  return Object.fromEntries(columns.map(({ name, value }) => [name, value(row)]))
}

function compare(a: Json, b: Json): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [left, right] = [textOf(a), textOf(b)]
  if (left === right) return 0
  return left < right ? -1 : 1
}
