/**
 * Enough of the autoscale language to tell sound formulas from broken ones: assignments of integers, of earlier
 * variables, and of `+ - * /`, `min` and `max` over them, to `$TargetDedicatedNodes` and `$TargetLowPriorityNodes`.
 * https://learn.microsoft.com/azure/batch/batch-automatic-scaling
 */
export interface Targets {
  readonly dedicated?: number
  readonly lowPriority?: number
}

export type Evaluation =
  | { readonly targets: Targets; readonly results: string }
  /** `broken` cannot be parsed at all: refused when the pool is written. Otherwise found by the evaluation. */
  | { readonly error: string; readonly broken: boolean }

const tokenPattern = /\s*(?:(\d+(?:\.\d+)?)|([$A-Za-z_][\w]*)|(.))/gy
const maximumLength = 8192

class FormulaError extends Error {
  override readonly name = 'FormulaError'
  readonly broken: boolean
  constructor(message: string, broken: boolean) {
    super(message)
    this.broken = broken
  }
}

export function isTooLong(formula: string): boolean {
  return formula.length > maximumLength
}

/** What a formula sets; variables are remembered in order for the `results` text. */
export function evaluateFormula(formula: string): Evaluation {
  try {
    const variables = runFormula(stripComments(formula))
    const dedicated = variables.get('$TargetDedicatedNodes') ?? variables.get('$TargetDedicated')
    const lowPriority = variables.get('$TargetLowPriorityNodes')
    if (dedicated === undefined && lowPriority === undefined) {
      throw new FormulaError('the formula sets no target', false)
    }
    return {
      targets: {
        ...(dedicated === undefined ? {} : { dedicated: wholeNodes(dedicated) }),
        ...(lowPriority === undefined ? {} : { lowPriority: wholeNodes(lowPriority) }),
      },
      results: showVariables(variables, formula),
    }
  } catch (error) {
    if (error instanceof FormulaError) return { error: error.message, broken: error.broken }
    throw error
  }
}

function wholeNodes(value: number): number {
  return Math.max(0, Math.floor(value))
}

function showVariables(variables: ReadonlyMap<string, number>, formula: string): string {
  const deallocation = '$NodeDeallocationOption'
  const option = /\$NodeDeallocationOption\s*=\s*(\w+)/.exec(formula)?.[1] ?? 'requeue'
  const shown = [...variables].filter(([name]) => name !== deallocation)
  return [
    ...shown.map(([name, value]) => `${name}=${String(value)}`),
    `${deallocation}=${option}`,
  ].join(';')
}

function stripComments(formula: string): string {
  return formula.replace(/\/\/[^\n]*/g, '').replace(/\/\*[\s\S]*?\*\//g, '')
}

function runFormula(formula: string): ReadonlyMap<string, number> {
  const variables = new Map<string, number>()
  const reader = readTokens(formula)
  while (reader.peek() !== undefined) {
    const name = reader.next()
    if (name === undefined || !/^[$A-Za-z_]/.test(name)) throw syntaxError(name)
    expect(reader, '=')
    variables.set(name, readSum(reader, variables))
    if (reader.peek() !== undefined) expect(reader, ';')
  }
  return variables
}

interface Reader {
  peek(): string | undefined
  next(): string | undefined
}

function readTokens(formula: string): Reader {
  const tokens = [...formula.matchAll(tokenPattern)]
    .map((match) => match[0].trim())
    .filter((token) => token !== '')
  let at = 0
  return {
    peek: () => tokens[at],
    next() {
      at += 1
      return tokens[at - 1]
    },
  }
}

function syntaxError(token: string | undefined): FormulaError {
  return new FormulaError(
    `unexpected ${token === undefined ? 'end of formula' : `'${token}'`}`,
    true,
  )
}

function expect(reader: Reader, wanted: string): void {
  const found = reader.next()
  if (found !== wanted) throw syntaxError(found)
}

function readSum(reader: Reader, variables: ReadonlyMap<string, number>): number {
  let sum = readProduct(reader, variables)
  for (;;) {
    const sign = reader.peek()
    if (sign !== '+' && sign !== '-') return sum
    reader.next()
    const term = readProduct(reader, variables)
    sum = sign === '+' ? sum + term : sum - term
  }
}

function readProduct(reader: Reader, variables: ReadonlyMap<string, number>): number {
  let product = readTerm(reader, variables)
  for (;;) {
    const sign = reader.peek()
    if (sign !== '*' && sign !== '/') return product
    reader.next()
    const factor = readTerm(reader, variables)
    product = sign === '*' ? product * factor : product / factor
  }
}

function readTerm(reader: Reader, variables: ReadonlyMap<string, number>): number {
  const token = reader.next()
  if (token === undefined) throw syntaxError(token)
  if (/^\d/.test(token)) return Number(token)
  if (token === '(') {
    const inner = readSum(reader, variables)
    expect(reader, ')')
    return inner
  }
  if (token === 'min' || token === 'max') return readCall(token, reader, variables)
  if (!/^[$A-Za-z_]/.test(token)) throw syntaxError(token)
  if (reader.peek() === '.' || reader.peek() === '(') {
    throw new FormulaError(`the simulator cannot evaluate '${token}${reader.peek() ?? ''}'`, false)
  }
  const known = variables.get(token) ?? serviceVariables[token]
  if (known === undefined) throw new FormulaError(`undefined variable '${token}'`, false)
  return known
}

/** What the service defines: a pool without tasks has none of them above zero. */
const serviceVariables: Readonly<Record<string, number>> = {
  $ActiveTasks: 0,
  $RunningTasks: 0,
  $PendingTasks: 0,
  $CurrentDedicatedNodes: 0,
  $CurrentLowPriorityNodes: 0,
  taskcompletion: 0,
  requeue: 0,
  terminate: 0,
}

function readCall(
  name: 'min' | 'max',
  reader: Reader,
  variables: ReadonlyMap<string, number>,
): number {
  expect(reader, '(')
  const values = [readSum(reader, variables)]
  while (reader.peek() === ',') {
    reader.next()
    values.push(readSum(reader, variables))
  }
  expect(reader, ')')
  return name === 'min' ? Math.min(...values) : Math.max(...values)
}
