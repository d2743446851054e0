import type { Stretch } from './finding.js'

export type BinaryOperator =
  | '||'
  | '&&'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  /** Something that is no operator, and was reported. */
  | 'wrong'
export type UnaryOperator = '-' | '!'

export interface NumberLiteral {
  readonly kind: 'number'
  readonly text: string
  readonly value: number
  readonly at: Stretch
}
export interface StringLiteral {
  readonly kind: 'string'
  readonly value: string
  readonly at: Stretch
}
export interface Name {
  readonly kind: 'name'
  readonly name: string
  readonly at: Stretch
}
export interface Call {
  readonly kind: 'call'
  readonly name: string
  readonly nameAt: Stretch
  /** Offset of the bracket: where Batch places what goes wrong in a call. */
  readonly open: number
  readonly args: readonly Expression[]
  readonly at: Stretch
}
/** `time().hour` */
export interface Member {
  readonly kind: 'member'
  readonly object: Expression
  readonly name: string
  readonly nameAt: Stretch
  readonly at: Stretch
}
/** `$PendingTasks.GetSample(1)` */
export interface MethodCall {
  readonly kind: 'method'
  readonly object: Expression
  readonly name: string
  readonly nameAt: Stretch
  readonly open: number
  readonly args: readonly Expression[]
  readonly at: Stretch
}
/** `-` and `!` before a value, the outermost first: a list, so that a long row of them is no deep tree. */
export interface Unary {
  readonly kind: 'unary'
  readonly operators: readonly UnaryOperator[]
  readonly operand: Expression
  readonly at: Stretch
}
export interface Operation {
  readonly operator: BinaryOperator
  readonly operatorAt: Stretch
  readonly operand: Expression
}
/** Operators of one precedence from left to right: a list for the same reason. */
export interface Chain {
  readonly kind: 'chain'
  readonly first: Expression
  readonly rest: readonly Operation[]
  readonly at: Stretch
}
export interface Conditional {
  readonly kind: 'conditional'
  readonly condition: Expression
  readonly whenTrue: Expression
  readonly whenFalse: Expression
  readonly at: Stretch
}
/** Brackets of the author's: kept, so that what is printed is what was written. */
export interface Group {
  readonly kind: 'group'
  readonly inner: Expression
  readonly at: Stretch
}
/** Where a value is missing or unreadable; reported already. */
export interface Missing {
  readonly kind: 'missing'
  readonly at: Stretch
}

export type Expression =
  | NumberLiteral
  | StringLiteral
  | Name
  | Call
  | Member
  | MethodCall
  | Unary
  | Chain
  | Conditional
  | Group
  | Missing

export interface Assignment {
  readonly kind: 'assignment'
  /** Undefined where the name was lost, which was reported. */
  readonly name: string | undefined
  readonly nameAt: Stretch
  readonly value: Expression
  readonly at: Stretch
}
/** A value that nothing is done with; only `stop()` has an effect. */
export interface Bare {
  readonly kind: 'bare'
  readonly value: Expression
  readonly at: Stretch
}
export type Statement = Assignment | Bare

export interface Formula {
  readonly statements: readonly Statement[]
}

/** What brackets around it do not change. */
export function withoutBrackets(expression: Expression): Expression {
  let inner = expression
  while (inner.kind === 'group') inner = inner.inner
  return inner
}

export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'string':
    case 'name':
    case 'missing':
      return []
    case 'call':
      return expression.args
    case 'member':
      return [expression.object]
    case 'method':
      return [expression.object, ...expression.args]
    case 'unary':
      return [expression.operand]
    case 'chain':
      return [expression.first, ...expression.rest.map(({ operand }) => operand)]
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse]
    case 'group':
      return [expression.inner]
  }
}

/** The expressions and all in them, the outer ones first. */
export function allIn(...expressions: readonly Expression[]): readonly Expression[] {
  const all: Expression[] = []
  const take = (one: Expression): void => {
    all.push(one)
    for (const part of partsOf(one)) take(part)
  }
  for (const one of expressions) take(one)
  return all
}
