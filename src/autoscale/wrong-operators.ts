import type { BinaryOperator } from './syntax.js'

export interface WrongOperator {
  readonly level: number
  readonly means: BinaryOperator
  readonly help: string
}
const orLevel = 0
const andLevel = 1
const equality = 2
const relation = 3
const multiplicative = 5
/** What people write for an operator, and what they mean by it. */
export const wrongOperators: ReadonlyMap<string, WrongOperator> = new Map([
  ['|', { level: orLevel, means: '||', help: 'write ||' }],
  ['or', { level: orLevel, means: '||', help: 'write ||' }],
  ['&', { level: andLevel, means: '&&', help: 'write &&' }],
  ['and', { level: andLevel, means: '&&', help: 'write &&' }],
  [
    '=',
    {
      level: equality,
      means: '==',
      help: 'write == to compare; an assignment is a statement of its own',
    },
  ],
  ['===', { level: equality, means: '==', help: 'write ==' }],
  ['!==', { level: equality, means: '!=', help: 'write !=' }],
  ['<>', { level: equality, means: '!=', help: 'write !=' }],
  ['~', { level: equality, means: 'wrong', help: 'remove it' }],
  ['=>', { level: relation, means: '>=', help: 'write >=' }],
  ['=<', { level: relation, means: '<=', help: 'write <=' }],
  ['<<', { level: relation, means: 'wrong', help: 'write <, or multiply' }],
  ['>>', { level: relation, means: 'wrong', help: 'write >, or divide' }],
  [
    '%',
    {
      level: multiplicative,
      means: 'wrong',
      help: 'there is no remainder; write n - k * floor(n / k)',
    },
  ],
  [
    'mod',
    {
      level: multiplicative,
      means: 'wrong',
      help: 'there is no remainder; write n - k * floor(n / k)',
    },
  ],
  ['^', { level: multiplicative, means: 'wrong', help: 'there is no power; multiply instead' }],
  ['**', { level: multiplicative, means: 'wrong', help: 'there is no power; multiply instead' }],
])
