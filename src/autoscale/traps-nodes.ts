import type { Analysis } from './analyse.js'
import type { Expression, Name } from './syntax.js'
import type { TrapFinding } from './traps.js'
import { metricOf } from './vocabulary.js'

/** Metrics that count something else than their names say, or nothing; comments and operators that read otherwise. */
export function nodeTraps(analysis: Analysis): readonly TrapFinding[] {
  const { expressions } = analysis
  const names = expressions.filter((one) => one.kind === 'name')
  return [
    ...usage(names),
    ...preempted(names),
    ...doubleCount(expressions, analysis),
    ...waitingOnly(names),
    ...mixedLogic(expressions),
    ...swallowedLines(analysis),
  ]
}

function usage(names: readonly Name[]): readonly TrapFinding[] {
  return names.flatMap(({ name, at }): readonly TrapFinding[] => {
    const metric = metricOf(name)
    if (metric?.isRetired === true) {
      return [
        {
          trap: 'retired-metrics',
          severity: 'warning',
          message: `${name} has no samples any more: it was retired in 2024`,
          help: 'scale by tasks, or by $CPUPercent',
          at,
        },
      ]
    }
    if (metric?.measures !== 'usage') return []
    return [
      {
        trap: 'node-metrics',
        severity: 'notice',
        message: `${name} is measured on nodes: a pool without nodes has no sample of it, the evaluation fails, and it stays without`,
        help: 'keep one node at least, or ask for the number of tasks first',
        at,
      },
    ]
  })
}

function preempted(names: readonly Name[]): readonly TrapFinding[] {
  const asks = names.some(({ name }) => name === '$PreemptedNodeCount')
  return names.flatMap(({ name, at }): readonly TrapFinding[] => {
    if (metricOf(name)?.name !== 'CurrentLowPriorityNodes' || asks) return []
    return [
      {
        trap: 'preempted-nodes',
        severity: 'notice',
        message: `${name} counts preempted nodes too`,
        help: 'subtract $PreemptedNodeCount for those that work',
        at,
      },
    ]
  })
}

/** `$PendingTasks + $RunningTasks` */
function doubleCount(
  expressions: readonly Expression[],
  { known }: Analysis,
): readonly TrapFinding[] {
  return expressions.flatMap((one): readonly TrapFinding[] => {
    const sides = summands(one)
    const only = (name: string) =>
      sides.find((side) => {
        const reads = known.get(side)?.reads
        return reads?.size === 1 && reads.has(name)
      })
    const running = only('$RunningTasks') ?? only('$ActiveTasks')
    if (only('$PendingTasks') === undefined || running === undefined) return []
    return [
      {
        trap: 'running-tasks',
        severity: 'warning',
        message:
          '$PendingTasks is the active and the running tasks together: adding one of them counts it twice',
        help: 'take $PendingTasks alone, or $ActiveTasks + $RunningTasks',
        at: running.at,
      },
    ]
  })
}

function summands(one: Expression): readonly Expression[] {
  if (one.kind === 'call' && one.name === 'sum') return one.args
  const isSum = one.kind === 'chain' && one.rest.every(({ operator }) => operator === '+')
  return isSum ? [one.first, ...one.rest.map(({ operand }) => operand)] : []
}

/** The tasks that wait, and not those that run: the pool shrinks under them. */
function waitingOnly(names: readonly Name[]): readonly TrapFinding[] {
  const reads = new Set(names.map(({ name }) => metricOf(name)?.name))
  const first = names.find(({ name }) => name === '$ActiveTasks')
  if (first === undefined || reads.has('RunningTasks') || reads.has('PendingTasks')) return []
  return [
    {
      trap: 'waiting-tasks',
      severity: 'notice',
      message:
        '$ActiveTasks are the tasks that wait: once they run, a formula of them alone takes their nodes away',
      help: 'take $PendingTasks, which has both',
      at: first.at,
    },
  ]
}

/** `a || b && c` */
function mixedLogic(expressions: readonly Expression[]): readonly TrapFinding[] {
  return expressions.flatMap((one): readonly TrapFinding[] => {
    if (one.kind !== 'chain' || one.rest[0]?.operator !== '||') return []
    const mixed = [one.first, ...one.rest.map(({ operand }) => operand)].find(
      (side) => side.kind === 'chain' && side.rest[0]?.operator === '&&',
    )
    if (mixed === undefined) return []
    return [
      {
        trap: 'brackets',
        severity: 'notice',
        message: 'nothing says which of && and || goes first',
        help: 'put brackets around what belongs together',
        at: mixed.at,
      },
    ]
  })
}

/** What looks like a statement, in a comment that statements were folded into. */
function swallowedLines({ text, comments, targets }: Analysis): readonly TrapFinding[] {
  if (targets.size === 0) return []
  return comments.flatMap(({ start, end }): readonly TrapFinding[] => {
    const comment = text.slice(start, end)
    const isCode = /\S {2,}\$?\w+ *=[^=]|; *\$Target\w+ *=[^=]/.test(comment)
    if (!isCode) return []
    return [
      {
        trap: 'swallowed-lines',
        severity: 'notice',
        message: 'this comment goes on to the end of the line, and there are statements in it',
        help: 'put them on lines of their own; in YAML write the formula as a block that begins with |',
        at: { start, end },
      },
    ]
  })
}
