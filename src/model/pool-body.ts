import { totalOf } from './node-counts.js'
import type { PoolConfig } from '../inputs/config.js'
import { durationOfMinutes, type Duration } from '../shared/duration.js'
import { withoutUndefined, type JsonObject } from '../shared/json.js'
import { numberAt, objectAt, textAt, withJsonAt } from '../shared/json-at.js'
import type { NodeGoal } from './step.js'
import type { RolloutConfig } from '../inputs/config.js'

export const vmConfigurationPath = [
  'deploymentConfiguration',
  'virtualMachineConfiguration',
] as const
/** What pools had instead until 2024-07-01. */
export const cloudServicePath = ['deploymentConfiguration', 'cloudServiceConfiguration'] as const
export const imageIdPath = [...vmConfigurationPath, 'imageReference', 'id'] as const
const nodeAgentPath = [...vmConfigurationPath, 'nodeAgentSkuId'] as const
const fixedScalePath = ['scaleSettings', 'fixedScale'] as const

/** What is completed in a pool that the user wrote; what is undefined stays as written. */
export interface Completion {
  readonly imageReferenceId?: string | undefined
  /** For `nodeAgentSkuId: auto`. */
  readonly nodeAgentSkuId?: string | undefined
}

/**
 * ARM body of the pool's PUT: identity, tags and properties as written, in that order and with what we know nothing of,
 * plus the image reference, the node agent and a resize timeout where the user left them to us.
 */
export function poolBody(pool: PoolConfig, completion: Completion): JsonObject {
  return writtenPool(pool, withResizeTimeout(completeProperties(pool, completion)))
}

/** The same without defaults of our own: what the user asked for, for comparing. */
export function wantedPool(pool: PoolConfig, completion: Completion): JsonObject {
  return writtenPool(pool, completeProperties(pool, completion))
}

function writtenPool({ identity, tags }: PoolConfig, properties: JsonObject): JsonObject {
  // An identity without anything in it is no identity; Azure wants a type in every one it is sent.
  const isIdentity = identity !== undefined && Object.keys(identity).length > 0
  return withoutUndefined({ identity: isIdentity ? identity : undefined, tags, properties })
}

function completeProperties(
  { properties = {} }: PoolConfig,
  { imageReferenceId, nodeAgentSkuId }: Completion,
): JsonObject {
  let complete = properties
  if (imageReferenceId !== undefined && !hasOwnImage(complete)) {
    complete = withJsonAt(complete, imageIdPath, imageReferenceId)
  }
  if (nodeAgentSkuId !== undefined && wantsAutoNodeAgent(complete)) {
    complete = withJsonAt(complete, nodeAgentPath, nodeAgentSkuId)
  }
  return complete
}

/** Whether the user wrote which image the nodes get. */
export function hasOwnImage(properties: JsonObject | undefined): boolean {
  const reference = objectAt(properties, ...vmConfigurationPath, 'imageReference') ?? {}
  return Object.values(reference).some((value) => value !== null && value !== '')
}

/** `publisher:offer:sku` of the marketplace image as written; empty parts where there is none. */
export function marketplaceImageOf(properties: JsonObject | undefined): string {
  const reference = objectAt(properties, ...vmConfigurationPath, 'imageReference')
  return ['publisher', 'offer', 'sku'].map((key) => textAt(reference, key) ?? '').join(':')
}

/** `imageReference.id` as written. */
export function ownImageId(properties: JsonObject | undefined): string | undefined {
  return textAt(properties, ...imageIdPath)
}

/** The same body with another image, once it is known which one it became. */
export function withImageReference(body: JsonObject, imageReferenceId: string): JsonObject {
  return withJsonAt(body, ['properties', ...imageIdPath], imageReferenceId)
}

export function nodeAgentOf(properties: JsonObject | undefined): string | undefined {
  return textAt(properties, ...nodeAgentPath)
}

export function wantsAutoNodeAgent(properties: JsonObject | undefined): boolean {
  return nodeAgentOf(properties)?.toLowerCase() === 'auto'
}

/** Anything but a marketplace image: nodes made from one of these start slower. */
function hasCustomImage(properties: JsonObject): boolean {
  const reference = objectAt(properties, ...vmConfigurationPath, 'imageReference') ?? {}
  return ['id', 'sharedGalleryImageId', 'communityGalleryImageId'].some(
    (key) => typeof reference[key] === 'string',
  )
}

/** Azure's own default of 15 minutes suits marketplace images. */
function withResizeTimeout(properties: JsonObject): JsonObject {
  const fixed = objectAt(properties, ...fixedScalePath)
  if (fixed === undefined || (fixed['resizeTimeout'] ?? null) !== null) return properties
  if (!hasCustomImage(properties)) return properties
  const { iso } = recommendedResizeTimeout(totalOf(targetsOf(fixed)))
  return withJsonAt(properties, [...fixedScalePath, 'resizeTimeout'], iso)
}

const leastMinutes = 30
const minutesPerThousandNodes = 15
/** What a job on a GitHub-hosted runner may last. */
const mostMinutes = 360

/**
 * 30 minutes for custom images, 15 per 1,000 nodes where that is more
 * (https://learn.microsoft.com/azure/batch/batch-sig-images, .../batch-pool-node-error-checking).
 */
export function recommendedResizeTimeout(nodes: number): Duration {
  const bySize = Math.ceil(nodes / 1000) * minutesPerThousandNodes
  return durationOfMinutes(Math.min(mostMinutes, Math.max(leastMinutes, bySize)))
}

function targetsOf(fixedScale: JsonObject | undefined) {
  return {
    dedicated: numberAt(fixedScale, 'targetDedicatedNodes') ?? 0,
    lowPriority: numberAt(fixedScale, 'targetLowPriorityNodes') ?? 0,
  }
}

/** The nodes that a pool is to have. With a formula the targets are Azure's to set, and 0 here. */
export function nodeGoal(pool: PoolConfig, rollout: RolloutConfig | undefined): NodeGoal {
  const scale = objectAt(pool.properties, 'scaleSettings')
  const autoScale = objectAt(scale, 'autoScale') !== undefined
  const { dedicated, lowPriority } = targetsOf(objectAt(scale, 'fixedScale'))
  const { minDedicatedNodes, minLowPriorityNodes } = rollout ?? {}
  const hasOwnMinimum = minDedicatedNodes !== undefined || minLowPriorityNodes !== undefined
  return {
    targetDedicatedNodes: dedicated,
    targetLowPriorityNodes: lowPriority,
    minDedicatedNodes: minDedicatedNodes ?? dedicated,
    minLowPriorityNodes: minLowPriorityNodes ?? lowPriority,
    autoScale,
    ...(autoScale && !hasOwnMinimum && { minIsFormulas: true }),
  }
}
