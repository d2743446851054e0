import type { Analysis } from './analyse.js'
import { Evaluator } from './evaluator.js'
import { steadyHistory } from './history.js'
import { usualReadings } from './readings.js'
import { allIn, partsOf, withoutBrackets, type Expression } from './syntax.js'
import type { TrapFinding } from './traps.js'

const sundayMs = Date.UTC(2026, 10, 22)
const dayMs = 86_400_000

/** Hours and weekdays. */
export function timeTraps(analysis: Analysis): readonly TrapFinding[] {
  const { expressions } = analysis
  return [...utc(expressions, analysis), ...sundays(analysis)]
}

/** A member of the time as it is, without the offset of any zone. */
function utc(expressions: readonly Expression[], analysis: Analysis): readonly TrapFinding[] {
  const bare = new Set(
    analysis.formula.statements.flatMap((one) =>
      one.kind === 'assignment' && isNow(one.value) ? [one.name] : [],
    ),
  )
  return expressions.flatMap((one): readonly TrapFinding[] => {
    if (one.kind !== 'member' || !/^(?:hour|weekday|day)$/i.test(one.name)) return []
    const of = withoutBrackets(one.object)
    if (!isNow(of) && !(of.kind === 'name' && bare.has(of.name))) return []
    return [
      {
        trap: 'utc',
        severity: 'notice',
        message: `this ${one.name} is of UTC`,
        help: 'add the offset of your zone, as in (time() + 9 * TimeInterval_Hour).hour; it does not follow summer time',
        at: one.nameAt,
      },
    ]
  })
}

function isNow(expression: Expression): boolean {
  const plain = withoutBrackets(expression)
  return plain.kind === 'call' && plain.name === 'time' && plain.args.length === 0
}

/** Conditions on the weekday that hang on what Sunday is, or that never hold. */
function sundays(analysis: Analysis): readonly TrapFinding[] {
  const { statements } = analysis.formula
  return statements.flatMap(({ value }) =>
    conditionsOnWeekday(value).flatMap((condition) => judgeWeekday(condition, analysis)),
  )
}

/** The widest conditions that depend on nothing but weekdays and fixed numbers. */
function conditionsOnWeekday(expression: Expression): readonly Expression[] {
  const one = withoutBrackets(expression)
  if (isOnWeekday(one)) return [one]
  if (one.kind !== 'chain' || !/^(?:&&|\|\|)$/.test(one.rest[0]?.operator ?? '')) {
    return partsOf(one).flatMap(conditionsOnWeekday)
  }
  // `a.weekday >= 1 && a.weekday <= 5 && a.hour > 8`: the first two belong together.
  const sides = [one.first, ...one.rest.map(({ operand }) => operand)]
  const own = sides.filter(isOnWeekday)
  const others = sides.filter((side) => !own.includes(side)).flatMap(conditionsOnWeekday)
  const [first, ...rest] = own
  const [link] = one.rest
  if (first === undefined || link === undefined) return others
  const together: Expression = {
    kind: 'chain',
    first,
    rest: rest.map((operand) => ({ ...link, operand })),
    at: { start: first.at.start, end: (own.at(-1) ?? first).at.end },
  }
  return [rest.length === 0 ? first : together, ...others]
}

function isOnWeekday(expression: Expression): boolean {
  const plain = withoutBrackets(expression)
  return plain.kind === 'chain' && isOnlyThat(plain) && allIn(plain).some(isWeekday)
}

function isWeekday(one: Expression): boolean {
  return one.kind === 'member' && /^weekday$/i.test(one.name)
}

function isOnlyThat(one: Expression): boolean {
  const plain = withoutBrackets(one)
  if (plain.kind === 'chain') {
    return [plain.first, ...plain.rest.map(({ operand }) => operand)].every(isOnlyThat)
  }
  if (plain.kind === 'unary') return isOnlyThat(plain.operand)
  return plain.kind === 'number' || isWeekday(plain)
}

function judgeWeekday(condition: Expression, { formula }: Analysis): readonly TrapFinding[] {
  const holds = (nowMs: number, sunday: 0 | 7): number | undefined => {
    const situation = {
      nowMs,
      history: steadyHistory({}, { nowMs }),
      before: { dedicated: 0, lowPriority: 0 },
    }
    const evaluator = new Evaluator(situation, { ...usualReadings, sunday })
    const { start, end } = condition.at
    const before = formula.statements.filter(({ at }) => at.end <= start)
    const asked = {
      kind: 'assignment',
      name: 'asked',
      nameAt: { start, end },
      value: condition,
      at: condition.at,
    } as const
    const error = evaluator.run({ statements: [...before, asked] })
    const value = evaluator.variables.get('asked')
    return error === undefined && value?.kind === 'double' ? value.value : undefined
  }
  const weekdays = Array.from({ length: 6 }, (_, index) => holds(sundayMs + (index + 1) * dayMs, 0))
  const [zero, seven] = [holds(sundayMs, 0), holds(sundayMs, 7)]
  const all = [...weekdays, zero, seven]
  if (all.includes(undefined) || all.some((value) => value !== 0 && value !== 1)) return []
  if (all.every((value) => value === 0)) {
    return [
      {
        trap: 'sunday',
        severity: 'warning',
        message: 'no day of the week fulfils this condition',
        help: 'write weekday >= 1 && weekday <= 5 for Monday to Friday, and ! before it for the weekend',
        at: condition.at,
      },
    ]
  }
  if (zero === seven) return []
  return [
    {
      trap: 'sunday',
      severity: 'warning',
      message: 'whether this holds on Sunday nobody says: its weekday is 0 or 7, Monday is 1',
      help: 'write weekday == 0 || weekday == 7 for Sunday, or ask for Monday to Friday',
      at: condition.at,
    },
  ]
}
