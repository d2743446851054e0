/**
 * Every action input, once: the parser, action.yml and the README's tables all come from here. Defaults stand
 * here only for inputs without a place in the config file; a default for the others would beat the file.
 */
import { general } from './general-settings.js'

export type SettingGroup = 'General' | 'Image' | 'Gallery' | 'Pool' | 'Rollout'

/** How the text of an input becomes a value. Lists: one item a line; `text-or-list`: one line is no list. Maps: `key=value` lines. */
export type SettingKind =
  'text' | 'text-or-list' | 'integer' | 'integer-or-auto' | 'boolean' | 'list' | 'map' | 'yaml'

export interface Setting {
  readonly name: string
  readonly group: SettingGroup
  /** One paragraph for action.yml and the README. */
  readonly description: string
  readonly kind: SettingKind
  readonly default?: string
  /** The place in the config file that the input stands for, and beats. */
  readonly path?: readonly string[]
}

const properties = ['pool', 'properties'] as const
const fixedScale = [...properties, 'scaleSettings', 'fixedScale'] as const

const image: readonly Omit<Setting, 'group'>[] = [
  {
    name: 'os-snapshot',
    kind: 'text',
    path: ['image', 'osSnapshot'],
    description:
      'Snapshot of the OS disk: its ID, or its name in `resource-group`. Not together with `source`.',
  },
  {
    name: 'data-snapshots',
    kind: 'list',
    path: ['image', 'dataSnapshots'],
    description:
      'Snapshots of the data disks, IDs or names, one a line; `lun=snapshot` sets the logical unit number, else they count from 0. With `os-snapshot`.',
  },
  {
    name: 'source',
    kind: 'text',
    path: ['image', 'source'],
    description:
      'What to make the image from, as `az image create --source` takes it: a snapshot, managed disk or virtual machine (ID or name), or the URI of a VHD.',
  },
  {
    name: 'data-disk-sources',
    kind: 'list',
    path: ['image', 'dataDiskSources'],
    description:
      'Snapshots, managed disks or VHD URIs for the data disks, one a line, as `az image create --data-disk-sources` takes them. With `source`.',
  },
  {
    name: 'image-name',
    kind: 'text',
    path: ['image', 'name'],
    description: 'Name of the managed image to make.',
  },
  {
    name: 'image-id',
    kind: 'text',
    path: ['image', 'id'],
    description:
      'Use this managed image or gallery image version (or definition: its latest version) and make none.',
  },
  {
    name: 'os-type',
    kind: 'text',
    path: ['image', 'osType'],
    description: '`Linux` or `Windows`. Default: what the source says.',
  },
  {
    name: 'os-disk-caching',
    kind: 'text',
    path: ['image', 'osDiskCaching'],
    description: 'Caching of the OS disk: `None`, `ReadOnly` or `ReadWrite`.',
  },
  {
    name: 'data-disk-caching',
    kind: 'text',
    path: ['image', 'dataDiskCaching'],
    description: 'Caching of every data disk: `None`, `ReadOnly` or `ReadWrite`.',
  },
  {
    name: 'storage-sku',
    kind: 'text',
    path: ['image', 'storageSku'],
    description:
      'Storage of the OS disk: `Standard_LRS`, `StandardSSD_LRS`, `Premium_LRS`, `PremiumV2_LRS`, `UltraSSD_LRS`, `StandardSSD_ZRS` or `Premium_ZRS`.',
  },
  {
    name: 'hyper-v-generation',
    kind: 'text',
    path: ['image', 'hyperVGeneration'],
    description:
      '`V1` or `V2`. Default: what the source says. Also the generation of an image definition that is created.',
  },
  {
    name: 'zone-resilient',
    kind: 'boolean',
    path: ['image', 'zoneResilient'],
    description: 'Whether the image is zone resilient.',
  },
  {
    name: 'edge-zone',
    kind: 'text',
    path: ['image', 'edgeZone'],
    description: 'Edge zone of the image.',
  },
  {
    name: 'tags',
    kind: 'map',
    path: ['image', 'tags'],
    description: 'Tags of the image, `key=value`, one a line.',
  },
]

