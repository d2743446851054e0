/** What is wrong with the nodes of a pool, for the log and the `node-errors` output. */
import type { NodeCounts } from '../model/node-counts.js'
import type { Node, NodeStateCounts } from '../ports/azure.js'
import { fillIn, findMeaning, type Entry, type Meaning } from './catalogue.js'
import {
  allUnusable,
  nodeEntries,
  silentNode,
  startTaskEntries,
  stateEntries,
} from './catalogue-node.js'
import { firstLine } from './decode.js'
import type { Advice, Explanation, NodeErrorReport } from '../model/explanation.js'
import type { Subject } from './explain-resize-error.js'
import { explainNodeReport } from './explain-reports.js'
import {
  countAllStates,
  countStandings,
  describeStates,
  failedStates,
  standingOf,
  stateName,
  type StateCounts,
} from './node-states.js'

/** Nodes that are named of each group. */
const mostNamed = 5

export interface Observed {
  readonly counts: NodeStateCounts
  readonly target: NodeCounts
  /** Failed ones, as far as they were read. */
  readonly nodes: readonly Node[]
  /** The end of stderr of some start tasks, by node id. */
  readonly stderr: ReadonlyMap<string, string>
  readonly subject: Subject
}

export interface NodeGroup {
  readonly state: string
  readonly code: string
  readonly message: string
  readonly details: readonly { readonly name: string; readonly value: string }[]
  readonly exitCode: number | undefined
  readonly nodes: readonly Node[]
}

/** Nodes that failed alike, the many before the few. */
export function groupFailures(nodes: readonly Node[]): readonly NodeGroup[] {
  const groups = new Map<string, NodeGroup>()
  for (const node of nodes) {
    if (standingOf(node.state) !== 'failed') continue
    const failure = failureOf(node)
    const key = JSON.stringify([failure.state, failure.code, failure.message, failure.exitCode])
    const held = groups.get(key)?.nodes ?? []
    groups.set(key, { ...failure, nodes: [...held, node] })
  }
  return [...groups.values()].toSorted((a, b) => b.nodes.length - a.nodes.length)
}

function failureOf(node: Node): Omit<NodeGroup, 'nodes'> {
  const state = stateName(node.state)
  const { exitCode, failure } = node.startTask ?? {}
  const ofStartTask = state === 'startTaskFailed'
  const error = ofStartTask ? (failure ?? node.errors[0]) : node.errors[0]
  const ended = ofStartTask && exitCode !== undefined
  const fallback = ended ? `the start task ended with exit code ${String(exitCode)}` : ''
  return {
    state,
    code: error?.code ?? state,
    message: firstLine(error?.message ?? '') || fallback,
    details: error?.details ?? [],
    exitCode: ofStartTask ? exitCode : undefined,
  }
}

/** One report for each group of failed nodes, and for each other state that keeps the target from being reached. */
export function reportNodes(observed: Observed): readonly NodeErrorReport[] {
  const troubles = findTroubles(observed)
  const whole = explainAllUnusable(observed, troubles)
  return troubles.map(({ seen, meaning }) => reportOf(seen, whole ?? meaning))
}

/** The same as explanations; the one for the pool as a whole, where there is one, at the front. */
export function explainNodes(observed: Observed): readonly Explanation[] {
  const troubles = findTroubles(observed)
  const explanations = troubles.map(explainTrouble)
  const whole = explainAllUnusable(observed, troubles)
  return whole === undefined ? explanations : [whole]
}

type Seen = Omit<NodeErrorReport, keyof Advice>

interface Trouble {
  readonly seen: Seen
  readonly meaning: Meaning
  readonly details: readonly { readonly name: string; readonly value: string }[]
}

function findTroubles(observed: Observed): readonly Trouble[] {
  const states = countAllStates(observed.counts)
  const groups = groupFailures(observed.nodes)
  return [
    ...failedStates.flatMap((state) => failuresIn(state, states[state] ?? 0, groups, observed)),
    ...shortfalls(states, observed),
  ]
}

function failuresIn(
  state: string,
  total: number,
  groups: readonly NodeGroup[],
  observed: Observed,
): readonly Trouble[] {
  const own = groups.filter((group) => group.state === state)
  const [only, ...others] = own
  const read = own.reduce((sum, { nodes }) => sum + nodes.length, 0)
  // Of so many alike that not all were read, the rest is taken to be alike too.
  if (only !== undefined && others.length === 0) {
    return [troubleOf(only, Math.max(total, read), observed)]
  }
  const left = total - read
  const message = read === 0 ? '' : 'more nodes in this state, not looked at one by one'
  const rest = { state, code: state, message, details: [], exitCode: undefined, nodes: [] }
  return [
    ...own.map((group) => troubleOf(group, group.nodes.length, observed)),
    ...(left > 0 ? [troubleOf(rest, left, observed)] : []),
  ]
}

