/**
 * The names of the language: https://learn.microsoft.com/azure/batch/batch-automatic-scaling
 * What is undocumented today, or retired, says so here. The README has the source of each line.
 */

export const dedicatedTarget = '$TargetDedicatedNodes'
export const lowPriorityTarget = '$TargetLowPriorityNodes'
export const optionVariable = '$NodeDeallocationOption'

export type Target = typeof dedicatedTarget | typeof lowPriorityTarget

/** The names that set a target; the short ones are older, and still taken. */
const targetNames: ReadonlyMap<string, Target> = new Map<string, Target>([
  [dedicatedTarget, dedicatedTarget],
  ['$TargetDedicated', dedicatedTarget],
  [lowPriorityTarget, lowPriorityTarget],
  ['$TargetLowPriority', lowPriorityTarget],
])

/** The target that a name means, by its full name or its alias. */
export function targetOf(name: string): Target | undefined {
  return targetNames.get(name)
}
export const targetWords = [...targetNames.keys()]

/** What Batch does with the tasks of a node that it takes away. */
export const deallocationOptions = [
  'requeue',
  'terminate',
  'taskcompletion',
  'retaineddata',
] as const

export interface Metric {
  /** The name that it has in samples: without the dollar sign, and of an old name today's. */
  readonly name: string
  readonly measures: 'tasks' | 'nodes' | 'usage' | 'setting'
  /** The name is from an older edition, and its successor is this one. */
  readonly isOldName?: true
  /** Nothing is sampled any more: retired after 2024-03-31. */
  readonly isRetired?: true
}

const metricList: readonly Metric[] = [
  ...['ActiveTasks', 'RunningTasks', 'PendingTasks', 'SucceededTasks', 'FailedTasks'].map(
    (name): Metric => ({ name, measures: 'tasks' }),
  ),
  ...[
    'CurrentDedicatedNodes',
    'CurrentLowPriorityNodes',
    'PreemptedNodeCount',
    'UsableNodeCount',
  ].map((name): Metric => ({ name, measures: 'nodes' })),
  { name: 'TaskSlotsPerNode', measures: 'setting' },
  { name: 'CPUPercent', measures: 'usage' },
  ...[
    'SampleNodeCount',
    'WallClockSeconds',
    'MemoryBytes',
    'DiskBytes',
    'DiskReadBytes',
    'DiskWriteBytes',
    'DiskReadOps',
    'DiskWriteOps',
    'NetworkInBytes',
    'NetworkOutBytes',
  ].map((name): Metric => ({ name, measures: 'usage', isRetired: true })),
]

const metrics: ReadonlyMap<string, Metric> = new Map<string, Metric>([
  ...metricList.map((metric): [string, Metric] => [`$${metric.name}`, metric]),
  ['$CurrentDedicated', { name: 'CurrentDedicatedNodes', measures: 'nodes', isOldName: true }],
  ['$CurrentLowPriority', { name: 'CurrentLowPriorityNodes', measures: 'nodes', isOldName: true }],
])

/** What a read-only service variable measures. */
export function metricOf(name: string): Metric | undefined {
  return metrics.get(name)
}
export const metricWords = [...metrics.keys()]

const secondMs = 1000
const dayMs = 24 * 60 * 60 * secondMs

/** The interval constants in milliseconds; a year's length is documented nowhere. */
const intervals: ReadonlyMap<string, number> = new Map([
  ['TimeInterval_Zero', 0],
  ['TimeInterval_100ns', 0.0001],
  ['TimeInterval_Microsecond', 0.001],
  ['TimeInterval_Millisecond', 1],
  ['TimeInterval_Second', secondMs],
  ['TimeInterval_Minute', 60 * secondMs],
  ['TimeInterval_Hour', 60 * 60 * secondMs],
  ['TimeInterval_Day', dayMs],
  ['TimeInterval_Week', 7 * dayMs],
  ['TimeInterval_Year', 365 * dayMs],
])
export const yearConstant = 'TimeInterval_Year'

export function intervalMsOf(name: string): number | undefined {
  return intervals.get(name)
}
export const intervalWords = [...intervals.keys()]

export const timestampMembers = [
  'year',
  'month',
  'day',
  'weekday',
  'hour',
  'minute',
  'second',
] as const
export type TimestampMember = (typeof timestampMembers)[number]

