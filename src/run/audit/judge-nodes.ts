import type { Azure, Call, Node, NodeStateCounts } from '../../ports/azure.js'
import type { NotLookedAt } from '../../outcome/inventory.js'
import { tryRead } from '../../observe/read-result.js'
import { nameOfId } from '../../shared/arm-id.js'
import type { Finding } from '../../shared/finding.js'
import { mapConcurrent } from '../../shared/map-concurrent.js'
import { foundOf, type Found, type Subject } from './subject.js'

/** Node lists of one audit; what the rest of the pools come to is only counted. */
const mostLists = 20
/** Of one pool: more of the same tell nothing new. */
const mostNodes = 1000
const parallelLists = 4

const hourMs = 3_600_000
/** Longer than a night: nobody is about to use them. */
const longIdleMs = 24 * hourMs

/** As nodes have it; counts spell it `startTaskFailed`. */
const failedStates = ['starttaskfailed', 'unusable', 'unknown', 'offline']

interface Suspect {
  readonly subject: Subject
  readonly failed: number
  readonly idle: number
}

/** Looks at the nodes of those pools whose counts show failed or idle ones: counts lag, a list is sure. */
export async function judgeNodes(
  subjects: readonly Subject[],
  azure: Azure,
  { signal, now }: Call & { readonly now: number },
): Promise<{ readonly found: Found; readonly notLookedAt: readonly NotLookedAt[] }> {
  const suspects = subjects
    .map(suspectOf)
    .filter(({ failed, idle }) => failed + idle > 0)
    // What is broken goes first, then where most nodes stand idle.
    .sort((a, b) => b.failed - a.failed || b.idle - a.idle)
  const looked = await mapConcurrent(
    suspects.slice(0, mostLists),
    parallelLists,
    async ({ subject }) => {
      const { account, pool } = subject
      const call = { signal, states: [...failedStates, 'idle'], limit: mostNodes }
      const read = await tryRead(azure.nodes(account, nameOfId(pool.id), call), { signal })
      if (read.kind === 'found') return { subject, findings: ofNodes(subject, read.value, now) }
      const why = `its nodes cannot be listed: ${read.kind === 'missing' ? 'it is gone' : read.failure.message}`
      return { subject, findings: [], left: { id: pool.id, why } }
    },
  )
  const rest = suspects.slice(mostLists).map(({ subject, failed, idle }) => ({
    id: subject.pool.id,
    why: `its counts show ${String(failed)} failed and ${String(idle)} idle nodes; an audit lists the nodes of ${String(mostLists)} pools`,
  }))
  return {
    found: new Map(looked.map(({ subject, findings }) => [subject, findings])),
    notLookedAt: [...looked.flatMap(({ left }) => left ?? []), ...rest],
  }
}

function suspectOf(subject: Subject): Suspect {
  const states = Object.entries(statesOf(subject.counts) ?? {})
  const sum = (isOne: (state: string) => boolean): number =>
    states.reduce((total, [state, count]) => (isOne(state) ? total + count : total), 0)
  return {
    subject,
    failed: sum((state) => failedStates.includes(state.toLowerCase())),
    idle: sum((state) => state.toLowerCase() === 'idle'),
  }
}

/** Of both kinds of nodes together, without what there is none of. */
export function statesOf(
  counts: NodeStateCounts | undefined,
): Readonly<Record<string, number>> | undefined {
  if (counts === undefined) return undefined
  const sums = new Map<string, number>()
  for (const kind of [counts.dedicated, counts.lowPriority]) {
    for (const [state, count] of Object.entries(kind)) {
      if (count > 0) sums.set(state, (sums.get(state) ?? 0) + count)
    }
  }
  return Object.fromEntries(sums)
}

function ofNodes(subject: Subject, nodes: readonly Node[], now: number): readonly Finding[] {
  const byState = new Map<string, Node[]>()
  for (const node of nodes) {
    const state = node.state.toLowerCase()
    byState.set(state, [...(byState.get(state) ?? []), node])
  }
  const failed = failedStates.flatMap((state) => {
    const those = byState.get(state) ?? []
    const [first] = those
    return first === undefined ? [] : [ofFailed(subject, those, first)]
  })
  const idle = (byState.get('idle') ?? []).filter(({ since }) => idleMs(since, now) >= longIdleMs)
  return [...failed, ...(idle.length === 0 ? [] : [ofIdle(subject, idle, now)])]
}

function ofFailed(subject: Subject, nodes: readonly Node[], { state, ...first }: Node): Finding {
  const error = first.startTask?.failure ?? first.errors[0]
  const exit = first.startTask?.exitCode
  const why = [
    ...(exit === undefined || exit === 0 ? [] : [`exit code ${String(exit)}`]),
    ...(error === undefined ? [] : [`${error.code}: ${error.message}`]),
  ]
  const because = why.length === 0 ? '' : `, the first (${first.id}) with ${why.join(', ')}`
  return foundOf(subject, 'nodes-failed', {
    severity: 'error',
    message: `${countOf(nodes)} ${state}${because}`,
    help: 'see docs/TROUBLESHOOTING.md for the code; reimage or remove these nodes once the cause is gone',
  })
}

function ofIdle(subject: Subject, nodes: readonly Node[], now: number): Finding {
  const longest = Math.max(...nodes.map(({ since }) => idleMs(since, now)))
  return foundOf(subject, 'nodes-idle', {
    severity: 'warning',
    message: `${countOf(nodes)} idle for more than ${String(longIdleMs / hourMs)} hours, the longest for ${String(Math.floor(longest / hourMs))}`,
    help: 'scale the pool down, or let an autoscale formula do it',
  })
}

function countOf(nodes: readonly Node[]): string {
  return nodes.length === 1 ? '1 node is' : `${String(nodes.length)} nodes are`
}

function idleMs(since: string | undefined, now: number): number {
  const ms = Date.parse(since ?? '')
  return Number.isNaN(ms) ? 0 : now - ms
}
