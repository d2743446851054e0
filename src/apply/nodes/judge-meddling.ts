import { isSame, type NodeCounts, shownTargets } from '../../model/node-counts.js'
import type { PoolState } from '../../model/pool-state.js'

/** What somebody else did to the resize that is being waited for. */
export type Meddling =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'resized'; readonly target: NodeCounts }
  | { readonly kind: 'formula' }
  /** The same targets, asked for anew. */
  | { readonly kind: 'restarted'; readonly start: string }

export interface OwnResize {
  readonly target: NodeCounts
  /** `resizeOperationStatus.startTime` of it, once it was seen. */
  readonly start: string | undefined
}

/** Undefined as long as the resize that the pool shows is the one that was asked for. */
export function judgeMeddling(state: PoolState, own: OwnResize): Meddling | undefined {
  if (state.autoScale !== undefined) return { kind: 'formula' }
  const shown = shownTargets(state)
  const { target, start } = own
  if (!isSame(shown, target)) return { kind: 'resized', target: shown }
  const { resizeStart } = state
  if (start !== undefined && resizeStart !== undefined && !isSameTime(start, resizeStart)) {
    return { kind: 'restarted', start: resizeStart }
  }
  const wasStopped = state.resizeErrors.some(({ code }) => /^ResizeStopped$/i.test(code))
  return wasStopped ? { kind: 'stopped' } : undefined
}

function isSameTime(one: string, other: string): boolean {
  return one === other || Date.parse(one) === Date.parse(other)
}

/** `somebody else resized it to 5 dedicated and 0 low-priority nodes meanwhile` */
export function describeMeddling(meddling: Meddling): string {
  switch (meddling.kind) {
    case 'stopped':
      return 'somebody else stopped its resize'
    case 'formula':
      return 'somebody else gave it an autoscale formula meanwhile'
    case 'resized': {
      const { dedicated, lowPriority } = meddling.target
      return `somebody else resized it to ${String(dedicated)} dedicated and ${String(lowPriority)} low-priority nodes meanwhile`
    }
    case 'restarted':
      return `somebody else started another resize of it meanwhile (${meddling.start})`
  }
}
