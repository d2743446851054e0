import type { Situation, Targets } from './evaluate.js'
import { historyOf, type WrittenSamples } from './history.js'

interface Times {
  /** Goes before the time that the samples name. */
  readonly nowMs: number | undefined
  /** Where they name none. */
  readonly otherwiseMs: number
}

/**
 * A situation as JSON: `{ now, before: { TargetDedicatedNodes, TargetLowPriorityNodes }, samples: { PendingTasks: [[15, 6]] } }`,
 * the samples as seconds before now and value. All of it may be left out.
 */
export function readSituation(
  text: string,
  { nowMs, otherwiseMs }: Times,
): Situation | { readonly problem: string } {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    return { problem: 'is no JSON' }
  }
  if (!isObject(given)) return { problem: 'is no JSON object of now, before and samples' }
  const { now, samples = {}, before = {} } = given
  const namedMs = typeof now === 'string' ? Date.parse(now) : undefined
  if (now !== undefined && (namedMs === undefined || Number.isNaN(namedMs))) {
    return { problem: "'now' is no time; write it as 2026-01-31T08:00:00Z" }
  }
  if (!isSamples(samples)) {
    return { problem: "'samples' is not { PendingTasks: [[seconds before now, value], ...], ... }" }
  }
  if (!isObject(before)) return { problem: "'before' is not { TargetDedicatedNodes: 0, ... }" }
  const atMs = nowMs ?? namedMs ?? otherwiseMs
  const targets: Targets = {
    dedicated: countIn(before, 'TargetDedicatedNodes'),
    lowPriority: countIn(before, 'TargetLowPriorityNodes'),
  }
  return { nowMs: atMs, history: historyOf(samples, atMs), before: targets }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function countIn(from: Readonly<Record<string, unknown>>, key: string): number {
  const value = from[key] ?? from[`$${key}`]
  return typeof value === 'number' ? value : 0
}

/** Whether it is samples as files have them. */
export function isSamples(value: unknown): value is WrittenSamples {
  return (
    isObject(value) &&
    Object.values(value).every(
      (list) =>
        Array.isArray(list) &&
        list.every(
          (pair: unknown) =>
            Array.isArray(pair) &&
            pair.length === 2 &&
            pair.every((part) => typeof part === 'number' && Number.isFinite(part)),
        ),
    )
  )
}
