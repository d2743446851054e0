import type { Analysis } from './analyse.js'
import { allIn, withoutBrackets, type Assignment, type Chain, type Expression } from './syntax.js'
import type { PoolSetting, TrapFinding } from './traps.js'
import type { Type } from './types.js'
import {
  dedicatedTarget,
  lowPriorityTarget,
  metricOf,
  optionVariable,
  targetOf,
} from './vocabulary.js'

/** What becomes of the number that a formula gives. */
export function targetTraps(analysis: Analysis, pool: PoolSetting): readonly TrapFinding[] {
  const assignments = analysis.formula.statements.flatMap((one) =>
    one.kind === 'assignment' ? [one] : [],
  )
  const targets = assignments.filter(({ name }) => targetOf(name ?? '') !== undefined)
  return [
    ...targets.flatMap((target) => fractionalNodes(target, assignments, analysis)),
    ...targets.flatMap((target) => negativeNodes(target, analysis)),
    ...otherTarget(targets, analysis),
    ...unsetTarget(targets, analysis),
    ...twoNames(targets),
    ...deallocation(assignments, targets),
    ...taskSlots(targets, analysis, pool),
  ]
}

function readsTasks(expression: Expression, { known }: Analysis): boolean {
  return [...(known.get(expression)?.reads ?? [])].some(
    (name) => metricOf(name)?.measures === 'tasks',
  )
}

/** The expressions that a target comes from, through variables too. */
function sourcesOf(
  { value }: Assignment,
  assignments: readonly Assignment[],
): readonly Expression[] {
  const all: Expression[] = []
  const seen = new Set<string>()
  const take = (expression: Expression) => {
    const plain = withoutBrackets(expression)
    all.push(plain)
    if (plain.kind === 'conditional') {
      take(plain.whenTrue)
      take(plain.whenFalse)
    }
    if (plain.kind === 'call' && (plain.name === 'min' || plain.name === 'max'))
      plain.args.forEach(take)
    if (plain.kind !== 'name' || seen.has(plain.name)) return
    seen.add(plain.name)
    for (const one of assignments) if (one.name === plain.name) take(one.value)
  }
  take(value)
  return all
}

/** `tasks / 4` without `ceil`: one task alone is a quarter of a node, and that is none. */
function fractionalNodes(
  target: Assignment,
  assignments: readonly Assignment[],
  analysis: Analysis,
): readonly TrapFinding[] {
  return sourcesOf(target, assignments).flatMap((source): readonly TrapFinding[] => {
    if (source.kind !== 'chain' || !readsTasks(source.first, analysis)) return []
    const division = source.rest.find(({ operator }) => operator === '/')
    const divisor = division === undefined ? undefined : analysis.known.get(division.operand)
    if (division === undefined || (divisor?.range.high ?? 0) <= 1 || addsBefore(source)) return []
    return [
      {
        trap: 'whole-nodes',
        severity: 'notice',
        message: 'fractions of a node are cut off: fewer tasks than one node takes give no node',
        help: 'write ceil(...) around the division',
        at: division.operatorAt,
      },
    ]
  })
}

/** `(tasks + slots - 1) / slots` rounds up by itself. */
function addsBefore({ first }: Chain): boolean {
  const plain = withoutBrackets(first)
  return plain.kind === 'chain' && plain.rest.some(({ operator }) => operator === '+')
}

const noNumbers: ReadonlySet<Type> = new Set([
  'string',
  'timestamp',
  'interval',
  'option',
  'nothing',
])

function negativeNodes({ name, value }: Assignment, { known }: Analysis): readonly TrapFinding[] {
  const { type, range } = known.get(value) ?? {}
  // What is no number at all is told by the check of types.
  if (range === undefined || range.low >= 0 || type === undefined || noNumbers.has(type)) return []
  return [
    {
      trap: 'negative-target',
      severity: 'notice',
      message: `${name ?? ''} may come out below 0, and nothing says what Batch makes of that`,
      help: 'write max(0, ...) around it',
      at: value.at,
    },
  ]
}

