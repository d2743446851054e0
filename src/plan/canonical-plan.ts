import type { RolloutConfig } from '../inputs/config.js'
import {
  isJsonArray,
  isJsonObject,
  withoutUndefined,
  type Json,
  type JsonObject,
} from '../shared/json.js'
import { idKey } from '../shared/arm-id.js'
import { shortestDigested, type DigestSecret } from '../model/hidden-values.js'
import { withoutLineage } from '../model/lineage.js'
import type { Plan, Step } from '../model/step.js'

export interface SecretKeeper {
  /** Whether what these keys lead to must never be shown. */
  readonly isSecret: (keys: readonly string[]) => boolean
  /** Whether a variable of this name is likely to hold a secret. */
  readonly isSecretName: (name: string) => boolean
  /** Stands for a secret in the text: `salt` is where it stands. */
  readonly digest: DigestSecret
}

interface Canonical {
  readonly plan: Pick<Plan, 'steps' | 'goal'>
  readonly rollout: RolloutConfig | undefined
  readonly keeper: SecretKeeper
}

/** A part of a plan: what a run may do besides its steps, what is used as it is, or one step that writes. */
export interface PlanPart {
  /** `l` latitude, `k` kept; else the kind of step. `o`: upkeep that may have come true by itself. */
  readonly kind: string
  readonly text: string
  /** Asks again for what an earlier part asked for. */
  readonly isAgain: boolean
}

/**
 * What a plan would do and why, and what a run of it may do besides, part by part: the same for two plans of the same world,
 * whenever, wherever and of whichever commit they were made, and another as soon as a step, its body or its reason is. Of a
 * secret it holds the digest, of one that is too short to be kept by a digest nothing. How long and what for a run waits is
 * not in it.
 */
export function canonicalPlan({ plan, rollout, keeper }: Canonical): readonly PlanPart[] {
  const steps = plan.steps.filter(({ kind }) => !waits.includes(kind))
  const part = (kind: string, value: Json, salt = ''): PlanPart => {
    const text = JSON.stringify(canonical(value, { salt, keys: [], keeper }))
    return { kind, text, isAgain: false }
  }
  const kept = steps.filter(({ kind }) => kind === 'reuse')
  const deeds = steps.filter(({ kind }) => kind !== 'reuse')
  return [
    part('l', latitude(plan, rollout)),
    part('k', kept.map(deedOf)),
    ...deeds.map((step) => ({
      ...part(letterOf(step), deedIn(plan, step), idKey(step.resource)),
      isAgain: step.kind === 'update-pool' && step.isAgain === true,
    })),
  ]
}

const waits: readonly Step['kind'][] = ['await-nodes', 'await-image', 'await-image-version']

const letters: Readonly<Record<Step['kind'], string>> = {
  reuse: 'k',
  'await-nodes': 'w',
  'await-image': 'w',
  'await-image-version': 'w',
  'create-snapshots': 's',
  'create-image': 'i',
  'create-image-definition': 'd',
  'create-image-version': 'v',
  'create-pool': 'c',
  'update-pool': 'u',
  'drain-pool': 'r',
  'delete-pool': 'x',
  'move-jobs': 'j',
  'mark-pool': 'm',
  'update-image-version': 'o',
  'delete-snapshot': 'x',
  'delete-image': 'x',
  'delete-image-version': 'x',
}

/** A pool that was retired before and has nodes still loses them sooner or later, whoever asks for it. */
function letterOf(step: Step): string {
  const isUpkeep = step.kind === 'drain-pool' && step.retires !== undefined && !step.before
  return isUpkeep ? 'o' : letters[step.kind]
}

/** With the sizes that the pool may be made with instead. */
function deedIn({ steps }: Canonical['plan'], step: Step): Json {
  const deed = deedOf(step)
  const wait = steps.find((one) => one.kind === 'await-nodes' && one.made !== undefined)
  if (step.kind !== 'create-pool' || wait?.kind !== 'await-nodes') return deed
  return { ...deed, fallbackVmSizes: wait.vmSizes.slice(1) }
}

