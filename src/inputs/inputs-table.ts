/**
 * Every action input, once: the parser, action.yml and the README's tables all come from here. Defaults stand
 * here only for inputs without a place in the config file; a default for the others would beat the file.
 */
import { general } from './general-inputs.js'
import { snapshots } from './snapshot-inputs.js'
import {
  actionInputGroups,
  type ActionInput,
  type ActionInputGroup,
  type InputRow,
} from './action-input.js'

const properties = ['pool', 'properties'] as const
const fixedScale = [...properties, 'scaleSettings', 'fixedScale'] as const

const image: readonly InputRow[] = [
  {
    name: 'os-snapshot',
    required: 'for a new image, or `source`',
    path: ['image', 'osSnapshot'],
    description:
      'Snapshot of the OS disk: its ID, or its name in `resource-group`. Cannot be combined with `source`.',
  },
  {
    name: 'data-snapshots',
    kind: 'list',
    path: ['image', 'dataSnapshots'],
    description:
      'Snapshots of the data disks (with `os-snapshot`), as IDs or names, one per line. `lun=snapshot` sets the logical unit number; otherwise numbering starts at 0.',
  },
  {
    name: 'source',
    required: 'for a new image, or `os-snapshot`',
    path: ['image', 'source'],
    description:
      'What to make the image from, as in `az image create --source`: a snapshot, managed disk or virtual machine (ID or name), or the URI of a VHD.',
  },
  {
    name: 'data-disk-sources',
    kind: 'list',
    path: ['image', 'dataDiskSources'],
    description:
      'Snapshots, managed disks or VHD URIs for the data disks (with `source`), one per line, as in `az image create --data-disk-sources`.',
  },
  {
    name: 'image-name',
    required: 'for a new image',
    path: ['image', 'name'],
    description: 'Name of the managed image to create.',
  },
  {
    name: 'image-id',
    path: ['image', 'id'],
    description:
      'Existing managed image or gallery image version to use instead of creating one. The ID of an image definition stands for its latest version. In `resource-group` names will do: of an image, `gallery/definition` or `gallery/definition/1.0.0`.',
  },
  {
    name: 'packer-manifest',
    path: ['image', 'packerManifest'],
    description:
      "File of Packer's `manifest` post-processor, relative to the workspace: the image is what the last run of Packer made. Cannot be combined with `image-id`, `os-snapshot` or `source`.",
  },
  {
    name: 'packer-build',
    path: ['image', 'packerBuild'],
    description: "Name of the build in the manifest. Default: the last run's only Azure build.",
  },
  {
    name: 'packer-artifact',
    path: ['image', 'packerArtifact'],
    description:
      'Which artifact of the build to use if there are several: `image`, `gallery` or `snapshots`. Default: the first of `gallery`, `image`, `snapshots` that there is.',
  },
  {
    name: 'os-type',
    path: ['image', 'osType'],
    description: '`Linux` or `Windows`. Default: the OS type of the source.',
  },
  {
    name: 'os-disk-caching',
    path: ['image', 'osDiskCaching'],
    description: 'Caching of the OS disk: `None`, `ReadOnly` or `ReadWrite`.',
  },
  {
    name: 'data-disk-caching',
    path: ['image', 'dataDiskCaching'],
    description: 'Caching of every data disk: `None`, `ReadOnly` or `ReadWrite`.',
  },
  {
    name: 'storage-sku',
    path: ['image', 'storageSku'],
    description:
      'Storage of the OS disk: `Standard_LRS`, `StandardSSD_LRS`, `Premium_LRS`, `PremiumV2_LRS`, `UltraSSD_LRS`, `StandardSSD_ZRS` or `Premium_ZRS`.',
  },
  {
    name: 'hyper-v-generation',
    path: ['image', 'hyperVGeneration'],
    description:
      '`V1` or `V2`, also for an image definition that is created. Default: the generation of the source, or `V1` if it states none.',
  },
  {
    name: 'zone-resilient',
    kind: 'boolean',
    path: ['image', 'zoneResilient'],
    description: 'Whether the image is zone-resilient.',
  },
  {
    name: 'edge-zone',
    path: ['image', 'edgeZone'],
    description: 'Azure edge zone of the image.',
  },
  {
    name: 'tags',
    kind: 'map',
    path: ['image', 'tags'],
    description: 'Tags of the image: `key=value`, one per line.',
  },
]

