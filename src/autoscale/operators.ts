import type { BinaryOperator, UnaryOperator } from './syntax.js'
import { asOperand, type Type, type Typed } from './types.js'

/**
 * The table of operators: https://learn.microsoft.com/azure/batch/batch-automatic-scaling#operations
 * What it lacks and would still make sense is `undocumented`.
 */
export function typeOfBinary(operator: BinaryOperator, left: Type, right: Type): Typed {
  const a = asOperand(left)
  const b = asOperand(right)
  switch (operator) {
    case 'wrong':
      return { type: 'unknown' }
    case '&&':
    case '||':
      return logic(a, b)
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(a, b)
    case '+':
    case '-':
    case '*':
    case '/':
      return arithmetic(operator, a, b)
  }
}

function logic(a: Type, b: Type): Typed {
  const isPlausible = (type: Type) => type === 'double' || type === 'vector' || type === 'unknown'
  if (!isPlausible(a) || !isPlausible(b)) return { type: 'double', doubt: 'senseless' }
  return a === 'vector' || b === 'vector' ? { type: 'double', doubt: 'undocumented' } : double
}

const comparable: readonly Type[] = ['double', 'string', 'timestamp', 'interval']

function comparison(a: Type, b: Type): Typed {
  if (a === 'unknown' || b === 'unknown') {
    const other = a === 'unknown' ? b : a
    if (other === 'nothing') return { type: 'double', doubt: 'senseless' }
    return other === 'vector' ? { type: 'double', doubt: 'undocumented' } : double
  }
  if (a === b && comparable.includes(a)) return double
  const isVector = [a, b].every((type) => type === 'vector' || type === 'double')
  const isOption = a === 'option' && b === 'option'
  return { type: 'double', doubt: isVector || isOption ? 'undocumented' : 'senseless' }
}

const double: Typed = { type: 'double' }
const senseless: Typed = { type: 'unknown', doubt: 'senseless' }

function arithmetic(operator: '+' | '-' | '*' | '/', a: Type, b: Type): Typed {
  if (a === 'nothing' || b === 'nothing') return senseless
  if (a === 'unknown' || b === 'unknown') return withUnknown(a, b)
  const known = documented.get(`${a} ${operator} ${b}`)
  if (known !== undefined) return { type: known }
  const likely = plausible.get(`${a} ${operator} ${b}`)
  return likely === undefined ? senseless : { type: likely, doubt: 'undocumented' }
}

function withUnknown(a: Type, b: Type): Typed {
  const other = a === 'unknown' ? b : a
  return other === 'string' || other === 'option' ? senseless : { type: 'unknown' }
}

const four = ['+', '-', '*', '/'] as const
const documented: ReadonlyMap<string, Type> = new Map<string, Type>([
  ...four.flatMap((operator): [string, Type][] => [
    [`double ${operator} double`, 'double'],
    [`vector ${operator} double`, 'vector'],
    [`vector ${operator} vector`, 'vector'],
  ]),
  ['double * interval', 'interval'],
  ['interval * double', 'interval'],
  ['interval / double', 'interval'],
  ['interval + interval', 'interval'],
  ['interval - interval', 'interval'],
  ['interval + timestamp', 'timestamp'],
  ['timestamp + interval', 'timestamp'],
  ['timestamp - timestamp', 'interval'],
])
const plausible: ReadonlyMap<string, Type> = new Map<string, Type>([
  ...four.map((operator): [string, Type] => [`double ${operator} vector`, 'vector']),
  ['timestamp - interval', 'timestamp'],
  ['interval / interval', 'double'],
])

export function typeOfUnary(operator: UnaryOperator, operand: Type): Typed {
  const type = asOperand(operand)
  if (type === 'double') return double
  if (type === 'unknown') return operator === '!' ? double : { type: 'unknown' }
  if (operator === '-' && type === 'interval') return { type: 'interval' }
  if (type === 'vector')
    return { type: operator === '-' ? 'vector' : 'double', doubt: 'undocumented' }
  return { type: operator === '!' ? 'double' : 'unknown', doubt: 'senseless' }
}

/** What to write instead of an operation that is not in the table. */
export function adviceFor(operator: BinaryOperator, left: Type, right: Type): string {
  const a = asOperand(left)
  const b = asOperand(right)
  const pair = new Set<Type>([a, b])
  if (pair.has('interval') && pair.has('double')) {
    return 'give the number a unit: 20 * TimeInterval_Minute'
  }
  if (a === 'timestamp' && b === 'interval' && operator === '-') {
    return 'add a negative interval: time() + (-2 * TimeInterval_Hour)'
  }
  if (a === 'interval' && b === 'interval' && operator === '/') {
    return 'compare the intervals, or divide one by a number'
  }
  if (a === 'double' && b === 'vector')
    return 'write the vector first, as in the table of operators'
  if (pair.has('vector'))
    return 'make a number of the vector first: max(...), avg(...), or val(..., 0)'
  if (a === 'timestamp' && b === 'timestamp') return 'timestamps are only subtracted and compared'
  if (pair.has('string')) return 'strings are only compared, and read by time("...")'
  if (pair.has('timestamp')) return 'compare with another timestamp: time("...")'
  if (pair.has('nothing')) return 'stop() gives no value; write it as a statement of its own'
  if (pair.has('option')) return 'an option is only assigned to $NodeDeallocationOption'
  return 'see the table of operators in the documentation'
}
