/**
 * The config file's schema: the one place that says which keys there are and what each may hold. Validation
 * and the TypeScript types come from here. Meanings: contract of the inputs of the same names in action.yml.
 */
import * as v from 'valibot'
import { isJsonObject, type JsonObject } from '../shared/json.js'
import type { Duration } from '../shared/duration.js'
import { parseDuration } from './parse-duration.js'
import { parseLunLine, parseRegionLine } from './parse-lines.js'

/** Messages say what a value should be: `must be …` is put before them. */
const text = v.pipe(v.string('text'), v.nonEmpty('text that is not empty'))
const jsonObject = v.custom<JsonObject>(isJsonObject, 'a map')

/** Tag values are text in ARM. (A record schema would drop a tag named `constructor`.) */
const tags = v.pipe(
  v.custom<Readonly<Record<string, string>>>(isJsonObject, 'a map'),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    for (const [key, value] of Object.entries<unknown>(dataset.value)) {
      if (typeof value === 'string') continue
      const input = { ...dataset.value }
      addIssue({
        message: 'text',
        input: value,
        path: [{ type: 'object', origin: 'value', input, key, value }],
      })
    }
  }),
)

/** One of `values`, letter case ignored, canonical case kept. */
function oneOf<const T extends string>(values: readonly T[]) {
  const wanted = `one of ${values.join(', ')}`
  return v.pipe(
    v.string(wanted),
    v.transform(
      (given) => values.find((value) => value.toLowerCase() === given.toLowerCase()) ?? given,
    ),
    v.picklist(values, wanted),
  )
}

const durationWanted = 'an ISO 8601 duration such as PT30M, or minutes'
/** ISO 8601, or whole minutes. */
export const duration = v.pipe(
  v.union([v.number(), v.string()], durationWanted),
  v.rawTransform<string | number, Duration>(({ dataset, addIssue, NEVER }) => {
    const parsed = parseDuration(String(dataset.value))
    if (parsed !== undefined) return parsed
    addIssue({ message: durationWanted })
    return NEVER
  }),
)

function countFrom(least: number, most?: number) {
  const range =
    most === undefined ? `of ${String(least)} or more` : `from ${String(least)} to ${String(most)}`
  const wanted = `a whole number ${range}`
  return v.pipe(
    v.number(wanted),
    v.integer(wanted),
    v.minValue(least, wanted),
    v.maxValue(most ?? Number.MAX_SAFE_INTEGER, wanted),
  )
}
const nodeCount = countFrom(0)
/** A version has at most 100 replicas: https://learn.microsoft.com/azure/virtual-machines/azure-compute-gallery */
const replicas = countFrom(1, 100)
const flag = v.boolean('true or false')
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

const lunSourceMap = v.strictObject({ lun: v.optional(countFrom(0, 63)), source: text })
/** `1=snapshot` is short for a map. */
const lunSource = v.union(
  [v.pipe(v.string(), v.transform(parseLunLine), lunSourceMap), lunSourceMap],
  'text such as `snapshot` or `1=snapshot`, or a map of lun and source',
)

const storageAccountType = oneOf(['Standard_LRS', 'Standard_ZRS', 'Premium_LRS', 'PremiumV2_LRS'])
const targetRegionMap = v.strictObject({
  name: text,
  replicas: v.optional(replicas),
  storageAccountType: v.optional(storageAccountType),
})
/** `region=2=Premium_LRS` is short for a map. */
const targetRegion = v.union(
  [v.pipe(v.string(), v.transform(parseRegionLine), targetRegionMap), targetRegionMap],
  'text such as `koreacentral=2=Premium_LRS`, or a map of name, replicas and storageAccountType',
)

/** A list; one value alone is a slip, not a list of one. */
function listOf<const S extends v.GenericSchema>(item: S) {
  return v.array(item, 'a list')
}

/** The keys of maps inside lists, which `configSchema.entries` does not show. */
export const itemKeys = {
  dataSnapshots: Object.keys(lunSourceMap.entries),
  targetRegions: Object.keys(targetRegionMap.entries),
} as const

export const imageSchema = v.strictObject(
  {
    id: v.optional(text),
    name: v.optional(text),
    resourceGroup: v.optional(text),
    location: v.optional(text),
    osSnapshot: v.optional(text),
    dataSnapshots: v.optional(listOf(lunSource)),
    source: v.optional(text),
    dataDiskSources: v.optional(listOf(text)),
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
    zoneResilient: v.optional(flag),
    edgeZone: v.optional(text),
    tags: v.optional(tags),
  },
  'a map',
)

export const gallerySchema = v.strictObject(
  {
    imageDefinition: v.optional(text),
    imageVersion: v.optional(text),
    source: v.optional(oneOf(['image', 'snapshots'])),
    targetRegions: v.optional(listOf(targetRegion)),
    replicaCount: v.optional(
      v.union([oneOf(['auto']), replicas], 'auto, or a whole number from 1 to 100'),
    ),
    excludeFromLatest: v.optional(flag),
    endOfLifeDate: v.optional(text),
    replicationMode: v.optional(oneOf(['Full', 'Shallow'])),
    replicationTimeout: v.optional(duration),
    createImageDefinition: v.optional(flag),
    hyperVGeneration: v.optional(oneOf(hyperVGenerations)),
    securityType: v.optional(oneOf(securityTypes)),
  },
  'a map',
)

export const poolSchema = v.strictObject(
  {
    account: v.optional(text),
    name: v.optional(text),
    batchApiVersion: v.optional(text),
    identity: v.optional(jsonObject),
    tags: v.optional(jsonObject),
    properties: v.optional(jsonObject),
  },
  'a map',
)

export const rolloutSchema = v.strictObject(
  {
    onExistingPool: v.optional(oneOf(['update', 'fail'])),
    waitFor: v.optional(oneOf(['none', 'steady'])),
    minDedicatedNodes: v.optional(nodeCount),
    minLowPriorityNodes: v.optional(nodeCount),
  },
  'a map',
)

export const configSchema = v.strictObject(
  {
    image: v.optional(imageSchema),
    gallery: v.optional(gallerySchema),
    pool: v.optional(poolSchema),
    rollout: v.optional(rolloutSchema),
  },
  'a map',
)

export type Config = v.InferOutput<typeof configSchema>
export type ImageConfig = NonNullable<Config['image']>
export type GalleryConfig = NonNullable<Config['gallery']>
export type PoolConfig = NonNullable<Config['pool']>
export type RolloutConfig = NonNullable<Config['rollout']>