const gallery: readonly InputRow[] = [
  {
    name: 'gallery-image-definition',
    required: 'for a gallery version',
    path: ['gallery', 'imageDefinition'],
    description:
      'Image definition to publish a version of: its ID, `gallery/definition` in `resource-group`, or its name alone if that is unique there.',
  },
  {
    name: 'gallery-image-version',
    path: ['gallery', 'imageVersion'],
    description: 'Version number, `x.y.z`, or `auto` for the next free one. Default: `auto`.',
  },
  {
    name: 'gallery-source',
    path: ['gallery', 'source'],
    description:
      'Make the version from the managed `image`, or directly from the `snapshots`. Default: `image`.',
  },
  {
    name: 'target-regions',
    kind: 'list',
    path: ['gallery', 'targetRegions'],
    description:
      'Regions to replicate to, one per line: `region`, `region=replicas`, `region=storage type` or `region=replicas=storage type`. The regions of the image and of the Batch account are added if missing.',
  },
  {
    name: 'replica-count',
    kind: 'integer-or-auto',
    path: ['gallery', 'replicaCount'],
    description:
      "Replicas in each target region that sets no number of its own. `auto` means one per 300 nodes of the pool in the region of the Batch account, and Azure's default elsewhere. Default: `auto`.",
  },
  {
    name: 'exclude-from-latest',
    kind: 'boolean',
    path: ['gallery', 'excludeFromLatest'],
    description: 'Whether to skip this version when the latest version is requested.',
  },
  {
    name: 'end-of-life-date',
    path: ['gallery', 'endOfLifeDate'],
    description:
      'End-of-life date of the version, in ISO 8601: `2030-12-31` or `2030-12-31T12:00:00Z`.',
  },
  {
    name: 'replication-mode',
    path: ['gallery', 'replicationMode'],
    description: '`Full` or `Shallow`.',
  },
  {
    name: 'replication-timeout',
    path: ['gallery', 'replicationTimeout'],
    description: 'How long to wait for the replica that the pool needs, in ISO 8601 or minutes.',
  },
  {
    name: 'create-image-definition',
    kind: 'boolean',
    path: ['gallery', 'createImageDefinition'],
    description: 'Whether to create the image definition if it does not exist.',
  },
  {
    name: 'security-type',
    path: ['gallery', 'securityType'],
    description:
      'Security type of an image definition that is created: `Standard`, `TrustedLaunchSupported`, `TrustedLaunch`, `ConfidentialVMSupported`, `ConfidentialVM` or `TrustedLaunchAndConfidentialVmSupported`.',
  },
]

const pool: readonly InputRow[] = [
  {
    name: 'batch-account',
    required: 'for a pool',
    path: ['pool', 'account'],
    description: 'Batch account: its ID, or its name in `resource-group`.',
  },
  {
    name: 'pool-name',
    required: 'for a pool',
    path: ['pool', 'name'],
    description: 'Name of the pool.',
  },
  {
    name: 'pool',
    kind: 'yaml',
    path: ['pool'],
    description:
      'The pool as an ARM resource in inline YAML: `name`, `identity`, `tags` and `properties`. The other inputs of this group override it.',
  },
  {
    name: 'vm-size',
    kind: 'text-or-list',
    required: 'for a pool',
    path: [...properties, 'vmSize'],
    description:
      'VM size of the nodes, for example `Standard_D4s_v5`. More lines are fallback sizes, tried in order when the region has no capacity for the previous one. They apply to no other error, and only to a pool that this run creates.',
  },
  {
    name: 'node-agent-sku-id',
    required: 'for a pool (`auto` will do)',
    path: [
      ...properties,
      'deploymentConfiguration',
      'virtualMachineConfiguration',
      'nodeAgentSkuId',
    ],
    description:
      'Node agent SKU, for example `batch.node.ubuntu 24.04`, or `auto` to find the one for the image that the snapshot came from.',
  },
  {
    name: 'target-dedicated-nodes',
    kind: 'integer',
    path: [...fixedScale, 'targetDedicatedNodes'],
    description: 'Number of dedicated nodes that the pool should have.',
  },
  {
    name: 'target-low-priority-nodes',
    kind: 'integer',
    path: [...fixedScale, 'targetLowPriorityNodes'],
    description: 'Number of Spot (low-priority) nodes that the pool should have.',
  },
  {
    name: 'resize-timeout',
    path: [...fixedScale, 'resizeTimeout'],
    description:
      'How long Azure may take to allocate the nodes, in ISO 8601, at least `PT5M`. Default: `PT30M`, longer for large pools.',
  },
  {
    name: 'batch-api-version',
    path: ['pool', 'batchApiVersion'],
    description:
      'API version of `Microsoft.Batch` for the pool. Default: `2025-06-01`, or `2019-08-01` for a managed image without a gallery.',
  },
]