/** Half of the dedicated target, assigned to the other one. */
function otherTarget(targets: readonly Assignment[], { known }: Analysis): readonly TrapFinding[] {
  const isSet = new Set(targets.map(({ name }) => targetOf(name ?? '')))
  return targets.flatMap(({ name, value }): readonly TrapFinding[] => {
    const own = targetOf(name ?? '')
    const other = own === dedicatedTarget ? lowPriorityTarget : dedicatedTarget
    if (isSet.has(other) || known.get(value)?.reads.has(other) !== true) return []
    return [
      {
        trap: 'other-target',
        severity: 'notice',
        message: `${name ?? ''} is worked out from ${other}, which this formula never sets`,
        help: `write ${own ?? ''} there, if the nodes of the same kind are meant`,
        at: value.at,
      },
    ]
  })
}

/** What a formula reads that thinks of nodes of a kind. */
const readsOfKind = {
  dedicated: ['$CurrentDedicatedNodes'],
  lowPriority: ['$CurrentLowPriorityNodes', '$PreemptedNodeCount'],
} as const

/** Most pools have one kind of nodes: only a formula that looks at the other kind may have forgotten its target. */
function unsetTarget(targets: readonly Assignment[], analysis: Analysis): readonly TrapFinding[] {
  const [first] = targets
  if (first === undefined || analysis.targets.size !== 1) return []
  const isDedicatedSet = analysis.targets.has(dedicatedTarget)
  const unset = isDedicatedSet ? lowPriorityTarget : dedicatedTarget
  const looksAt: readonly string[] = readsOfKind[isDedicatedSet ? 'lowPriority' : 'dedicated']
  const isLookedAt = [...analysis.known.values()].some(({ reads }) =>
    looksAt.some((name) => reads.has(name)),
  )
  if (!isLookedAt) return []
  return [
    {
      trap: 'unset-target',
      severity: 'notice',
      message: `${unset} is not set: nodes of that kind that the pool has stay`,
      help: `write ${unset} = 0; if it is to have none`,
      at: first.nameAt,
    },
  ]
}

function twoNames(targets: readonly Assignment[]): readonly TrapFinding[] {
  return targets.flatMap(({ name, nameAt }): readonly TrapFinding[] => {
    const full = targetOf(name ?? '')
    if (full === name || !targets.some((other) => other.name === full)) return []
    return [
      {
        trap: 'two-names',
        severity: 'notice',
        message: `${name ?? ''} has no effect: ${full ?? ''} is the same target and goes before it, whatever the order`,
        help: 'keep one of the two',
        at: nameAt,
      },
    ]
  })
}

function deallocation(
  assignments: readonly Assignment[],
  targets: readonly Assignment[],
): readonly TrapFinding[] {
  const set = assignments.findLast(({ name }) => name === optionVariable)
  const plain = set === undefined ? undefined : withoutBrackets(set.value)
  const word = plain?.kind === 'name' ? plain.name : undefined
  const isRequeue = set === undefined || word === 'requeue'
  const [first] = targets
  if (first === undefined || !isRequeue || targets.every(({ value }) => isConstant(value)))
    return []
  return [
    {
      trap: 'deallocation',
      severity: 'notice',
      message:
        'when the pool shrinks, running tasks are stopped and start again elsewhere: requeue is what holds unless another option is set',
      help: `write ${optionVariable} = taskcompletion; to let them end`,
      at: set === undefined ? first.nameAt : set.value.at,
    },
  ]
}

function isConstant(value: Expression): boolean {
  return allIn(value).every(({ kind }) => kind === 'number' || kind === 'group')
}

/** A node takes several tasks at once, and the formula asks for a node each. */
function taskSlots(
  targets: readonly Assignment[],
  analysis: Analysis,
  { taskSlotsPerNode = 1 }: PoolSetting,
): readonly TrapFinding[] {
  if (taskSlotsPerNode < 2) return []
  const { expressions } = analysis
  const divides = expressions.some(
    (one) =>
      one.kind === 'chain' &&
      one.rest.some(
        ({ operator, operand }) =>
          operator === '/' || (operator === '*' && operand.kind === 'number' && operand.value < 1),
      ),
  )
  const target = targets.find(({ value }) => readsTasks(value, analysis))
  if (divides || target === undefined) return []
  return [
    {
      trap: 'task-slots',
      severity: 'notice',
      message: `a node of this pool takes ${String(taskSlotsPerNode)} tasks at once, and the formula counts tasks as if it took one`,
      help: 'divide by $TaskSlotsPerNode: ceil(tasks / $TaskSlotsPerNode)',
      at: target.value.at,
    },
  ]
}
