/**
 * How the nodes of a pool come and go. A resize is fixed when it starts; where it stands is a function of the
 * time, so nothing runs in the background and every answer about the same moment is the same.
 */
import type { NamedValue } from './problem.js'
import { minuteMs } from './durations.js'

/** A resize error; `values` are name/value pairs in the data plane, `details` in Resource Manager. */
export interface ResizeError {
  readonly code: string
  readonly message: string
  readonly values: readonly NamedValue[]
}

export const nodeKinds = ['dedicated', 'lowPriority'] as const
export type NodeKind = (typeof nodeKinds)[number]
export type Counts = Readonly<Record<NodeKind, number>>
/** What a resize aims at; a kind that is undefined stays as it is. */
export type Target = { readonly [kind in NodeKind]?: number | undefined }

/** A node, and when the service had its machine. */
export interface Node {
  readonly kind: NodeKind
  /** Counts up over the pool's life. */
  readonly number: number
  readonly bornMs: number
}

/** A ceiling on the nodes of a kind, and the error that tells of it. */
export interface Ceiling {
  readonly kind: NodeKind
  readonly nodes: number
  readonly error: ResizeError
}

/** How many nodes can be had, and what the service says of it; without an error nothing, until the timeout. */
export interface Capacity {
  readonly nodes: number
  readonly error?: ResizeError
}

export interface ResizeRequest {
  readonly startMs: number
  readonly target: Target
  readonly timeout: { readonly iso: string; readonly ms: number }
  readonly nodeDeallocationOption?: string
  /** Ms until the tasks of a node have ended; undefined for one without tasks. */
  readonly tasksMs?: (node: Node) => number | undefined
  /** Nodes there already, oldest first, all kinds. */
  readonly nodes: readonly Node[]
  readonly nodesPerMinute: number
  readonly ceilings: readonly Ceiling[]
  /** No more nodes than this over both kinds, dedicated first. */
  readonly capacity?: Capacity
  /** Ends it after this long (absent: when no more nodes come), with the nodes that are there by then. */
  readonly failure?: { readonly error: ResizeError; readonly afterMs?: number }
}

/** A node that goes; one that drains ends its tasks first. */
export interface Departure {
  readonly node: Node
  readonly atMs: number
  readonly drains: boolean
}

export interface Resize {
  readonly request: ResizeRequest
  /** Nodes that will come, by time of birth, and those that will go, by time of leaving. */
  readonly arrivals: readonly Node[]
  readonly departures: readonly Departure[]
  /** No node comes or goes after this. */
  readonly cutMs: number
  /** When the pool is Steady again. */
  readonly endMs: number
  /** From here to the end the pool is Stopping. */
  readonly stopMs?: number
  readonly errors: readonly ResizeError[]
}

/** What the service needs before the first node counts, and to notice that it cannot go on. */
const firstNodeMs = 45_000
const departureMs = 500
const settleMs = 10_000
const capacityNoticeMs = 60_000
const stopMs = 10_000

const timedOut: ResizeError = {
  code: 'AllocationTimedout',
  message:
    'Desired number of dedicated nodes could not be allocated as the resize timeout was reached',
  values: [],
}
export const outOfCapacity: ResizeError = {
  code: 'AllocationFailed',
  message: 'Desired number of dedicated nodes could not be allocated',
  values: [
    {
      name: 'Reason',
      value:
        'Allocation failed due to insufficient capacity for the requested VM size in the region.',
    },
  ],
}
const stopped: ResizeError = {
  code: 'ResizeStopped',
  message: 'Desired number of nodes could not be allocated as the resize was stopped',
  values: [],
}

/** The sentence that goes with a code, where one is known. */
export function usualMessage(code: string): string {
  const known = [timedOut, outOfCapacity, stopped].find((error) => error.code === code)
  return known?.message ?? 'The resize operation failed'
}

export function countNodes(nodes: readonly Node[]): Counts {
  const dedicated = nodes.filter((node) => node.kind === 'dedicated').length
  return { dedicated, lowPriority: nodes.length - dedicated }
}

/** Lays out a whole resize: who comes, who goes, when it is over and with what errors. */
export function planResize(request: ResizeRequest): Resize {
  const { startMs, timeout, failure } = request
  const now = countNodes(request.nodes)
  const limits = reachableNodes(request, now)
  const arrivals = planArrivals(request, now, limits.reachable)
  const departures = planDepartures(request, now)
  const lastMs = Math.max(
    startMs + settleMs,
    ...arrivals.slice(-1).map((node) => node.bornMs),
    ...departures.slice(-1).map((departure) => departure.atMs),
  )
  const naturalEndMs = lastMs + (limits.shortOfCapacity ? capacityNoticeMs : 0)
  const timeoutEnd = { atMs: startMs + timeout.ms, errors: [timedOut] }
  // A failure that was asked for happens even when all nodes are there before it.
  const ownEnd =
    failure === undefined
      ? { atMs: limits.stalls ? Infinity : naturalEndMs, errors: limits.errors }
      : { atMs: endOf(failure, startMs, naturalEndMs), errors: [failure.error] }
  const first = timeoutEnd.atMs < ownEnd.atMs ? timeoutEnd : ownEnd
  return {
    request,
    arrivals,
    departures,
    cutMs: first.atMs,
    endMs: first.atMs,
    errors: first.errors,
  }
}

function endOf(failure: { afterMs?: number }, startMs: number, naturalEndMs: number): number {
  return failure.afterMs === undefined ? naturalEndMs : startMs + failure.afterMs
}

