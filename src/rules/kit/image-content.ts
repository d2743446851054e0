/** What is known of the disks and marks of the image that the pool's nodes are made from, wherever it comes from. */
import type { Config } from '../../inputs/config.js'
import type { Facts } from '../../model/facts.js'
import { listedImages } from '../../model/account-list.js'
import { hasOtherImage, isOwnGiven } from '../../model/given-image.js'
import { imageSource } from '../../model/settled-source.js'
import { securityTypeOf } from '../../plan/image-definition.js'
import { usedVersion } from '../../plan/resolve-gallery.js'
import { resolveImage } from '../../plan/image.js'
import { resolvePool } from '../../plan/resolve-pool.js'
import { jsonAt, numberAt, objectsAt } from '../../shared/json-at.js'
import { namedImage, type KnownImage } from './written-image.js'
import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'

/** GiB of the image's OS disk; undefined where nothing says it. */
export function osDiskSizeGB(config: Config, facts: Facts): number | undefined {
  if (hasOtherImage(config)) return undefined
  if (facts.image !== undefined) return imageSource(facts.image.osSource)?.disk?.sizeGB
  if (facts.given?.kind === 'managed-image') {
    return numberAt(facts.given.image?.properties, 'storageProfile', 'osDisk', 'diskSizeGB')
  }
  return numberAt(
    usedVersion(config, facts)?.properties,
    'storageProfile',
    'osDiskImage',
    'sizeInGB',
  )
}

/** What is known of the image by all that was read. */
export function knownImage(config: Config, facts: Facts): KnownImage {
  const dataDisks = dataDiskCount(config, facts)
  if (hasOtherImage(config)) return { dataDisks }
  const osDiskGB = osDiskSizeGB(config, facts)
  const traits = resolvePool(config, facts)?.image?.traits
  if (traits === undefined) {
    const listed = listedImages(facts)?.map(({ publisher, offer, sku }) =>
      [publisher, offer, sku].join(':'),
    )
    const named = isOwnGiven(config) ? namedImage(config, listed) : {}
    return { ...named, ...(osDiskGB !== undefined && { osDiskGB }), dataDisks }
  }
  const { hyperVGeneration, architecture = 'x64' } = traits // A definition that states none is for x64.
  return {
    dataDisks,
    architecture,
    ...(hyperVGeneration !== undefined && { hyperVGeneration }),
    ...(osDiskGB !== undefined && { osDiskGB }),
  }
}

/** Data disks that the image brings. */
export function dataDiskCount(config: Config, facts: Facts): number {
  if (facts.image !== undefined) return facts.image.dataSources.length
  if (facts.given?.kind === 'managed-image') {
    return count(jsonAt(facts.given.image?.properties, 'storageProfile', 'dataDisks'))
  }
  return count(jsonAt(usedVersion(config, facts)?.properties, 'storageProfile', 'dataDiskImages'))
}

function count(list: unknown): number {
  return Array.isArray(list) ? list.length : 0
}

/** What the image may be booted as: the definition's security type, `Standard` for a managed image. */
export function imageSecurityType(config: Config, facts: Facts): string | undefined {
  if (hasOtherImage(config)) return undefined
  const resolved = resolvePool(config, facts)
  if (resolved?.definition !== undefined) return securityTypeOf(resolved.definition)
  const id = parseArmId(resolved?.image?.id ?? '')
  return id !== undefined && hasType(id, armTypes.image) ? 'Standard' : undefined
}

/** Of a definition: `SCSI`, `SCSI, NVMe` …; undefined where it does not say. */
export function imageControllers(config: Config, facts: Facts): readonly string[] | undefined {
  const definition = hasOtherImage(config) ? undefined : resolvePool(config, facts)?.definition
  const stated = definition?.features.find(({ name }) => /^DiskControllerTypes?$/i.test(name))
  return stated?.value.split(/[\s,;]+/).filter((word) => word !== '')
}

/** LUNs of the data disks that the version comes with; undefined where that is not known. */
export function dataDiskLuns(config: Config, facts: Facts): readonly number[] | undefined {
  if (facts.image !== undefined)
    return resolveImage(config, facts.image)?.data.map(({ lun }) => lun)
  if (facts.given?.kind !== 'managed-image' || facts.given.image === undefined) return undefined
  return objectsAt(facts.given.image.properties, 'storageProfile', 'dataDisks').flatMap(
    (disk) => numberAt(disk, 'lun') ?? [],
  )
}
