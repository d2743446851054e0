import type { Analysis } from './analyse.js'
import { impliedPercent } from './ask-metric.js'
import { constantOf } from './known.js'
import { withoutBrackets, type Chain, type Expression, type MethodCall } from './syntax.js'
import type { PoolSetting, TrapFinding } from './traps.js'

/** The last samples are not there yet when a formula is evaluated. */
const unseenMs = 60_000
/** Azure's default. */
const usualIntervalMs = 15 * 60_000

/** What goes wrong with percentages, windows and samples that are not there. */
export function sampleTraps(analysis: Analysis, pool: PoolSetting): readonly TrapFinding[] {
  const { expressions } = analysis
  const windows = windowsIn(analysis)
  return [
    ...expressions.flatMap((one) => (one.kind === 'chain' ? fractions(one, analysis) : [])),
    ...windows.flatMap((window) => unlikelyPercent(window, analysis)),
    ...impliedPercents(windows, analysis),
    ...shortIntervals(windows, analysis, pool),
  ]
}

interface Window {
  readonly call: MethodCall
  readonly ms: number | undefined
  /** Undefined where the call names none. */
  readonly percent: Expression | undefined
}

/** A GetSample that looks back over a time. */
function windowOf(call: MethodCall, { known }: Analysis): Window | undefined {
  if (call.name !== 'GetSample') return undefined
  const [first, second, third] = call.args
  const type = first === undefined ? undefined : known.get(first)?.type
  if (first === undefined || (type !== 'interval' && type !== 'timestamp')) return undefined
  const secondType = second === undefined ? undefined : known.get(second)?.type
  const isTime = secondType === 'interval' || secondType === 'timestamp'
  const percent = isTime ? third : second
  const ms = (of: Expression | undefined) =>
    of === undefined ? undefined : known.get(of)?.intervalMs
  const [from, to] = [ms(first), isTime ? ms(second) : 0]
  return {
    call,
    percent,
    ms: from === undefined || to === undefined ? undefined : Math.abs(from - to),
  }
}

function windowsIn(analysis: Analysis): readonly Window[] {
  return analysis.expressions.flatMap((one) => {
    const window = one.kind === 'method' ? windowOf(one, analysis) : undefined
    return window === undefined ? [] : [window]
  })
}

/** `GetSamplePercent(t) < 0.7` */
function fractions({ first, rest }: Chain, { known }: Analysis): readonly TrapFinding[] {
  const [comparison] = rest
  if (comparison === undefined || !/^(?:[<>]=?|[=!]=)$/.test(comparison.operator)) return []
  const sides = [first, comparison.operand] as const
  return sides.flatMap((side, index): readonly TrapFinding[] => {
    const other = sides[1 - index]
    const value = other === undefined ? undefined : known.get(other)
    const limit = value === undefined ? undefined : constantOf(value)
    if (known.get(side)?.type !== 'percent' || limit === undefined || other === undefined) return []
    return limit > 0 && limit < 1 ? [percentScale(other, limit)] : []
  })
}

function percentScale({ at }: Expression, value: number): TrapFinding {
  return {
    trap: 'percent-scale',
    severity: 'warning',
    message: `percentages of samples go from 0 to 100, and ${String(value)} is next to none`,
    help: `write ${String(Math.round(value * 1e6) / 1e4)}`,
    at,
  }
}

function unlikelyPercent(
  { percent: asked, ms }: Window,
  analysis: Analysis,
): readonly TrapFinding[] {
  if (asked === undefined) return []
  const known = analysis.known.get(asked)
  const percent = known === undefined ? undefined : constantOf(known)
  if (percent === undefined) return []
  if (percent > 0 && percent <= 1) return [percentScale(asked, percent)]
  if (ms === undefined || ms <= 0 || percent > 100) return []
  if (((ms - unseenMs) / ms) * 100 >= percent || ms > 2 * unseenMs) return []
  return [
    {
      trap: 'unreachable-window',
      severity: 'warning',
      message: `a window of ${describeMs(ms)} hardly ever has ${String(percent)} % of its samples: those of the last minute are not there yet`,
      help: 'look further back, or ask for less',
      at: asked.at,
    },
  ]
}

/** GetSample without a percentage: it asks for more than most guards do. */
function impliedPercents(windows: readonly Window[], analysis: Analysis): readonly TrapFinding[] {
  const { expressions } = analysis
  const first = windows.find(({ percent }) => percent === undefined)
  if (first === undefined) return []
  const guards = guardsIn(expressions, analysis)
  const at = first.call.nameAt
  const isGuarded = guards.length > 0 || readsAge(expressions)
  if (!isGuarded) {
    return [
      {
        trap: 'first-samples',
        severity: 'notice',
        message: `until ${String(impliedPercent)} % of these samples are there the evaluation fails, and the pool keeps the nodes that it has: a new pool none`,
        help: 'ask GetSamplePercent first, as in X.GetSamplePercent(t) < 70 ? 1 : avg(X.GetSample(t))',
        at,
      },
    ]
  }
  const low = guards.find((guard) => guard > 1 && guard < impliedPercent)
  if (low === undefined) return []
  return [
    {
      trap: 'sample-percent',
      severity: 'notice',
      message: `without a percentage GetSample asks for ${String(impliedPercent)} % of the samples, and the guard lets ${String(low)} % pass: between them the evaluation fails`,
      help: `write GetSample(..., ${String(low)}) too`,
      at,
    },
  ]
}

/** What percentages of samples are compared with. */
function guardsIn(expressions: readonly Expression[], { known }: Analysis): readonly number[] {
  const isPercent = (one: Expression) => {
    const of = known.get(one)
    return of?.type === 'percent'
  }
  return expressions.flatMap((one) => {
    if (one.kind !== 'chain') return []
    const sides = [one.first, ...one.rest.map(({ operand }) => operand)]
    if (!sides.some(isPercent)) return []
    return sides.flatMap((side) => {
      const value = known.get(side)
      const limit = value === undefined ? undefined : constantOf(value)
      return limit === undefined ? [] : [limit]
    })
  })
}

/** Whether it waits for the pool's age: a difference of times. */
function readsAge(expressions: readonly Expression[]): boolean {
  return expressions.some(
    (one) =>
      one.kind === 'call' &&
      one.name === 'time' &&
      one.args.some((arg) => withoutBrackets(arg).kind === 'string'),
  )
}

function shortIntervals(
  windows: readonly Window[],
  analysis: Analysis,
  { intervalMs = usualIntervalMs }: PoolSetting,
): readonly TrapFinding[] {
  return windows.flatMap(({ call, ms, percent }): readonly TrapFinding[] => {
    const known = percent === undefined ? undefined : analysis.known.get(percent)
    const wanted = percent === undefined ? impliedPercent : known && constantOf(known)
    if (ms === undefined || wanted === undefined) return []
    const neededMs = (ms * wanted) / 100
    if (neededMs <= intervalMs) return []
    return [
      {
        trap: 'interval',
        severity: 'notice',
        message: `the formula is evaluated every ${describeMs(intervalMs)}, and this takes ${describeMs(neededMs)} of samples: on a new pool it fails until they are there`,
        help: 'look back over less, ask for fewer percent, or evaluate less often',
        at: call.nameAt,
      },
    ]
  })
}

function describeMs(ms: number): string {
  const minutes = ms / 60_000
  if (minutes < 2) return `${String(Math.round(ms / 1000))} seconds`
  return minutes < 120
    ? `${String(Math.round(minutes))} minutes`
    : `${String(Math.round(minutes / 6) / 10)} hours`
}
