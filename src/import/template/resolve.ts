import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../shared/json.js'
import type { Unresolved } from '../found-pool.js'
import { evaluate, Unknown, type Scope } from './evaluate.js'
import { parseExpression } from './expression.js'

/** Variables may refer to each other; in a circle they do so for ever. */
const deepest = 50

/**
 * The value with its expressions worked out, keys included. One that cannot be is left as it is written and told of in
 * `unresolved`.
 */
export function resolve(value: Json, scope: Scope, unresolved: Unresolved[]): Json {
  return new Resolver(unresolved).all(value, scope)
}

class Resolver {
  private depth = 0
  private readonly unresolved: Unresolved[]

  constructor(unresolved: Unresolved[]) {
    this.unresolved = unresolved
  }

  all(value: Json, scope: Scope): Json {
    if (typeof value === 'string') return this.text(value, scope)
    if (isJsonArray(value)) return value.map((item) => this.all(item, scope))
    return isJsonObject(value) ? this.map(value, scope) : value
  }

  private map(value: JsonObject, scope: Scope): JsonObject {
    const entries = Object.entries(value).flatMap(([key, held]): [string, Json][] => {
      if (key === 'copy' && isJsonArray(held)) return this.loops(held, scope)
      const name = this.text(key, scope)
      return [[typeof name === 'string' ? name : key, this.all(held, scope)]]
    })
    return Object.fromEntries(entries)
  }

  /** `copy: [{ name, count, input }]` inside of a map makes lists. */
  private loops(loops: readonly Json[], scope: Scope): [string, Json][] {
    return loops.flatMap((loop): [string, Json][] => {
      if (!isJsonObject(loop) || typeof loop['name'] !== 'string') return []
      const { name, input = null } = loop
      const count = this.all(loop['count'] ?? 0, scope)
      if (typeof count !== 'number') return []
      const rounds = Array.from({ length: Math.min(count, longestLoop) }, (_, round) =>
        this.all(input, {
          ...scope,
          copies: new Map(scope.copies).set(name.toLowerCase(), round).set('', round),
        }),
      )
      return [[name, rounds]]
    })
  }

  /** What is referred to is either worked out or makes what refers to it unknown. */
  private whole(value: Json, scope: Scope): Json {
    const before = this.unresolved.length
    const resolved = this.all(value, scope)
    const [first] = this.unresolved.splice(before)
    if (first !== undefined) throw new Unknown(first.why)
    return resolved
  }

  private text(text: string, scope: Scope): Json {
    if (text.startsWith('[[')) return text.slice(1)
    if (!text.startsWith('[') || !text.endsWith(']')) return text
    const expression = parseExpression(text.slice(1, -1))
    // `[a-z]` is a text like any other.
    if (expression === undefined || expression.kind === 'literal') return text
    this.depth += 1
    try {
      if (this.depth > deepest) throw new Unknown('it refers to itself')
      return evaluate(expression, {
        ...scope,
        resolve: (inner, innerScope) => this.whole(inner, innerScope),
      })
    } catch (error) {
      if (!(error instanceof Unknown) && !(error instanceof SyntaxError)) throw error
      this.unresolved.push({ text, why: error.message })
      return text
    } finally {
      this.depth -= 1
    }
  }
}

/** Azure allows 800 rounds. */
export const longestLoop = 800
