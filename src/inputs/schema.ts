/**
 * The config file's schema: the one place that says which keys there are and what each may hold. Validation, the
 * TypeScript types, the published JSON Schema and the table in docs/config.md come from here; a key that says
 * nothing of itself is described by the input that stands for it (settings.ts). What `pool.properties` may hold
 * is in pool-schema/.
 */
import * as v from 'valibot'
import { isJsonObject, type JsonObject } from '../shared/json.js'
import { isoDurationPattern, type Duration } from '../shared/duration.js'
import { closedMap } from './closed-map.js'
import { expects, inAnyCase } from './expected.js'
import { parseDuration } from './parse-duration.js'
import { parseLunLine, parseRegionLine } from './parse-lines.js'

/** Describes a key, in Markdown. */
function described<T extends v.GenericSchema>(description: string, schema: T) {
  return v.pipe(schema, v.description(description))
}

/** Messages say what a value should be: `must be …` is put before them. */
const text = v.pipe(
  v.string('text'),
  v.nonEmpty('text that is not empty'),
  expects({ kind: 'text' }),
)
const jsonObject = v.custom<JsonObject>(isJsonObject, 'a map')

/**
 * What the JSON Schema says of a value that only code can check: `jsonSchema` in the metadata of a schema stands
 * for the schema there.
 */
function inJsonSchema<T>(jsonSchema: JsonObject): v.MetadataAction<T, Record<string, unknown>> {
  return v.metadata({ jsonSchema })
}

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
  inJsonSchema({ type: 'object', additionalProperties: { type: 'string' } }),
  v.metadata({ value: text }),
)

/** A list; one value alone is a slip, not a list of one. */
function listOf<const S extends v.GenericSchema>(item: S) {
  return v.array(item, 'a list')
}

/** One of `values`, letter case ignored, canonical case kept. */
function oneOf<const T extends string>(values: readonly T[]) {
  const wanted = `one of ${values.join(', ')}`
  return v.pipe(
    v.string(wanted),
    v.transform((given) => inAnyCase(values, given) ?? given),
    v.picklist(values, wanted),
    expects({ kind: 'choice', values }),
  )
}

