import { objectsAt, textAt } from '../json.js'
import type { Store, StoredResource } from '../kernel.js'
import { sameText } from '../store.js'

/** The machine that a disk is attached to, running or not; a snapshot has none. */
export function userOf(store: Store, disk: StoredResource): StoredResource | undefined {
  if (!sameText(disk.type, 'Microsoft.Compute/disks')) return undefined
  return store
    .ofType('Microsoft.Compute/virtualMachines')
    .find((machine) => diskIdsOf(machine).some((id) => sameText(id, disk.id)))
}

function diskIdsOf({ properties }: StoredResource): readonly string[] {
  const osDisk = textAt(properties, 'storageProfile', 'osDisk', 'managedDisk', 'id')
  const dataDisks = objectsAt(properties, 'storageProfile', 'dataDisks').map((one) =>
    textAt(one, 'managedDisk', 'id'),
  )
  return [osDisk, ...dataDisks].filter((id) => id !== undefined)
}

/** Reserved: attached to a machine that is deallocated. */
export function diskStateOf(user: StoredResource | undefined): string {
  if (user === undefined) return 'Unattached'
  const codes = objectsAt(user.properties, 'instanceView', 'statuses').map((one) =>
    textAt(one, 'code')?.toLowerCase(),
  )
  return codes.includes('powerstate/deallocated') ? 'Reserved' : 'Attached'
}