/** What a run may do that no step says: when it takes back what, and how far it goes for its nodes. */
function latitude({ steps, goal }: Canonical['plan'], rollout: RolloutConfig | undefined): Json {
  if (steps.length === 0) return {}
  return {
    onFailure: rollout?.onFailure ?? 'keep',
    onCancel: rollout?.onCancel ?? 'keep',
    onExistingPool: rollout?.onExistingPool ?? 'update',
    resizeAttempts: rollout?.resizeAttempts ?? null,
    drainTimeout: rollout?.drainTimeout?.iso ?? null,
    rollbackWindow: rollout?.rollbackWindow?.iso ?? null,
    moveJobs: rollout?.moveJobs ?? false,
    goal: goal === undefined ? null : { ...goal },
  }
}

/** Left out of every step: words for people, and what was read only to tell this run from others. */
function deedOf(step: Step): JsonObject {
  const { kind, resource, impact, because } = step
  // How many nodes a pool has when they are taken away changes by the minute.
  const isCount = (property: string): boolean => kind === 'drain-pool' && property === 'nodes'
  const reasons = because
    .filter(({ property }) => !isCount(property))
    .map(({ property, from, to }) => withoutUndefined({ property, from, to }))
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
      }
    case 'await-image-version':
      return {}
    case 'update-image-version':
      return { update: { ...step.update } }
    case 'create-pool':
    case 'update-pool':
      // Not the etag: it changes with every node, and Azure holds the update to it anyway.
      return {
        apiVersion: step.apiVersion,
        body: withoutLineage(step.body),
        fillsImageReference: step.fillsImageReference ?? false,
      }
    case 'await-nodes':
      return {}
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
    case 'delete-snapshot':
      return {}
  }
}

interface Standing {
  /** Of the resource. */
  readonly salt: string
  readonly keys: readonly string[]
  /** Name of the variable that a setting is for. */
  readonly variable?: string
  readonly keeper: SecretKeeper
}

/** Keys in order, and ids in the one letter case that stands for all: Azure answers them in any. */
function canonical(value: Json, at: Standing): Json {
  if (typeof value === 'string') return canonicalText(value, at)
  if (isJsonArray(value)) return value.map((item) => canonical(item, at))
  if (!isJsonObject(value)) return value
  const keys = Object.keys(value).sort()
  const reason = propertyOf(value)
  const { name: variable } = value
  const setting = typeof variable === 'string' && { variable }
  // Entries, as a key of digits would jump the queue in an object.
  return [
    '{}',
    ...keys.map((key): Json => {
      const inner = { ...at, ...setting, keys: [...at.keys, ...reason, key] }
      return [key, canonical(value[key] ?? null, inner)]
    }),
  ]
}

/** A reason names the property that it is about, and its values are that property's. */
function propertyOf({ property }: JsonObject): readonly string[] {
  return typeof property === 'string' ? property.split(/[.[\]]+/).filter(Boolean) : []
}

function canonicalText(value: string, standing: Standing): Json {
  const { salt, keys, keeper } = standing
  const isDelicate = mayHoldSecret(standing)
  const isSecret = keeper.isSecret(keys) || /[?&]sig=/i.test(value)
  if (!isSecret && !isDelicate) return /^\/subscriptions\//i.test(value) ? idKey(value) : value
  if (!isDelicate && value.length < shortestDigested) return null
  return ['secret', keeper.digest(value, `${salt} ${keys.join('.')}`)]
}

/** No secret by its name: however short it is, a change of it is a change of what the run does. */
function mayHoldSecret({ keys, variable, keeper }: Standing): boolean {
  if (keys.includes('commandLine')) return true
  const isSetting = keys.includes('environmentSettings') && keys.at(-1) === 'value'
  return isSetting && variable !== undefined && !keeper.isSecretName(variable)
}