function troubleOf(group: NodeGroup, count: number, { stderr, subject }: Observed): Trouble {
  const { state, code, message, exitCode, nodes, details } = group
  const written = nodes.map(({ id }) => stderr.get(id)).find((text) => text)
  const text = [message, ...details.map(({ value }) => value)].join('\n')
  const meaning = meaningOf(group, { ...subject, text })
  const seen = {
    ...{ state, code, message, count },
    nodes: nodes.slice(0, mostNamed).map(({ id }) => id),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(written === undefined ? {} : { stderr: written }),
  }
  return { seen, meaning, details }
}

function meaningOf(
  { state, code }: NodeGroup,
  about: Subject & { readonly text: string },
): Meaning {
  const table = state === 'startTaskFailed' ? startTaskEntries : nodeEntries
  const unknown: Entry = {
    ...silentNode,
    cause: `the node is unusable: ${code}; it is billed all the same`,
    remedy: 'read the evidence; when it persists, open a support ticket',
  }
  const isSilent = code === state
  return findMeaning(table, code, about) ?? fillIn(isSilent ? silentNode : unknown, about)
}

/** States without an error of their own, where they leave fewer ready nodes than were asked for. */
function shortfalls(
  states: StateCounts,
  { counts, target, subject }: Observed,
): readonly Trouble[] {
  const ready = countStandings(states).ready
  const wanted = target.dedicated + target.lowPriority
  if (ready >= wanted) return []
  const missing =
    Math.max(0, target.dedicated - countNodes(counts.dedicated)) +
    Math.max(0, target.lowPriority - countNodes(counts.lowPriority))
  const open = Object.entries(states).filter(
    ([state]) => standingOf(state) === 'starting' || standingOf(state) === 'adrift',
  )
  return [...open, ...(missing > 0 ? [['missing', missing] as const] : [])].flatMap(
    ([state, count]) => {
      const meaning = findMeaning(stateEntries, state, { ...subject, text: '' })
      if (meaning === undefined) return []
      const seen = { state, code: state, message: '', count, nodes: [] }
      return [{ seen, meaning, details: [] }]
    },
  )
}

function countNodes(counts: StateCounts): number {
  return Object.values(countStandings(counts)).reduce((sum, count) => sum + count, 0)
}

function reportOf(seen: Seen, meaning: Meaning | Explanation): NodeErrorReport {
  const { cause, remedy, remedyWithoutNodes, retryable } = meaning
  return {
    ...{ ...seen, cause, remedy, retryable },
    ...(remedyWithoutNodes === undefined ? {} : { remedyWithoutNodes }),
  }
}

function explainTrouble({ seen, meaning, details }: Trouble): Explanation {
  const { docs } = meaning
  const explained = explainNodeReport(reportOf(seen, meaning))
  const pairs = details.map(({ name, value }) => ({ code: name, message: value }))
  return {
    ...explained,
    ...(docs === undefined ? {} : { docs }),
    evidence: [...pairs, ...explained.evidence],
  }
}

/** One node may be out of luck; of several, all at once are not. */
function explainAllUnusable(
  { counts, subject }: Observed,
  troubles: readonly Trouble[],
): Explanation | undefined {
  const states = countAllStates(counts)
  const unusable = states['unusable'] ?? 0
  const isAll = Object.keys(states).every((state) => state === 'unusable')
  if (unusable < 2 || !isAll) return undefined
  const whole = fillIn(allUnusable, { ...subject, text: '' })
  const named = troubles.find(({ seen }) => seen.code !== 'unusable')?.meaning
  const { remedy, remedyWithoutNodes, retryable } = named ?? whole
  const { docs } = whole
  return {
    code: 'AllNodesUnusable',
    message: describeStates(states),
    cause: named === undefined ? whole.cause : `${whole.cause}; ${named.cause}`,
    ...{ remedy, retryable },
    ...(remedyWithoutNodes === undefined ? {} : { remedyWithoutNodes }),
    ...(docs === undefined ? {} : { docs }),
    evidence: troubles.flatMap((trouble) => {
      const { code, message, evidence } = explainTrouble(trouble)
      return [{ code, message }, ...evidence]
    }),
  }
}
