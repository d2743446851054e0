/** What the states of Batch nodes come to. Names: https://learn.microsoft.com/rest/api/batchservice/nodes/list-nodes */
import type { Node, NodeStateCounts } from '../ports/azure.js'

/**
 * `ready`: takes tasks. `failed`: stays so without somebody's help, and costs. `starting`: on its way, however long that
 * takes. `adrift`: gone or out of sight; Batch may bring it back by itself.
 */
export type Standing = 'ready' | 'failed' | 'starting' | 'adrift'

/** As the counts spell them; lists of nodes have them in lower case. */
const standings = {
  idle: 'ready',
  running: 'ready',
  startTaskFailed: 'failed',
  unusable: 'failed',
  creating: 'starting',
  starting: 'starting',
  waitingForStartTask: 'starting',
  rebooting: 'starting',
  reimaging: 'starting',
  upgradingOS: 'starting',
  unknown: 'adrift',
  leavingPool: 'adrift',
  offline: 'adrift',
  preempted: 'adrift',
  deallocating: 'adrift',
  deallocated: 'adrift',
} as const satisfies Readonly<Record<string, Standing>>

const known = new Map<string, { readonly name: string; readonly standing: Standing }>(
  Object.entries(standings).map(([name, standing]) => [name.toLowerCase(), { name, standing }]),
)

/** States that nodes do not leave by themselves. */
export const failedStates = ['startTaskFailed', 'unusable'] as const

/** A state that is not known here may yet come to something. */
export function standingOf(state: string): Standing {
  return known.get(state.toLowerCase())?.standing ?? 'adrift'
}

/** `startTaskFailed` for `starttaskfailed`. */
export function stateName(state: string): string {
  return known.get(state.toLowerCase())?.name ?? state
}

export type StateCounts = Readonly<Record<string, number>>

/** Nodes by state, those with none left out. The service counts a `total` among them, which is no state. */
function countStates(counts: StateCounts): StateCounts {
  return Object.fromEntries(
    Object.entries(counts)
      .filter(([state, count]) => state.toLowerCase() !== 'total' && count > 0)
      .map(([state, count]) => [stateName(state), count]),
  )
}

/** Dedicated and low-priority nodes together. */
export function countAllStates({ dedicated, lowPriority }: NodeStateCounts): StateCounts {
  const all: Record<string, number> = { ...countStates(dedicated) }
  for (const [state, count] of Object.entries(countStates(lowPriority))) {
    all[state] = (all[state] ?? 0) + count
  }
  return all
}

/** The states of nodes that were listed, as the service would count them. */
export function countNodes(nodes: readonly Node[]): NodeStateCounts {
  const counts = {
    dedicated: {} as Record<string, number>,
    lowPriority: {} as Record<string, number>,
  }
  for (const { state, isDedicated } of nodes) {
    const kind = isDedicated ? counts.dedicated : counts.lowPriority
    const name = stateName(state)
    kind[name] = (kind[name] ?? 0) + 1
  }
  return counts
}

export type Standings = Readonly<Record<Standing, number>>

export function countStandings(counts: StateCounts): Standings {
  const sums = { ready: 0, failed: 0, starting: 0, adrift: 0 }
  for (const [state, count] of Object.entries(countStates(counts))) {
    sums[standingOf(state)] += count
  }
  return sums
}

const order: readonly Standing[] = ['ready', 'failed', 'starting', 'adrift']

/** `36 idle, 3 startTaskFailed, 1 starting`: what is ready first, then what failed; the many before the few. */
export function describeStates(counts: StateCounts): string {
  const entries = Object.entries(countStates(counts)).toSorted(
    ([a, some], [b, others]) =>
      order.indexOf(standingOf(a)) - order.indexOf(standingOf(b)) ||
      others - some ||
      a.localeCompare(b),
  )
  if (entries.length === 0) return 'no nodes'
  return entries.map(([state, count]) => `${String(count)} ${state}`).join(', ')
}
