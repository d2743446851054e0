import { suggest } from '../shared/suggest.js'
import type { FormulaFinding, Report, Stretch } from './finding.js'
import { countRange, known, unknown, type Known } from './known.js'
import type { Expression, Formula, Name } from './syntax.js'
import { withoutBrackets } from './syntax.js'
import {
  caseVariant,
  deallocationOptions,
  functionWords,
  intervalMsOf,
  intervalWords,
  metricOf,
  metricWords,
  nameAdvice,
  optionVariable,
  targetOf,
  targetWords,
} from './vocabulary.js'

/** Of so many variables a misspelt one is looked for. */
const mostCandidates = 200

const fixedWords = [
  ...metricWords,
  ...targetWords,
  optionVariable,
  ...intervalWords,
  ...deallocationOptions,
]

/** What the names in a formula stand for, from one statement to the next. */
export abstract class NameChecker {
  readonly #report: Report
  readonly #variables = new Map<string, Known>()
  readonly #variablesLower = new Map<string, string>()
  /** Assigned anywhere, also further down. */
  readonly #assigned = new Set<string>()

  protected constructor(formula: Formula, report: Report) {
    this.#report = report
    for (const statement of formula.statements) {
      if (statement.kind === 'assignment' && statement.name !== undefined) {
        this.#assigned.add(statement.name)
      }
    }
  }

  protected finding(
    kind: FormulaFinding['kind'],
    severity: FormulaFinding['severity'],
    { start, end }: Stretch,
    said: Pick<FormulaFinding, 'message' | 'help'>,
  ): void {
    this.#report({ kind, severity, at: { start, end }, ...said })
  }

  protected type(
    severity: FormulaFinding['severity'],
    at: Stretch,
    message: string,
    help: string,
  ): void {
    this.finding('type', severity, at, { message, help })
  }

  protected assign(name: string, value: Known): void {
    this.#variables.set(name, value)
    this.#variablesLower.set(name.toLowerCase(), name)
  }

  protected variable(name: string): Known | undefined {
    return this.#variables.get(name)
  }

  /** A metric or target itself, not a variable that it was assigned to. */
  protected isServiceVariable(expression: Expression): boolean {
    const plain = withoutBrackets(expression)
    if (plain.kind !== 'name') return false
    const { name } = plain
    const isOne = (one: string) => metricOf(one) !== undefined || targetOf(one) !== undefined
    return (
      isOne(name) ||
      (this.variable(name) === undefined && isOne(caseVariant(name, metricWords) ?? ''))
    )
  }

  protected didYouMean(name: string, words: readonly string[]): string {
    const meant = suggest(name, words)
    if (meant !== undefined) return `did you mean ${meant}?`
    return words.length > 24
      ? 'see the names in the documentation'
      : `write one of ${words.join(', ')}`
  }

  protected nameType({ name, at }: Name): Known {
    const found = this.variable(name) ?? serviceName(name)
    if (found !== undefined) return found
    return this.#laterOrVariant(name, at) ?? this.#undefinedName(name, at)
  }

  /** Names that the service may well know, but that nobody says it does. */
  #laterOrVariant(name: string, at: Stretch): Known | undefined {
    const warn = (message: string, help: string) => {
      this.finding('name', 'warning', at, { message, help })
    }
    if (this.#assigned.has(name)) {
      warn(`'${name}' is read before it is set`, 'move its assignment before this statement')
      return unknown
    }
    const fixed = caseVariant(name, fixedWords)
    const own = this.#variablesLower.get(name.toLowerCase())
    const variant = fixed ?? own
    if (variant !== undefined) {
      warn(`'${name}' differs from ${variant} in letter case alone`, `write ${variant}`)
      return this.variable(variant) ?? serviceName(variant) ?? unknown
    }
    const twin = name.startsWith('$') ? name.slice(1) : `$${name}`
    const twinValue = this.variable(twin)
    if (twinValue !== undefined) {
      warn(
        `'${name}' is not set; '${twin}' is, and nothing says that they are the same`,
        `write ${twin}`,
      )
      return twinValue
    }
    if (['true', 'false'].includes(name.toLowerCase())) {
      warn(`'${name}' is documented nowhere`, `write ${name.toLowerCase() === 'true' ? '1' : '0'}`)
      return known('double', { low: 0, high: 1 })
    }
    if (name.toLowerCase() !== 'null') return undefined
    warn(`'${name}' is documented nowhere`, 'write a value')
    return unknown
  }

  #undefinedName(name: string, at: Stretch): Known {
    const isFunction = functionWords.some((word) => word === name)
    const isPlaceholder = /^\$?(?:__\w*__|[A-Z]+(?:_[A-Z0-9]+)+)$/.test(name)
    const own = [...this.#variables.keys()].slice(0, mostCandidates)
    const advice = nameAdvice.get(name.toLowerCase())
    const withDollar = serviceName(`$${name}`) === undefined ? undefined : `$${name}`
    const meant =
      withDollar ??
      suggest(name, [
        ...fixedWords.filter((word) => word.startsWith('$') === name.startsWith('$')),
        ...own,
      ])
    const guess = meant === undefined ? undefined : `did you mean ${meant}?`
    const fill = isPlaceholder
      ? 'it looks like a placeholder that was not filled in: write the value'
      : 'assign to it before this statement'
    this.finding('name', 'error', at, {
      message: isFunction ? `'${name}' is a function, and is not called` : nothingCalled(name),
      help: isFunction ? `write ${name}(...)` : (advice ?? guess ?? fill),
    })
    return unknown
  }
}

/** What a name means that the service or the language defines. */
function serviceName(name: string): Known | undefined {
  const metric = metricOf(name)
  if (metric !== undefined) {
    return known('metric', countRange, new Set([`$${metric.name}`]))
  }
  const target = targetOf(name)
  if (target !== undefined) return known('double', countRange, new Set([target]))
  if (name === optionVariable) return known('option')
  const intervalMs = intervalMsOf(name)
  if (intervalMs !== undefined) return { ...known('interval'), intervalMs }
  return deallocationOptions.some((word) => word === name) ? known('option') : undefined
}

function nothingCalled(name: string): string {
  if (name.startsWith('$')) {
    return `there is no '${name}': it is no service variable, and nothing sets it`
  }
  return name.startsWith('TimeInterval')
    ? `there is no time interval '${name}'`
    : `nothing sets '${name}'`
}
