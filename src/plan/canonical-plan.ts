import type { Json } from '../shared/json.js'
import { isJsonArray, isJsonObject, withoutUndefined } from '../shared/json.js'
import { idKey } from '../shared/arm-id.js'
import { withoutLineage } from '../model/lineage.js'
import type { Plan, Step } from '../model/step.js'

/**
 * What a plan would do and why, as one text: the same for two plans of the same world, whenever, wherever and of
 * whichever commit they were made, and another as soon as a step, its body or its reason is. Holds secrets of the
 * bodies: fit to be hashed, never to be shown.
 */
export function canonicalPlan({ steps }: Pick<Plan, 'steps'>): string {
  return JSON.stringify(canonical(steps.map(deedOf)))
}

/** Left out of every step: words for people, and what was read only to tell this run from others. */
function deedOf(step: Step): Json {
  const { kind, resource, impact, because } = step
  const reasons = because.map(({ property, from, to }) => withoutUndefined({ property, from, to }))
  return { kind, resource, impact, because: reasons, ...detailsOf(step) }
}

function detailsOf(step: Step): Readonly<Record<string, Json>> {
  switch (step.kind) {
    case 'reuse':
      return { what: step.what }
    case 'create-snapshots':
      return {
        snapshots: step.snapshots.map(({ id, body }) => ({ id, body: withoutLineage(body) })),
      }
    case 'await-image':
      return {}
    case 'create-image':
    case 'create-image-definition':
      return { body: withoutLineage(step.body) }
    case 'create-image-version':
      return {
        body: withoutLineage(step.body),
        auto: step.auto,
        waitRegion: step.waitRegion ?? null,
        timeoutMs: step.timeoutMs,
      }
    case 'await-image-version':
      return { waitRegion: step.waitRegion ?? null, timeoutMs: step.timeoutMs }
    case 'create-pool':
    case 'update-pool':
      // Not the etag: it changes with every node, and Azure holds the update to it anyway.
      return {
        apiVersion: step.apiVersion,
        body: withoutLineage(step.body),
        fillsImageReference: step.fillsImageReference ?? false,
      }
    case 'await-nodes':
      return {
        apiVersion: step.apiVersion,
        goal: { ...step.goal },
        existing: step.existing,
        until: step.until,
        resizeAttempts: step.resizeAttempts,
        stageNodes: step.stageNodes ?? null,
        choosesTimeout: step.choosesTimeout ?? false,
        fallbackVmSizes: step.made === undefined ? [] : step.vmSizes.slice(1),
        ...(step.renews === true && { renews: true }),
      }
    case 'drain-pool':
      return {
        apiVersion: step.apiVersion,
        limitMs: step.limitMs,
        keepMs: step.retires?.keepMs ?? null,
      }
    case 'mark-pool':
      return { apiVersion: step.apiVersion, role: step.role ?? null }
    case 'move-jobs':
      return { fromPoolId: step.fromPoolId, toPoolId: step.toPoolId }
    case 'delete-pool':
    case 'delete-image':
    case 'delete-image-version':
      return {}
  }
}

/** Keys in order, and ids in the one letter case that stands for all: Azure answers them in any. */
function canonical(value: Json): Json {
  if (typeof value === 'string') return /^\/subscriptions\//i.test(value) ? idKey(value) : value
  if (isJsonArray(value)) return value.map(canonical)
  if (!isJsonObject(value)) return value
  const keys = Object.keys(value).sort()
  // Entries, as a key of digits would jump the queue in an object.
  return ['{}', ...keys.map((key): Json => [key, canonical(value[key] ?? null)])]
}
