import { reportNodes, type Observed } from '../../diagnosis/explain-nodes.js'
import { judgeHealth, type Health } from './judge-health.js'
import { totalOf, type NodeCounts } from '../../model/node-counts.js'
import {
  countAllStates,
  countNodes,
  countStandings,
  describeStates,
  failedStates,
  type StateCounts,
} from '../../diagnosis/node-states.js'
import type { AwaitNodes } from '../../model/step.js'
import type { BatchAccount, Node, NodeStateCounts } from '../../ports/azure.js'
import { AzureFailure, isTransient } from '../../shared/errors.js'
import type { JsonObject } from '../../shared/json.js'
import { textAt } from '../../shared/json-at.js'
import type { StepContext } from '../context.js'
import { DataPlaneLost } from './data-plane-lost.js'
import { readTroubles } from './node-troubles.js'
import type { Seen } from '../wait.js'

/** Looks that may fail in a row: a long wait outlives a short outage. */
const toleratedFailures = 10
/** A refusal that comes twice in a row is no accident of one request. */
const toleratedRefusals = 1
/** Failed nodes that a first word about them is taken from: one page. */
const mostNodes = 1000

/** A pool whose nodes are looked after. */
export interface WatchedPool {
  readonly step: AwaitNodes
  readonly context: StepContext
  readonly account: BatchAccount
  /** Of the pool. */
  readonly name: string
  /** `properties` of the pool. */
  readonly properties: JsonObject
  readonly target: NodeCounts
  /** Fewer ready nodes than these are too few. */
  readonly minimum: NodeCounts
  /** Ms since the epoch: the last look. */
  readonly deadline: number
}

export interface Watched {
  readonly kind: Exclude<Health['kind'], 'pending'>
  readonly observed: Observed
  readonly timeIsUp: boolean
}

/**
 * One look for each call of `probe`, with what has to be kept between looks. Counts are cheap and lag
 * (https://learn.microsoft.com/rest/api/batchservice/account/list-pool-node-counts): they may prolong the wait; what ends it
 * is a list of the nodes. Throws `DataPlaneLost`.
 */
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
  const reported = { failures: false, evictions: false }

  async function probe(): Promise<Seen<Watched>> {
    try {
      const look = await lookOnce(clock.now())
      failures = 0
      return look
    } catch (error) {
      if (!(error instanceof AzureFailure)) throw error
      failures += 1
      const isLast = clock.now() >= deadline
      if (isLast || !mayPass(error, failures)) {
        throw new DataPlaneLost(step.resource, error, account)
      }
      const pending = `the nodes could not be looked at (${error.error.code}), trying again`
      return { pending, isUnseen: true }
    }
  }

  async function lookOnce(now: number): Promise<Seen<Watched>> {
    counts = await azure.nodeCounts(account, name, { signal })
    const timeIsUp = now >= deadline
    const states = JSON.stringify(counts)
    if (states !== seen.states) seen = { states, since: now }
    const counted = judge(counts, now, now - seen.since)
    const all = countAllStates(counts)
    reportEvictions(all['preempted'] ?? 0)
    if (counted.kind === 'pending') {
      hopelessSince = counted.hopeless ? (hopelessSince ?? now) : undefined
      if (countStandings(all).failed > 0 && !reported.failures) await reportFailures()
      const wanted = totalOf(watched.target)
      const progress = wanted === 0 ? undefined : countStandings(all).ready / wanted
      return { pending: describeStates(all), progress }
    }
    onPending(describeStates(all))
    const nodes = await azure.nodes(account, name, { signal, limit: Infinity })
    const listed = countNodes(nodes)
    const isConfirmed = sameStates(listed, counts)
    const health = judge(listed, now, isConfirmed ? now - seen.since : 0)
    if (health.kind === 'pending') {
      return { pending: `${describeStates(countAllStates(listed))}: listed one by one` }
    }
    return { done: { kind: health.kind, observed: await observe(listed, nodes), timeIsUp } }
  }

  function judge(states: NodeStateCounts, now: number, unchangedMs: number): Health {
    return judgeHealth({
      counts: states,
      target: watched.target,
      minimum: watched.minimum,
      timeIsUp: now >= deadline,
      unchangedMs,
      hopelessMs: hopelessSince === undefined ? 0 : now - hopelessSince,
    })
  }

  async function observe(states: NodeStateCounts, nodes: readonly Node[]): Promise<Observed> {
    const sick = { account, pool: name, properties: watched.properties }
    const troubles = await readTroubles(sick, nodes, context)
    const observed: Observed = { ...withoutFailures(watched, states), ...troubles }
    context.record({ nodeErrors: reportNodes(observed) })
    return observed
  }

  async function reportFailures(): Promise<void> {
    const most = { states: failedStates, limit: mostNodes }
    const nodes = await azure.nodes(account, name, { signal, ...most })
    if (nodes.length === 0) return
    reported.failures = true
    const [first] = reportNodes(await observe(counts, nodes))
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

/** Whether to look again: an outage or a lost connection may pass, a closed data plane refuses the next look too. */
function mayPass(error: AzureFailure, failures: number): boolean {
  return failures <= (isTransient(error) ? toleratedFailures : toleratedRefusals)
}

function sameStates(a: NodeStateCounts, b: NodeStateCounts): boolean {
  const isSame = (one: StateCounts, other: StateCounts): boolean =>
    describeStates(one) === describeStates(other)
  return isSame(a.dedicated, b.dedicated) && isSame(a.lowPriority, b.lowPriority)
}

function withoutFailures(
  { account, properties, target, step: { resource } }: WatchedPool,
  counts: NodeStateCounts,
): Observed {
  const vmSize = textAt(properties, 'vmSize')
  const where = { account: account.name, region: account.location, resource }
  const subject = { ...where, ...(vmSize === undefined ? {} : { vmSize }) }
  return { counts, target, nodes: [], stderr: new Map(), subject }
}