export const metricMethods = [
  'GetSample',
  'GetSamplePercent',
  'GetSamplePeriod',
  'Count',
  'HistoryBeginTime',
] as const
export type MetricMethod = (typeof metricMethods)[number]

/** One number out of any mix of numbers and vectors. */
export const listFunctions = ['avg', 'max', 'min', 'sum', 'range', 'len', 'norm', 'std'] as const
/** A number to a number, several to a vector. */
export const mappingFunctions = ['lg', 'ln', 'log', 'ceil', 'floor', 'round'] as const
const otherFunctions = ['percentile', 'rand', 'time', 'val', 'stop'] as const
export const functionWords = [...listFunctions, ...mappingFunctions, ...otherFunctions] as const
export type FunctionName = (typeof functionWords)[number]
export type OtherFunction = (typeof otherFunctions)[number]
export type ListFunction = (typeof listFunctions)[number]
export type MappingFunction = (typeof mappingFunctions)[number]

export function isListFunction(name: FunctionName): name is ListFunction {
  return listFunctions.some((one) => one === name)
}

export function isMappingFunction(name: FunctionName): name is MappingFunction {
  return mappingFunctions.some((one) => one === name)
}

/** What people write for a function that has another name here, or that does not exist. */
export const functionAdvice: ReadonlyMap<string, string> = new Map([
  ['average', 'write avg(...)'],
  ['mean', 'write avg(...)'],
  ['abs', 'write max(x, -x)'],
  ['minimum', 'write min(...)'],
  ['maximum', 'write max(...)'],
  ['ceiling', 'write ceil(...)'],
  ['roundup', 'write ceil(...)'],
  ['rounddown', 'write floor(...)'],
  ['trunc', 'write floor(...)'],
  ['int', 'write floor(...)'],
  ['count', 'write len(...), or call Count() of a metric'],
  ['length', 'write len(...)'],
  ['size', 'write len(...)'],
  ['total', 'write sum(...)'],
  ['median', 'write percentile(values, 50)'],
  ['stdev', 'write std(...)'],
  ['now', 'write time()'],
  ['date', 'write time("2026-01-31T08:00:00Z")'],
  ['random', 'write rand()'],
  ['pow', 'multiply instead: there is no power'],
  ['sqrt', 'write norm(x, y) for the root of a sum of squares; there is no other root'],
  ['mod', 'there is no remainder; write n - k * floor(n / k)'],
  ['if', 'write condition ? a : b'],
  ['iif', 'write condition ? a : b'],
  ['last', 'write val(X.GetSample(1), 0)'],
  ['first', 'write val(values, 0)'],
  ['clamp', 'write max(low, min(high, x))'],
  ['log10', 'write log(x)'],
  ['log2', 'write lg(x)'],
])

/** The same for members of a timestamp. */
export const memberAdvice: ReadonlyMap<string, string> = new Map([
  ['dayofweek', 'write weekday: Monday is 1'],
  ['dayofyear', 'there is none; write month and day'],
  ['minutes', 'write minute'],
  ['hours', 'write hour'],
  ['date', 'write year, month and day'],
  ['week', 'there is none; write weekday and day'],
])

/** The same for names that are not called. */
export const nameAdvice: ReadonlyMap<string, string> = new Map([
  ['timeinterval_month', 'write 30 * TimeInterval_Day'],
  ['$queuedtasks', 'write $ActiveTasks for the tasks that wait'],
  ['$waitingtasks', 'write $ActiveTasks for the tasks that wait'],
  ['$completedtasks', 'write $SucceededTasks or $FailedTasks'],
  ['$totaltasks', 'write $PendingTasks for all that wait or run'],
  ['$currentnodes', 'write $CurrentDedicatedNodes'],
  ['$idlenodes', 'there is none; $RunningTasks says how many nodes work'],
])

/** Statements of a formula, and its characters, at most. */
export const mostStatements = 100
export const mostCharacters = 8192

/** One of `words` that differs from `name` in letter case alone. */
export function caseVariant(name: string, words: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase()
  for (const word of words) if (word !== name && word.toLowerCase() === wanted) return word
  return undefined
}
