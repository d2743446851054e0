import { snapshotState } from '../../model/snapshot-reuse.js'
import { snapshotName } from '../../model/snapshots.js'
import { takesNewSnapshots } from '../../plan/snapshots.js'
import { nameOfId, resourceGroupId } from '../../shared/arm-id.js'
import { missingRights, rightsDocs } from '../kit/missing-rights.js'
import { rulesOn } from '../kit/rules-on.js'

const docs = 'https://learn.microsoft.com/azure/virtual-machines/snapshot-copy-managed-disk'

export const snapshotsNamesRules = rulesOn({ needs: 'facts', docs }, [
  {
    id: 'snapshots/resource-group-exists',
    title: 'the resource group of the snapshots does not exist',
    check: (_config, { snapshots }) =>
      snapshots?.resourceGroup !== 'missing'
        ? []
        : {
            at: ['snapshots', 'resourceGroup'],
            message: `there is no resource group ${resourceGroupId(snapshots.scope)} for the snapshots`,
            help: `create it (az group create --name ${snapshots.scope.resourceGroup} --location <region> --subscription ${snapshots.scope.subscriptionId}), or give another one`,
          },
  },
  {
    id: 'snapshots/names-are-free',
    title: 'another snapshot has the name of one that is to be taken',
    check: (_config, { snapshots }) => {
      if (snapshots === undefined) return []
      return snapshots.disks.flatMap((disk) => {
        const state = snapshotState(disk, snapshots)
        if (state.kind !== 'other') return []
        const { freePrefix } = snapshots
        const free =
          freePrefix === undefined
            ? 'give another name prefix'
            : `give the name prefix ${freePrefix}, whose names are free`
        return {
          at: ['snapshots', 'namePrefix'],
          message: `snapshot ${snapshotName(snapshots.namePrefix, disk.lun)} exists and ${state.why}`,
          help: `${free} (snapshot-name-prefix), or delete the snapshot once nothing is made from it (az snapshot delete --ids ${disk.snapshotId})`,
        }
      })
    },
  },
  {
    id: 'snapshots/failed-are-taken-again',
    title: 'an earlier run left a failed snapshot, which is taken again',
    severity: 'notice',
    check: (_config, { snapshots }) =>
      (snapshots?.disks ?? []).flatMap((disk) => {
        const state = snapshots && snapshotState(disk, snapshots)
        if (state?.kind !== 'failed') return []
        return {
          at: ['snapshots', 'sourceVm'],
          message: `snapshot ${nameOfId(disk.snapshotId)} of an earlier run failed (${state.why}): it is deleted and taken again`,
          help: 'nothing has to be done',
        }
      }),
  },
  {
    id: 'snapshots/are-readable',
    title: 'a snapshot may not be read',
    docs: rightsDocs,
    check: (_config, { snapshots }) =>
      (snapshots?.disks ?? []).flatMap(({ existing, snapshotId }) => {
        if (existing.kind !== 'unreadable') return []
        const { code, message } = existing.failure.error
        return {
          at: ['snapshots'],
          message: `snapshot ${nameOfId(snapshotId)} could not be read: ${code}: ${message}`,
          help: `ask for Disk Snapshot Contributor at the resource group of the snapshots`,
          ...(snapshots?.mode === 'plan' && { severity: 'warning' as const }),
        }
      }),
  },
  {
    id: 'snapshots/image-is-made-from-them',
    title: 'an image of that name is made from other snapshots',
    docs: 'https://learn.microsoft.com/rest/api/compute/images/create-or-update',
    check: (config, facts) => {
      const { existing, imageId = '' } = facts.image ?? {}
      if (facts.snapshots === undefined || existing === undefined) return []
      if (!takesNewSnapshots(config, facts)) return []
      return {
        at: ['image', 'name'],
        message: `image ${nameOfId(imageId)} exists already, and the snapshots that it is to be made from are still to be taken`,
        help: 'give the image another name, or delete it once no pool uses it',
      }
    },
  },
  {
    id: 'snapshots/caller-has-rights',
    title: 'the identity that runs this may not take the snapshots',
    docs: rightsDocs,
    reads: ['permissions'],
    check: (config, facts) => missingRights(config, facts, 'snapshots'),
  },
])