const rollout: readonly InputRow[] = [
  {
    name: 'on-existing-pool',
    path: ['rollout', 'onExistingPool'],
    description:
      'How to change a pool that already exists: `update` changes in place what Azure allows and refuses the rest, `fail` refuses any change, `recycle` drains the pool, changes it while it has no nodes and brings the nodes back, `replace` deletes and recreates it, `blue-green` creates a new pool beside it and retires the old one. Default: `update`.',
  },
  {
    name: 'wait-for',
    path: ['rollout', 'waitFor'],
    description:
      'What to wait for: `nodes` until the nodes are ready to run tasks, `steady` until they are allocated, `none` only until Azure has accepted the pool. `nodes` and `steady` report why nodes are missing. Only `nodes` tells whether they work: it needs the data plane of the account, which is tried before anything is written. Default: `nodes`, for a pool that is to have any.',
  },
  {
    name: 'min-dedicated-nodes',
    kind: 'integer',
    path: ['rollout', 'minDedicatedNodes'],
    description: 'Fewest dedicated nodes with which the step still succeeds. Default: the target.',
  },
  {
    name: 'min-low-priority-nodes',
    kind: 'integer',
    path: ['rollout', 'minLowPriorityNodes'],
    description:
      'Fewest Spot (low-priority) nodes with which the step still succeeds. Default: the target.',
  },
  {
    name: 'resize-attempts',
    kind: 'integer',
    path: ['rollout', 'resizeAttempts'],
    description:
      'How many resizes may be used to reach the target, 1 to 20. Another resize is started only if the last one added nodes and failed for a passing reason. Default: 3.',
  },
  {
    name: 'on-failure',
    path: ['rollout', 'onFailure'],
    description:
      "What happens to the resources made by a run that fails: `keep` leaves them, `scale-to-zero` removes the pool's nodes so that it costs nothing, `rollback` deletes them. Default: `keep`.",
  },
  {
    name: 'on-cancel',
    path: ['rollout', 'onCancel'],
    description:
      'What happens to the resources made by a run that is cancelled: `keep` leaves them and lets Azure finish, `stop-resize` stops allocating nodes, `rollback` deletes them. Default: `keep`.',
  },
  {
    name: 'drain-timeout',
    path: ['rollout', 'drainTimeout'],
    description:
      'How long running tasks may take to finish when a pool is drained (`recycle`, `replace`, `blue-green`), in ISO 8601 or minutes. Default: `PT1H`.',
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
    path: ['rollout', 'rollbackWindow'],
    description:
      'With `blue-green`: how long to keep the old pool, without nodes, before `mode: cleanup` deletes it, in ISO 8601 or minutes. Default: `P1D`.',
  },
  {
    name: 'keep-last',
    kind: 'integer',
    path: ['rollout', 'keepLast'],
    description:
      'With `mode: cleanup`: how many of the newest snapshots, images and gallery versions of each lineage to keep, 1 or more. Default: 3.',
  },
]

const tables: Readonly<Record<ActionInputGroup, readonly InputRow[]>> = {
  General: general,
  Snapshots: snapshots,
  Image: image,
  Gallery: gallery,
  Pool: pool,
  Rollout: rollout,
}

export const actionInputs: readonly ActionInput[] = actionInputGroups.flatMap((group) =>
  tables[group].map((row): ActionInput => ({ kind: 'text', ...row, group })),
)
