/**
 * The config file's schema: the one place that says which keys there are and what each may hold. Validation
 * and the TypeScript types come from here. Meanings: contract of the inputs of the same names in action.yml.
 */
import * as v from 'valibot'
import { isJsonObject, type JsonObject } from '../shared/json.js'
import { parseIsoDuration, durationOfMinutes, type Duration } from '../shared/duration.js'

const text = v.pipe(v.string(), v.nonEmpty('must not be empty'))
const tags = v.record(v.string(), v.string())
const jsonObject = v.custom<JsonObject>(isJsonObject, 'must be a map')

/** One of `values`, letter case ignored, canonical case kept. */
function oneOf<const T extends string>(values: readonly T[]) {
  return v.pipe(
    v.string(`must be one of ${values.join(', ')}`),
    v.transform(
      (given) => values.find((value) => value.toLowerCase() === given.toLowerCase()) ?? given,
    ),
    v.picklist(values, `must be one of ${values.join(', ')}`),
  )
}

/** ISO 8601, or whole minutes. */
export const duration = v.pipe(
  v.union([v.number(), v.string()], 'must be an ISO 8601 duration such as PT30M, or minutes'),
  v.rawTransform<string | number, Duration>(({ dataset, addIssue, NEVER }) => {
    const given = String(dataset.value)
    const parsed = /^\d+$/.test(given) ? durationOfMinutes(Number(given)) : parseIsoDuration(given)
    if (parsed !== undefined && parsed.ms > 0) return parsed
    addIssue({ message: 'must be an ISO 8601 duration such as PT30M, or minutes' })
    return NEVER
  }),
)

const count = v.pipe(
  v.number('must be a whole number'),
  v.integer('must be a whole number'),
  v.minValue(0, 'must be 0 or more'),
)
const caching = oneOf(['None', 'ReadOnly', 'ReadWrite'])

export const osTypes = ['Linux', 'Windows'] as const
export const hyperVGenerations = ['V1', 'V2'] as const
export const securityTypes = [
  'Standard',
  'TrustedLaunchSupported',
  'TrustedLaunch',
  'ConfidentialVMSupported',
  'ConfidentialVM',
  'TrustedLaunchAndConfidentialVmSupported',
] as const

const lunSource = v.strictObject({ lun: v.optional(count), source: text })

export const imageSchema = v.strictObject({
  id: v.optional(text),
  name: v.optional(text),
  resourceGroup: v.optional(text),
  location: v.optional(text),
  osSnapshot: v.optional(text),
  dataSnapshots: v.optional(v.array(lunSource)),
  source: v.optional(text),
  dataDiskSources: v.optional(v.array(text)),
  osType: v.optional(oneOf(osTypes)),
  osDiskCaching: v.optional(caching),
  dataDiskCaching: v.optional(caching),
  storageSku: v.optional(
    oneOf([
      'Standard_LRS',
      'Premium_LRS',
      'StandardSSD_LRS',
      'UltraSSD_LRS',
      'Premium_ZRS',
      'StandardSSD_ZRS',
      'PremiumV2_LRS',
    ]),
  ),
  hyperVGeneration: v.optional(oneOf(hyperVGenerations)),
  zoneResilient: v.optional(v.boolean()),
  edgeZone: v.optional(text),
  tags: v.optional(tags),
})

const storageAccountType = oneOf(['Standard_LRS', 'Standard_ZRS', 'Premium_LRS', 'PremiumV2_LRS'])

export const gallerySchema = v.strictObject({
  imageDefinition: v.optional(text),
  imageVersion: v.optional(text),
  source: v.optional(oneOf(['image', 'snapshots'])),
  targetRegions: v.optional(
    v.array(
      v.strictObject({
        name: text,
        replicas: v.optional(count),
        storageAccountType: v.optional(storageAccountType),
      }),
    ),
  ),
  replicaCount: v.optional(v.union([v.literal('auto'), count])),
  excludeFromLatest: v.optional(v.boolean()),
  endOfLifeDate: v.optional(text),
  replicationMode: v.optional(oneOf(['Full', 'Shallow'])),
  replicationTimeout: v.optional(duration),
  createImageDefinition: v.optional(v.boolean()),
  hyperVGeneration: v.optional(oneOf(hyperVGenerations)),
  securityType: v.optional(oneOf(securityTypes)),
})

export const poolSchema = v.strictObject({
  account: v.optional(text),
  name: v.optional(text),
  batchApiVersion: v.optional(text),
  identity: v.optional(jsonObject),
  tags: v.optional(jsonObject),
  properties: v.optional(jsonObject),
})

export const rolloutSchema = v.strictObject({
  onExistingPool: v.optional(oneOf(['update', 'fail'])),
  waitFor: v.optional(oneOf(['none', 'steady'])),
  minDedicatedNodes: v.optional(count),
  minLowPriorityNodes: v.optional(count),
})

export const configSchema = v.strictObject({
  image: v.optional(imageSchema),
  gallery: v.optional(gallerySchema),
  pool: v.optional(poolSchema),
  rollout: v.optional(rolloutSchema),
})

export type Config = v.InferOutput<typeof configSchema>
export type ImageConfig = NonNullable<Config['image']>
export type GalleryConfig = NonNullable<Config['gallery']>
export type PoolConfig = NonNullable<Config['pool']>
export type RolloutConfig = NonNullable<Config['rollout']>
