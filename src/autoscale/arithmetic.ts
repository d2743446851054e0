import { typeOfBinary } from './operators.js'
import type { Judgement } from './functions.js'
import type { BinaryOperator } from './syntax.js'
import type { Type } from './types.js'
import { double, truth, type Value } from './values.js'

/** Undefined where the operator has no meaning between the two. */
export function applyBinary(
  operator: BinaryOperator,
  left: Value,
  right: Value,
  by: Judgement,
): Value | undefined {
  const { doubt } = typeOfBinary(operator, typeOf(left), typeOf(right))
  if (doubt === 'senseless' || operator === 'wrong') return undefined
  switch (operator) {
    case '+':
    case '-':
    case '*':
    case '/':
      return arithmetic(operator, left, right, by)
    case '&&':
    case '||':
      return undefined
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(operator, left, right)
  }
}

function typeOf(value: Value): Type {
  return value.kind
}

type Arithmetic = '+' | '-' | '*' | '/'

function compute(operator: Arithmetic, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
  }
}

function arithmetic(
  operator: Arithmetic,
  left: Value,
  right: Value,
  by: Judgement,
): Value | undefined {
  if (left.kind === 'double' && right.kind === 'double') {
    return double(compute(operator, left.value, right.value))
  }
  if (left.kind === 'vector' || right.kind === 'vector') return ofVectors(operator, left, right, by)
  const [a, b] = [msOf(left), msOf(right)]
  if (a === undefined || b === undefined) return undefined
  const ms = compute(operator, a, b)
  const times = [left, right].filter(({ kind }) => kind === 'timestamp').length
  if (times === 1) return { kind: 'timestamp', ms }
  const isRatio = operator === '/' && right.kind === 'interval'
  return isRatio ? double(ms) : { kind: 'interval', ms }
}

function msOf(value: Value): number | undefined {
  if (value.kind === 'double') return value.value
  return value.kind === 'timestamp' || value.kind === 'interval' ? value.ms : undefined
}

function ofVectors(
  operator: Arithmetic,
  left: Value,
  right: Value,
  by: Judgement,
): Value | undefined {
  const [a, b] = [elementsOf(left), elementsOf(right)]
  if (a === undefined || b === undefined) return undefined
  if (typeof a === 'number') {
    return typeof b === 'number' ? undefined : vector(b.map((value) => compute(operator, a, value)))
  }
  if (typeof b === 'number') return vector(a.map((value) => compute(operator, value, b)))
  if (a.length !== b.length) by.uses('longerVector')
  const isCut = by.readings.longerVector === 'cut'
  const length = isCut ? Math.min(a.length, b.length) : Math.max(a.length, b.length)
  return vector(
    Array.from({ length }, (_, index) => compute(operator, a[index] ?? 0, b[index] ?? 0)),
  )
}

function vector(values: readonly number[]): Value {
  return { kind: 'vector', values }
}

function elementsOf(value: Value): number | readonly number[] | undefined {
  if (value.kind === 'double') return value.value
  return value.kind === 'vector' ? value.values : undefined
}

function comparison(
  operator: Exclude<BinaryOperator, Arithmetic | '&&' | '||' | 'wrong'>,
  left: Value,
  right: Value,
): Value | undefined {
  const [a, b] = [comparable(left), comparable(right)]
  if (a === undefined || b === undefined || typeof a !== typeof b) return undefined
  switch (operator) {
    case '==':
      return truth(a === b)
    case '!=':
      return truth(a !== b)
    case '<':
      return truth(a < b)
    case '<=':
      return truth(a <= b)
    case '>':
      return truth(a > b)
    case '>=':
      return truth(a >= b)
  }
}

/** A vector of one may count as a number; of several no comparison is documented. */
function comparable(value: Value): number | string | undefined {
  switch (value.kind) {
    case 'double':
      return value.value
    case 'timestamp':
    case 'interval':
      return value.ms
    case 'string':
      return value.text
    case 'option':
      return value.word
    case 'vector':
      return value.values.length === 1 ? value.values[0] : undefined
    case 'metric':
    case 'nothing':
      return undefined
  }
}
