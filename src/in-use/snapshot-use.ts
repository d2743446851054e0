import { isInProgress } from '../model/snapshot-reuse.js'
import { idKey } from '../shared/arm-id.js'
import { textAt } from '../shared/json-at.js'
import { idsIn } from './ids-in.js'
import type { Thing } from './thing.js'
import type { User } from './users.js'

/**
 * By key: why snapshots have to stay. A managed image is the seed of a pool's nodes for as long as the pool lives, and its
 * source with it (https://learn.microsoft.com/azure/batch/batch-custom-images); a version rests on it until it is replicated,
 * and a shallow one for ever; so does its copy in another region.
 */
export function snapshotReasons(
  staying: readonly Thing[],
  users: readonly User[],
): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>()
  const note = (ids: readonly string[], because: string): void => {
    for (const key of ids.map(idKey)) if (!reasons.has(key)) reasons.set(key, because)
  }
  for (const thing of staying) {
    const { of, title } = thing
    if (of.kind === 'image') note(idsIn(of.image.properties), `${title} was made from it`)
    if (of.kind === 'snapshot' && isInProgress(of.snapshot)) {
      note([of.snapshot.sourceResourceId ?? ''], `${title} is being copied from it`)
    }
    const need = needOf(thing)
    if (of.kind !== 'image-version' || need === undefined) continue
    note(idsIn(of.version.properties['storageProfile']), `${title} ${need}`)
  }
  for (const { ids, title } of users) note(ids, `${title} uses it`)
  return new Map([...reasons].filter(([key]) => key.includes('/snapshots/')))
}

const settled = ['succeeded', 'failed', 'deleting']

/** What a version needs its sources for: until all replicas are there, and for ever where none is a copy: https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries */
export function needOf({ of, state }: Thing): string | undefined {
  if (of.kind !== 'image-version') return undefined
  const mode = textAt(of.version.properties, 'publishingProfile', 'replicationMode')
  if (mode?.toLowerCase() === 'shallow') return 'is a shallow copy of it'
  return settled.includes(state) ? undefined : 'is being made from it'
}
