import { explainClosedDataPlane } from '../../diagnosis/data-plane-closed.js'
import { reportNodes, type Observed } from '../../diagnosis/explain-nodes.js'
import type { Explanation } from '../../model/explanation.js'
import { judgeHealth, type Health } from './judge-health.js'
import type { Counts } from '../../model/pool-state.js'
import { countAllStates, countStandings, describeStates } from '../../diagnosis/node-states.js'
import type { AwaitNodes } from '../../model/step.js'
import type { BatchAccount, NodeStateCounts } from '../../ports/azure.js'
import { AzureFailure, isTransient } from '../../shared/errors.js'
import type { JsonObject } from '../../shared/json.js'
import { textAt } from '../../shared/json-at.js'
import type { StepContext } from '../context.js'
import { readNodeTroubles } from './node-troubles.js'
import type { Seen } from '../wait.js'

/** Looks that may fail in a row: a long wait outlives a short outage. */
const toleratedFailures = 3

/** A pool whose nodes are looked after. */
export interface WatchedPool {
  readonly step: AwaitNodes
  readonly context: StepContext
  readonly account: BatchAccount
  /** Of the pool. */
  readonly name: string
  /** `properties` of the pool. */
  readonly properties: JsonObject
  readonly target: Counts
  /** Fewer ready nodes than these are too few. */
  readonly minimum: Counts
  /** Ms since the epoch: the last look. */
  readonly deadline: number
}

export type Watched =
  | {
      readonly kind: Exclude<Health['kind'], 'pending'>
      readonly observed: Observed
      readonly timeIsUp: boolean
    }
  /** The data plane is not for this runner. */
  | { readonly kind: 'closed'; readonly why: Explanation }

/** One look for each call of `probe`, with what has to be kept between looks. */
export function watchNodes(watched: WatchedPool): {
  readonly probe: () => Promise<Seen<Watched>>
  readonly onPending: (say: string) => void
} {
  const { context, account, name, step, deadline } = watched
  const { azure, clock, signal, emit } = context
  let counts: NodeStateCounts = { dedicated: {}, lowPriority: {} }
  let seen = { states: '', since: clock.now() }
  let hopelessSince: number | undefined
  let failures = 0
  let wasOpen = false
  const reported = { failures: false, evictions: false }

  async function probe(): Promise<Seen<Watched>> {
    try {
      counts = await azure.nodeCounts(account, name, { signal })
      failures = 0
      wasOpen = true
    } catch (error) {
      if (!(error instanceof AzureFailure)) throw error
      failures += 1
      return afterFailure(error, { failures, wasOpen }, account)
    }
    return await judge(clock.now())
  }

  async function judge(now: number): Promise<Seen<Watched>> {
    const states = JSON.stringify(counts)
    if (states !== seen.states) seen = { states, since: now }
    const timeIsUp = now >= deadline
    const health = judgeHealth({
      counts,
      target: watched.target,
      minimum: watched.minimum,
      timeIsUp,
      unchangedMs: now - seen.since,
      hopelessMs: hopelessSince === undefined ? 0 : now - hopelessSince,
    })
    const all = countAllStates(counts)
    if (health.kind !== 'pending') onPending(describeStates(all))
    const failed = countStandings(all).failed
    reportEvictions(all['preempted'] ?? 0)
    if (health.kind === 'pending') {
      hopelessSince = health.hopeless ? (hopelessSince ?? now) : undefined
      if (failed > 0 && !reported.failures) await reportFailures()
      return { pending: describeStates(all) }
    }
    if (failed === 0) {
      return { done: { kind: health.kind, observed: withoutFailures(watched, counts), timeIsUp } }
    }
    const { observed, isRefuted } = await observe()
    // The service counts now and then, and lists what is.
    if (isRefuted && !timeIsUp) return { pending: `${describeStates(all)}: none of them fails now` }
    return { done: { kind: health.kind, observed, timeIsUp } }
  }

  async function observe() {
    const sick = { account, pool: name, properties: watched.properties }
    const { nodes, stderr, refused } = await readNodeTroubles(sick, counts, context)
    const observed: Observed = { ...withoutFailures(watched, counts), nodes, stderr }
    context.record({ nodeErrors: reportNodes(observed) })
    return { observed, isRefuted: refused === undefined && nodes.length === 0 }
  }

  async function reportFailures(): Promise<void> {
    reported.failures = true
    const { observed } = await observe()
    const [first] = reportNodes(observed)
    if (first === undefined) return
    const say = `${String(first.count)} of the nodes of pool ${name}: ${first.state}, ${first.cause}`
    emit({ type: 'note', at: clock.now(), severity: 'warning', say })
  }

  function reportEvictions(count: number): void {
    if (count === 0 || reported.evictions) return
    reported.evictions = true
    const nodes = count === 1 ? '1 low-priority node' : `${String(count)} low-priority nodes`
    const say = `${nodes} of pool ${name} evicted: Azure took the capacity back, and Batch replaces them when there is some again`
    emit({ type: 'note', at: clock.now(), severity: 'warning', say })
  }

  function onPending(say: string): void {
    const states = countAllStates(counts)
    emit({ type: 'step-progress', at: clock.now(), step, say, states, deadline })
  }

  return { probe, onPending }
}

/** Nothing of that name, or nobody there: another look a moment later finds no more. */
const noSuchHost = /^(ENOTFOUND|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/i

interface Failing {
  /** Looks that failed in a row. */
  readonly failures: number
  /** A look has been answered before. */
  readonly wasOpen: boolean
}

/** Whether to look again: a closed door stays closed, an outage or a lost connection may pass. */
function afterFailure(
  error: AzureFailure,
  { failures, wasOpen }: Failing,
  account: BatchAccount,
): Seen<Watched> {
  const { status } = error
  const { code } = error.error
  const isAbsent = status === undefined && !wasOpen && noSuchHost.test(code)
  if (isTransient(error) && !isAbsent && failures <= toleratedFailures) {
    return { pending: `the nodes could not be counted (${code}), trying again` }
  }
  const why = explainClosedDataPlane(error, account)
  if (why === undefined) throw error
  return { done: { kind: 'closed', why } }
}

function withoutFailures(
  { account, properties, target }: WatchedPool,
  counts: NodeStateCounts,
): Observed {
  const vmSize = textAt(properties, 'vmSize')
  const { name, location } = account
  const subject = { account: name, region: location, ...(vmSize === undefined ? {} : { vmSize }) }
  return { counts, target, nodes: [], stderr: new Map(), subject }
}
