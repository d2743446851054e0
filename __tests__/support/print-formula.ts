import type { Expression, Formula, Statement } from '../../src/autoscale/syntax.js'

/** The formula in one form: a statement a line, a space around operators, no comments. */
export function printFormula({ statements }: Formula): string {
  return statements.map((statement) => `${printStatement(statement)};\n`).join('')
}

function printStatement(statement: Statement): string {
  const value = printExpression(statement.value)
  return statement.kind === 'bare' ? value : `${statement.name ?? ''} = ${value}`
}

function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return expression.text
    case 'string':
      return `"${expression.value}"`
    case 'name':
      return expression.name
    case 'call':
      return `${expression.name}(${expression.args.map(printExpression).join(', ')})`
    case 'member':
      return `${printExpression(expression.object)}.${expression.name}`
    case 'method': {
      const args = expression.args.map(printExpression).join(', ')
      return `${printExpression(expression.object)}.${expression.name}(${args})`
    }
    case 'unary':
      return expression.operators.join('') + printExpression(expression.operand)
    case 'chain':
      return [
        printExpression(expression.first),
        ...expression.rest.map((next) => `${next.operator} ${printExpression(next.operand)}`),
      ].join(' ')
    case 'conditional': {
      const { condition, whenTrue, whenFalse } = expression
      return `${printExpression(condition)} ? ${printExpression(whenTrue)} : ${printExpression(whenFalse)}`
    }
    case 'group':
      return `(${printExpression(expression.inner)})`
    case 'missing':
      return ''
  }
}