const gallery: readonly Omit<Setting, 'group'>[] = [
  {
    name: 'gallery-image-definition',
    kind: 'text',
    path: ['gallery', 'imageDefinition'],
    description: 'ID of the image definition that gets the version.',
  },
  {
    name: 'gallery-image-version',
    kind: 'text',
    path: ['gallery', 'imageVersion'],
    description: 'Number of the version, `x.y.z`, or `auto`: the next free one. Default: `auto`.',
  },
  {
    name: 'gallery-source',
    kind: 'text',
    path: ['gallery', 'source'],
    description:
      'Make the version from the managed `image`, or straight from the `snapshots`. Default: `image`.',
  },
  {
    name: 'target-regions',
    kind: 'list',
    path: ['gallery', 'targetRegions'],
    description:
      'Regions that get replicas, one a line: `region`, `region=replicas`, `region=storage type` or `region=replicas=storage type`. The regions of the image and of the Batch account are added when missing.',
  },
  {
    name: 'replica-count',
    kind: 'integer-or-auto',
    path: ['gallery', 'replicaCount'],
    description:
      'Replicas in each region that states none, or `auto`: in the region of the Batch account one for every 300 nodes of the pool, elsewhere what Azure takes by default. Default: `auto`.',
  },
  {
    name: 'exclude-from-latest',
    kind: 'boolean',
    path: ['gallery', 'excludeFromLatest'],
    description: 'Whether the version is left out when the latest one is asked for.',
  },
  {
    name: 'end-of-life-date',
    kind: 'text',
    path: ['gallery', 'endOfLifeDate'],
    description: 'End of life of the version, ISO 8601: `2030-12-31` or `2030-12-31T12:00:00Z`.',
  },
  {
    name: 'replication-mode',
    kind: 'text',
    path: ['gallery', 'replicationMode'],
    description: '`Full` or `Shallow`.',
  },
  {
    name: 'replication-timeout',
    kind: 'text',
    path: ['gallery', 'replicationTimeout'],
    description: 'How long to wait for the replica that the pool needs, ISO 8601 or minutes.',
  },
  {
    name: 'create-image-definition',
    kind: 'boolean',
    path: ['gallery', 'createImageDefinition'],
    description: 'Create the image definition when it is missing.',
  },
  {
    name: 'security-type',
    kind: 'text',
    path: ['gallery', 'securityType'],
    description:
      'Security type of an image definition that is created: `Standard`, `TrustedLaunchSupported`, `TrustedLaunch`, `ConfidentialVMSupported`, `ConfidentialVM` or `TrustedLaunchAndConfidentialVmSupported`.',
  },
]

const pool: readonly Omit<Setting, 'group'>[] = [
  {
    name: 'batch-account',
    kind: 'text',
    path: ['pool', 'account'],
    description: 'Batch account: its ID, or its name in `resource-group`.',
  },
  {
    name: 'pool-name',
    kind: 'text',
    path: ['pool', 'name'],
    description: 'Name of the pool.',
  },
  {
    name: 'pool',
    kind: 'yaml',
    path: ['pool'],
    description:
      'The pool as an ARM resource, inline YAML: `name`, `identity`, `tags` and `properties`. The other inputs of this group beat it.',
  },
  {
    name: 'vm-size',
    kind: 'text-or-list',
    path: [...properties, 'vmSize'],
    description:
      'Size of the nodes, for example `Standard_D4s_v5`. Further lines name sizes to go on with, in that order, when the region is out of capacity for the one before: on no other error, and only for a pool that the run makes.',
  },
  {
    name: 'node-agent-sku-id',
    kind: 'text',
    path: [
      ...properties,
      'deploymentConfiguration',
      'virtualMachineConfiguration',
      'nodeAgentSkuId',
    ],
    description:
      'Node agent, for example `batch.node.ubuntu 24.04`, or `auto`: the one for the image that the snapshot comes from.',
  },
  {
    name: 'target-dedicated-nodes',
    kind: 'integer',
    path: [...fixedScale, 'targetDedicatedNodes'],
    description: 'How many dedicated nodes the pool should have.',
  },
  {
    name: 'target-low-priority-nodes',
    kind: 'integer',
    path: [...fixedScale, 'targetLowPriorityNodes'],
    description: 'How many Spot (low-priority) nodes the pool should have.',
  },
  {
    name: 'resize-timeout',
    kind: 'text',
    path: [...fixedScale, 'resizeTimeout'],
    description:
      'How long Azure tries to allocate the nodes, ISO 8601, at least `PT5M`. Default: `PT30M`, more with many nodes.',
  },
  {
    name: 'batch-api-version',
    kind: 'text',
    path: ['pool', 'batchApiVersion'],
    description:
      'API version of `Microsoft.Batch` for the pool. Default: `2025-06-01`, and `2019-08-01` for a managed image without a gallery.',
  },
]

