/** What the nodes of a pool are made from in the end. */
import type { Config } from '../inputs/config.js'
import type { JsonObject } from '../shared/json.js'
import { objectAt, objectsAt, textAt } from '../shared/json-at.js'
import type { Facts, GivenImage } from '../model/facts.js'
import { resolveImage } from './image.js'
import { sourcesIn } from '../model/lineage.js'
import { hasOwnImage } from '../model/pool-body.js'
import { sourceOf } from '../model/version-source.js'

/**
 * Ids of the snapshots, disks or the VM, or URIs of the VHDs, that the config's image comes from, the OS disk's
 * first. Of an image that is given, what its tags say, else what it says itself. Empty where nothing is known.
 */
export function sourcesOf(config: Config, facts: Facts): readonly string[] {
  if (facts.given !== undefined) return sourcesOfGiven(facts.given)
  const resolved = facts.image && resolveImage(config, facts.image)
  if (facts.image === undefined && facts.snapshots !== undefined) {
    return facts.snapshots.disks.map(({ snapshotId }) => snapshotId)
  }
  return resolved === undefined ? [] : [resolved.os, ...resolved.data].map(({ id }) => id)
}

/** The same for the pool's nodes, which may be made from an image of the user's own choosing. */
export function sourcesOfPool(config: Config, facts: Facts): readonly string[] {
  return hasOwnImage(config.pool?.properties) ? [] : sourcesOf(config, facts)
}

function sourcesOfGiven(given: GivenImage): readonly string[] {
  const found = given.kind === 'gallery' ? given.version : given.image
  if (found === undefined) return []
  const reported = sourcesIn(found.tags)
  if (reported.length > 0) return reported
  return given.kind === 'gallery'
    ? sourcesOfVersion(found.properties)
    : sourcesOfImage(found.properties)
}

function sourcesOfVersion(properties: JsonObject): readonly string[] {
  const source = sourceOf(properties)
  if (source === undefined) return []
  if (source.kind === 'image') return [source.id]
  return [source.osId, ...source.data.map(({ id }) => id)]
}

function sourcesOfImage(properties: JsonObject): readonly string[] {
  const vm = textAt(properties, 'sourceVirtualMachine', 'id')
  if (vm !== undefined) return [vm]
  const os = objectAt(properties, 'storageProfile', 'osDisk')
  const data = objectsAt(properties, 'storageProfile', 'dataDisks')
  return [os, ...data].flatMap((disk) => {
    const id = textAt(disk, 'snapshot', 'id') ?? textAt(disk, 'managedDisk', 'id')
    return id ?? textAt(disk, 'blobUri') ?? []
  })
}