interface Reach {
  readonly reachable: Counts
  readonly errors: readonly ResizeError[]
  readonly shortOfCapacity: boolean
  /** Nodes stay away, and nobody says so before the timeout. */
  readonly stalls: boolean
}

function reachableNodes({ target, ceilings, capacity }: ResizeRequest, now: Counts): Reach {
  const errors: ResizeError[] = []
  const reachable = {
    dedicated: target.dedicated ?? now.dedicated,
    lowPriority: target.lowPriority ?? now.lowPriority,
  }
  for (const kind of nodeKinds) {
    const tightest = ceilings
      .filter((ceiling) => ceiling.kind === kind)
      .toSorted((a, b) => a.nodes - b.nodes)[0]
    if (tightest === undefined) continue
    const most = Math.max(tightest.nodes, now[kind])
    if (reachable[kind] <= most) continue
    reachable[kind] = most
    errors.push(tightest.error)
  }
  let left = capacity?.nodes ?? Infinity
  let shortOfCapacity = false
  for (const kind of nodeKinds) {
    const most = Math.max(Math.min(reachable[kind], left), Math.min(now[kind], reachable[kind]))
    if (most < reachable[kind]) shortOfCapacity = true
    reachable[kind] = most
    left = Math.max(0, left - most)
  }
  if (!shortOfCapacity) return { reachable, errors, shortOfCapacity, stalls: false }
  if (capacity?.error !== undefined) errors.push(capacity.error)
  return { reachable, errors, shortOfCapacity, stalls: capacity?.error === undefined }
}

function planArrivals(request: ResizeRequest, now: Counts, reachable: Counts): readonly Node[] {
  const { startMs, nodesPerMinute, nodes } = request
  const wanted = { dedicated: 0, lowPriority: 0 }
  for (const kind of nodeKinds) wanted[kind] = Math.max(0, reachable[kind] - now[kind])
  const total = wanted.dedicated + wanted.lowPriority
  const firstNumber = Math.max(-1, ...nodes.map((node) => node.number)) + 1
  const given = { dedicated: 0, lowPriority: 0 }
  return Array.from({ length: total }, (_, index) => {
    // Both kinds grow side by side, each in proportion to what it wants.
    const due = (wanted.dedicated * (index + 1)) / total
    const kind: NodeKind = given.dedicated < Math.round(due) ? 'dedicated' : 'lowPriority'
    given[kind] += 1
    const bornMs = startMs + firstNodeMs + (index * minuteMs) / nodesPerMinute
    return { kind, number: firstNumber + index, bornMs }
  })
}

function planDepartures(request: ResizeRequest, now: Counts): readonly Departure[] {
  const { startMs, nodes, target } = request
  const leaving = nodeKinds.flatMap((kind) => {
    const surplus = now[kind] - (target[kind] ?? now[kind])
    const ours = nodes.filter((node) => node.kind === kind)
    return surplus > 0 ? chooseLeaving(request, ours).slice(-surplus) : []
  })
  return leaving
    .map((node, index) => {
      const goneMs = startMs + settleMs + index * departureMs
      const tasksMs = drainingMs(request, node)
      const drains = tasksMs !== undefined
      return { node, drains, atMs: Math.max(goneMs, startMs + (tasksMs ?? 0)) }
    })
    .toSorted((a, b) => a.atMs - b.atMs)
}

/** Those without tasks go first, and are last here; else the youngest. */
function chooseLeaving(request: ResizeRequest, nodes: readonly Node[]): readonly Node[] {
  const isBusy = (node: Node): boolean => drainingMs(request, node) !== undefined
  return [...nodes.filter(isBusy), ...nodes.filter((node) => !isBusy(node))]
}

/** Ms until a node may go because its tasks have ended; undefined where they are not waited for. */
function drainingMs(
  { nodeDeallocationOption = 'Requeue', tasksMs }: ResizeRequest,
  node: Node,
): number | undefined {
  const isWaiting = /^(?:taskcompletion|retaineddata)$/i.test(nodeDeallocationOption)
  return isWaiting ? tasksMs?.(node) : undefined
}

/** The nodes at a moment, oldest first. */
export function nodesDuring(resize: Resize, nowMs: number): readonly Node[] {
  const untilMs = Math.min(nowMs, resize.cutMs)
  const gone = new Set(
    resize.departures.filter((one) => one.atMs <= untilMs).map((one) => one.node.number),
  )
  const kept = resize.request.nodes.filter((node) => !gone.has(node.number))
  return [...kept, ...resize.arrivals.filter((node) => node.bornMs <= untilMs)]
}

export function allocationStateDuring(
  resize: Resize,
  nowMs: number,
): 'Resizing' | 'Stopping' | 'Steady' {
  if (nowMs >= resize.endMs) return 'Steady'
  return resize.stopMs !== undefined && nowMs >= resize.stopMs ? 'Stopping' : 'Resizing'
}

/** The same resize, stopped by hand: nothing is rolled back. */
export function stopResize(resize: Resize, nowMs: number): Resize {
  return {
    ...resize,
    cutMs: Math.min(resize.cutMs, nowMs),
    stopMs: nowMs,
    endMs: nowMs + stopMs,
    errors: [stopped],
  }
}

/** The same resize, broken off by something that happened meanwhile. */
export function failResize(resize: Resize, nowMs: number, error: ResizeError): Resize {
  return { ...resize, cutMs: Math.min(resize.cutMs, nowMs), endMs: nowMs, errors: [error] }
}
