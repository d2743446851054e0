/** What the plan writes, and which right each write takes. */
import type { Config } from '../inputs/config.js'
import { armTypes, hasType, parentId, parseArmId, resourceGroupId } from '../shared/arm-id.js'
import type { Path } from '../shared/finding.js'
import { objectAt, textAt } from '../shared/json-at.js'
import type { Facts } from '../model/facts.js'
import { planGallery } from './gallery.js'
import { planImage } from './image.js'
import { planPool } from './pool.js'
import { planSnapshots } from './snapshots.js'
import type { Step } from '../model/step.js'

/** One right that a step needs. */
export interface PlannedWrite {
  /** What for, to be read after "to": `create image render`. */
  readonly purpose: string
  readonly action: string
  /** Id of the resource where the right is needed; the nearest one above it that exists. */
  readonly scope: string
  readonly at: Path
}

/** In the order of the steps; empty where the rules found that nothing can be planned. */
export function plannedWrites(config: Config, facts: Facts): readonly PlannedWrite[] {
  const image = planImage(config, facts)
  const steps: readonly Step[] = [
    ...planSnapshots(config, facts),
    ...image.steps,
    ...(planGallery(config, facts)?.steps ?? []),
    ...(planPool(config, facts)?.steps ?? []),
  ]
  return steps.flatMap((step) => writesOf(step, config))
}

function writesOf(step: Step, config: Config): readonly PlannedWrite[] {
  const id = parseArmId(step.resource)
  if (id === undefined) return []
  const purpose = step.title
  const above = parentId(id) ?? ''
  switch (step.kind) {
    case 'create-snapshots':
      return [
        {
          purpose,
          action: 'Microsoft.Compute/snapshots/write',
          scope: resourceGroupId(id),
          at: ['snapshots'],
        },
        ...step.snapshots
          .filter(({ copyOf }) => copyOf === undefined)
          .map(({ diskId }) => ({
            purpose,
            action: 'Microsoft.Compute/disks/beginGetAccess/action',
            scope: diskId,
            at: ['snapshots', 'sourceVm'],
          })),
      ]
    case 'create-image':
      return [
        {
          purpose,
          action: 'Microsoft.Compute/images/write',
          scope: resourceGroupId(id),
          at: ['image'],
        },
      ]
    case 'create-image-definition':
      return [
        {
          purpose,
          action: 'Microsoft.Compute/galleries/images/write',
          scope: above,
          at: ['gallery', 'createImageDefinition'],
        },
      ]
    case 'create-image-version': {
      const action = 'Microsoft.Compute/galleries/images/versions/write'
      const gallery = parentId(parseArmId(above) ?? id) ?? above
      const version = { purpose, action, scope: gallery, at: ['gallery', 'imageDefinition'] }
      return [version, ...snapshotWrites(step, purpose)]
    }
    case 'update-image-version': {
      const action = 'Microsoft.Compute/galleries/images/versions/write'
      const gallery = parentId(parseArmId(above) ?? id) ?? above
      return [{ purpose, action, scope: gallery, at: ['gallery', 'imageDefinition'] }]
    }
    case 'create-pool': {
      const action = 'Microsoft.Batch/batchAccounts/pools/write'
      const pool = { purpose, action, scope: above, at: ['pool', 'account'] }
      return [pool, ...linkedWrites(config, purpose)]
    }
    case 'update-pool':
    case 'drain-pool':
    case 'mark-pool':
      return [
        {
          purpose,
          action: 'Microsoft.Batch/batchAccounts/pools/write',
          scope: above,
          at: ['pool', 'account'],
        },
      ]
    case 'delete-pool':
      return [
        {
          purpose,
          action: 'Microsoft.Batch/batchAccounts/pools/delete',
          scope: above,
          at: ['pool', 'account'],
        },
      ]
    // Data actions and those of `cleanup`, which has no config to point into: Azure's own refusal names the right.
    case 'move-jobs':
    case 'delete-image':
    case 'delete-image-version':
    case 'delete-snapshot':
      return []
    case 'reuse':
    case 'await-image':
    case 'await-image-version':
    case 'await-nodes':
      return []
  }
}

/** A version straight from snapshots asks for more than reading them: https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries */
function snapshotWrites(
  { body }: Extract<Step, { kind: 'create-image-version' }>,
  purpose: string,
): readonly PlannedWrite[] {
  const os = textAt(body, 'properties', 'storageProfile', 'osDiskImage', 'source', 'id')
  const id = os === undefined ? undefined : parseArmId(os)
  if (id === undefined || !hasType(id, armTypes.snapshot)) return []
  const action = 'Microsoft.Compute/snapshots/write'
  return [{ purpose, action, scope: id.text, at: ['gallery', 'source'] }]
}

/** Rights on what a new pool is connected with. */
function linkedWrites({ pool }: Config, purpose: string): readonly PlannedWrite[] {
  const subnet = textAt(pool?.properties, 'networkConfiguration', 'subnetId')
  const identities = Object.keys(objectAt(pool?.identity, 'userAssignedIdentities') ?? {})
  return [
    ...(subnet === undefined || parseArmId(subnet) === undefined
      ? []
      : [
          {
            purpose,
            action: 'Microsoft.Network/virtualNetworks/subnets/join/action',
            scope: subnet,
            at: ['pool', 'properties', 'networkConfiguration', 'subnetId'],
          },
        ]),
    ...identities
      .filter((id) => parseArmId(id) !== undefined)
      .map((scope) => ({
        purpose,
        action: 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
        scope,
        at: ['pool', 'identity', 'userAssignedIdentities', scope],
      })),
  ]
}
