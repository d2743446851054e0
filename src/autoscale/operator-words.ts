import type { BinaryOperator } from './syntax.js'

export interface OperatorWord {
  /** How strongly it binds: operands go to the operator of the greater one. */
  readonly level: number
  readonly means: BinaryOperator
  /** Of a word that is no operator: what to write. */
  readonly help?: string
}

const orLevel = 0
const andLevel = 1
const equality = 2
const relation = 3
const additive = 4
const multiplicative = 5

/** `&&` before `||` and relation before equality are read as in C. */
const rightOperators = [
  ['||', orLevel],
  ['&&', andLevel],
  ['==', equality],
  ['!=', equality],
  ['<', relation],
  ['<=', relation],
  ['>', relation],
  ['>=', relation],
  ['+', additive],
  ['-', additive],
  ['*', multiplicative],
  ['/', multiplicative],
] as const

const remainder: OperatorWord = {
  level: multiplicative,
  means: 'wrong',
  help: 'there is no remainder; write n - k * floor(n / k)',
}
const power: OperatorWord = {
  level: multiplicative,
  means: 'wrong',
  help: 'there is no power; multiply instead',
}

/** What people write for an operator, and what they mean by it. */
const wrongOperators: readonly (readonly [string, OperatorWord])[] = [
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
  ['%', remainder],
  ['mod', remainder],
  ['^', power],
  ['**', power],
]

/** The words between two values, right and wrong ones. */
export const operatorWords: ReadonlyMap<string, OperatorWord> = new Map([
  ...rightOperators.map(([means, level]): [string, OperatorWord] => [means, { level, means }]),
  ...wrongOperators,
])