const rollout: readonly Omit<Setting, 'group'>[] = [
  {
    name: 'on-existing-pool',
    kind: 'text',
    path: ['rollout', 'onExistingPool'],
    description:
      'When the pool exists: `update` changes what Azure changes in place and refuses the rest, `fail` refuses at once, `recycle` drains it, changes it while it has no nodes and brings the nodes back, `replace` deletes it and makes it anew, `blue-green` makes a new pool beside it and retires the old one. Default: `update`.',
  },
  {
    name: 'wait-for',
    kind: 'text',
    path: ['rollout', 'waitFor'],
    description:
      '`nodes` waits until the nodes are ready for tasks, `steady` until they are allocated; both say why when they are not. `none` ends once Azure has accepted the pool. Default: `steady`; with `recycle`, `replace` and `blue-green`, which go back to the old nodes when the new ones are no good, `nodes`.',
  },
  {
    name: 'min-dedicated-nodes',
    kind: 'integer',
    path: ['rollout', 'minDedicatedNodes'],
    description: 'Fewer dedicated nodes than this fail the step. Default: the target.',
  },
  {
    name: 'min-low-priority-nodes',
    kind: 'integer',
    path: ['rollout', 'minLowPriorityNodes'],
    description: 'Fewer Spot (low-priority) nodes than this fail the step. Default: the target.',
  },
  {
    name: 'resize-attempts',
    kind: 'integer',
    path: ['rollout', 'resizeAttempts'],
    description:
      'How many resizes the pool may take to reach its nodes, 1 to 20. Another one is asked for only while the last one brought nodes and its errors can pass. Default: 3.',
  },
  {
    name: 'on-failure',
    kind: 'text',
    path: ['rollout', 'onFailure'],
    description:
      'What becomes of what this run made when it fails: `keep` it, `scale-to-zero` the pool so that it costs nothing, or `rollback`: delete it again. Default: `keep`.',
  },
  {
    name: 'on-cancel',
    kind: 'text',
    path: ['rollout', 'onCancel'],
    description:
      'What becomes of it when the run is cancelled: `keep` it and let Azure go on, `stop-resize`, or `rollback`. Default: `keep`.',
  },
  {
    name: 'drain-timeout',
    kind: 'text',
    path: ['rollout', 'drainTimeout'],
    description:
      'How long running tasks may take to end when a pool is drained (`recycle`, `replace`, `blue-green`), ISO 8601 or minutes. Default: `PT1H`.',
  },
  {
    name: 'move-jobs',
    kind: 'boolean',
    path: ['rollout', 'moveJobs'],
    description:
      'With `blue-green`: move the active jobs of the old pool to the new one. Their running tasks are requeued. Default: `false`.',
  },
  {
    name: 'rollback-window',
    kind: 'text',
    path: ['rollout', 'rollbackWindow'],
    description:
      'With `blue-green`: how long the old pool is kept, without nodes, before `mode: cleanup` removes it, ISO 8601 or minutes. Default: `P1D`.',
  },
  {
    name: 'keep-last',
    kind: 'integer',
    path: ['rollout', 'keepLast'],
    description:
      'With `mode: cleanup`: how many of the newest images and gallery versions of each lineage are kept, 1 or more. Default: 3.',
  },
]

export const settings: readonly Setting[] = [
  ...general.map((setting): Setting => ({ ...setting, group: 'General' })),
  ...image.map((setting): Setting => ({ ...setting, group: 'Image' })),
  ...gallery.map((setting): Setting => ({ ...setting, group: 'Gallery' })),
  ...pool.map((setting): Setting => ({ ...setting, group: 'Pool' })),
  ...rollout.map((setting): Setting => ({ ...setting, group: 'Rollout' })),
]

export const settingGroups: readonly SettingGroup[] = [
  'General',
  'Image',
  'Gallery',
  'Pool',
  'Rollout',
]