const durationWanted = 'an ISO 8601 duration such as PT30M, or minutes'
/** ISO 8601, or whole minutes. */
const duration = v.pipe(
  v.union([v.number(), v.string()], durationWanted),
  v.rawTransform<string | number, Duration>(({ dataset, addIssue, NEVER }) => {
    const parsed = parseDuration(String(dataset.value))
    if (parsed !== undefined) return parsed
    addIssue({ message: durationWanted })
    return NEVER
  }),
  expects({ kind: 'duration' }),
  inJsonSchema({
    type: ['string', 'integer'],
    pattern: `^(${isoDurationPattern}|[0-9]{1,9})$`,
    minimum: 1,
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
    expects({ kind: 'integer' }),
  )
}
const nodeCount = countFrom(0)
/** A version has at most 100 replicas: https://learn.microsoft.com/azure/virtual-machines/azure-compute-gallery */
const replicas = countFrom(1, 100)
const flag = v.pipe(v.boolean('true or false'), expects({ kind: 'flag' }))
const caching = oneOf(['None', 'ReadOnly', 'ReadWrite'])

const osTypes = ['Linux', 'Windows'] as const
const hyperVGenerations = ['V1', 'V2'] as const
const existingPoolChoices = ['update', 'fail', 'recycle', 'replace', 'blue-green'] as const
const securityTypes = [
  'Standard',
  'TrustedLaunchSupported',
  'TrustedLaunch',
  'ConfidentialVMSupported',
  'ConfidentialVM',
  'TrustedLaunchAndConfidentialVmSupported',
] as const

const lunSourceMap = closedMap({
  lun: v.optional(described('Logical unit number of the disk.', countFrom(0, 63))),
  source: described('Snapshot: its ID, or its name in the resource group.', text),
})
/** `1=snapshot` is short for a map. */
const lunSource = v.union(
  [v.pipe(v.string(), v.transform(parseLunLine), lunSourceMap), lunSourceMap],
  'text such as `snapshot` or `1=snapshot`, or a map of lun and source',
)

const storageAccountType = oneOf(['Standard_LRS', 'Standard_ZRS', 'Premium_LRS', 'PremiumV2_LRS'])
const encryptionSetId = 'ID of the disk encryption set'
const regionEncryption = closedMap({
  osDisk: v.optional(described(`${encryptionSetId} for the OS disk.`, text)),
  dataDisks: v.optional(
    described(
      'Disk encryption sets of the data disks, by LUN.',
      listOf(
        closedMap({
          lun: described('Logical unit number of the disk.', countFrom(0, 63)),
          diskEncryptionSetId: described(`${encryptionSetId}.`, text),
        }),
      ),
    ),
  ),
})
const targetRegionMap = closedMap({
  name: described('Region, as a short or display name.', text),
  replicas: v.optional(described('Replicas in this region. Default: `replicaCount`.', replicas)),
  storageAccountType: v.optional(described('Storage type of the replicas.', storageAccountType)),
  encryption: v.optional(
    described(
      'Customer-managed keys of the replicas in this region, as `--target-region-encryption` of az has them: disk encryption sets that lie in the region.',
      regionEncryption,
    ),
  ),
})
/** `region=2=Premium_LRS` is short for a map. */
const targetRegion = v.union(
  [v.pipe(v.string(), v.transform(parseRegionLine), targetRegionMap), targetRegionMap],
  'text such as `koreacentral=2=Premium_LRS`, or a map of name, replicas and storageAccountType',
)

const lunWanted = 'a LUN from 0 to 63'
/** An input is text, so that text of digits is one too. */
const lunNumber = v.pipe(
  v.union([v.number(), v.string()], lunWanted),
  v.rawTransform<string | number, number>(({ dataset, addIssue, NEVER }) => {
    const lun = Number(dataset.value)
    if (/^\d{1,2}$/.test(String(dataset.value)) && lun <= 63) return lun
    addIssue({ message: lunWanted })
    return NEVER
  }),
  inJsonSchema({ type: ['integer', 'string'], pattern: '^[0-9]{1,2}$', minimum: 0, maximum: 63 }),
)

const snapshotsSchema = closedMap({
  sourceVm: v.optional(text),
  resourceGroup: v.optional(text),
  location: v.optional(text),
  namePrefix: v.optional(text),
  dataDisks: v.optional(
    v.union(
      [
        oneOf(['all', 'none']),
        v.pipe(
          lunNumber,
          v.transform((lun) => [lun]),
        ),
        v.array(lunNumber),
      ],
      'all, none, or a list of LUNs',
    ),
  ),
  incremental: v.optional(flag),
  sku: v.optional(oneOf(['Standard_LRS', 'Premium_LRS', 'Standard_ZRS'])),
  networkAccessPolicy: v.optional(oneOf(['AllowAll', 'AllowPrivate', 'DenyAll'])),
  diskAccessId: v.optional(text),
  publicNetworkAccess: v.optional(oneOf(['Enabled', 'Disabled'])),
  tags: v.optional(tags),
  allowNotGeneralized: v.optional(flag),
})

const imageSchema = closedMap({
  id: v.optional(text),
  name: v.optional(text),
  resourceGroup: v.optional(
    described('Resource group of the new image. Default: the input `resource-group`.', text),
  ),
  location: v.optional(
    described(
      'Region of the image, as a short or display name. Default: the region of the source.',
      text,
    ),
  ),
  osSnapshot: v.optional(text),
  dataSnapshots: v.optional(
    described(
      'Snapshots of the data disks (with `osSnapshot`): IDs, names, or maps of `lun` and `source`. Without LUNs, numbering starts at 0.',
      listOf(lunSource),
    ),
  ),
  source: v.optional(text),
  packerManifest: v.optional(text),
  packerBuild: v.optional(text),
  packerArtifact: v.optional(oneOf(['image', 'gallery', 'snapshots'])),
  dataDiskSources: v.optional(
    described(
      'Snapshots, managed disks or VHD URIs for the data disks (with `source`), as in `az image create --data-disk-sources`.',
      listOf(text),
    ),
  ),
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
  tags: v.optional(described('Tags of the image.', tags)),
})

const gallerySchema = closedMap({
  imageDefinition: v.optional(text),
  imageVersion: v.optional(text),
  source: v.optional(oneOf(['image', 'snapshots'])),
  targetRegions: v.optional(
    described(
      'Regions to replicate to: maps of `name`, `replicas`, `storageAccountType` and `encryption`, or `region=replicas=storage type` for short. The regions of the image and of the Batch account are added if missing.',
      listOf(targetRegion),
    ),
  ),
  replicaCount: v.optional(
    v.pipe(
      v.union([oneOf(['auto']), replicas], 'auto, or a whole number from 1 to 100'),
      expects({ kind: 'integer', values: ['auto'] }),
    ),
  ),
  excludeFromLatest: v.optional(flag),
  endOfLifeDate: v.optional(text),
  replicationMode: v.optional(oneOf(['Full', 'Shallow'])),
  replicationTimeout: v.optional(duration),
  createImageDefinition: v.optional(flag),
  hyperVGeneration: v.optional(
    described(
      'Generation of an image definition that is created: `V1` or `V2`. Default: the generation of the source.',
      oneOf(hyperVGenerations),
    ),
  ),
  securityType: v.optional(oneOf(securityTypes)),
})

const poolSchema = closedMap({
  account: v.optional(text),
  name: v.optional(text),
  batchApiVersion: v.optional(text),
  identity: v.optional(
    described(
      'User-assigned identities of the nodes, as in ARM: `type` and `userAssignedIdentities`.',
      jsonObject,
    ),
  ),
  tags: v.optional(described('Tags of the pool.', tags)),
  fallbackVmSizes: v.optional(
    described(
      'Fallback VM sizes, tried in order when the region has no capacity for `properties.vmSize`. They apply to no other error, and only to a pool that the run creates. Same as more lines of `vm-size`, or a list in `properties.vmSize`.',
      listOf(text),
    ),
  ),
  properties: v.optional(
    described(
      '`properties` of `Microsoft.Batch/batchAccounts/pools`, exactly as in ARM, Bicep or a REST body, and sent as written. `imageReference` is filled in.',
      jsonObject,
    ),
  ),
})

const rolloutSchema = closedMap({
  onExistingPool: v.optional(oneOf(existingPoolChoices)),
  waitFor: v.optional(oneOf(['none', 'steady', 'nodes'])),
  minDedicatedNodes: v.optional(nodeCount),
  minLowPriorityNodes: v.optional(nodeCount),
  resizeAttempts: v.optional(countFrom(1, 20)),
  onFailure: v.optional(oneOf(['keep', 'scale-to-zero', 'rollback'])),
  onCancel: v.optional(oneOf(['keep', 'stop-resize', 'rollback'])),
  drainTimeout: v.optional(duration),
  moveJobs: v.optional(flag),
  rollbackWindow: v.optional(duration),
  keepLast: v.optional(countFrom(1)),
})

export const configSchema = closedMap({
  snapshots: v.optional(
    described(
      'Snapshots to take of the disks of a virtual machine; the image is made from them.',
      snapshotsSchema,
    ),
  ),
  image: v.optional(
    described(
      'The managed image: what to make it from, or which existing one to use.',
      imageSchema,
    ),
  ),
  gallery: v.optional(
    described('The Azure Compute Gallery version to publish the image as.', gallerySchema),
  ),
  pool: v.optional(described('The Batch pool, as in ARM.', poolSchema)),
  rollout: v.optional(
    described('How the pool is created or changed, and what counts as success.', rolloutSchema),
  ),
})

export type Config = v.InferOutput<typeof configSchema>
export type SnapshotsConfig = NonNullable<Config['snapshots']>
export type ImageConfig = NonNullable<Config['image']>
export type GalleryConfig = NonNullable<Config['gallery']>
export type PoolConfig = NonNullable<Config['pool']>
export type RolloutConfig = NonNullable<Config['rollout']>
