import type { BaseImage } from '../model/node-agent.js'
import { parseMarketplaceId } from '../model/node-agent.js'
import type { Azure, Call } from '../ports/azure.js'
import { armTypes, hasType, parseArmId, type ArmId } from '../shared/arm-id.js'
import type { JsonObject } from '../shared/json.js'
import { textAt } from '../shared/json-at.js'
import { readOrRefusal } from './read-result.js'

/** Version, image, snapshot, disk, and a copy or two between them. */
const longestLineage = 8

/**
 * The marketplace image at the beginning of an image's lineage: from a gallery version, managed image, snapshot or disk
 * back to the disk that was made from the marketplace. Undefined where a link is gone, may not be read, or leads elsewhere.
 */
export async function observeBaseImage(
  startId: string,
  azure: Azure,
  call: Call,
): Promise<BaseImage | undefined> {
  let id: string | undefined = startId
  for (let hop = 0; hop < longestLineage && id !== undefined; hop += 1) {
    const marketplace = parseMarketplaceId(id)
    if (marketplace !== undefined) return marketplace
    const parsed = parseArmId(id)
    id = parsed === undefined ? undefined : await madeFrom(parsed, azure, call)
  }
  return undefined
}

async function madeFrom(id: ArmId, azure: Azure, call: Call): Promise<string | undefined> {
  if (hasType(id, armTypes.snapshot) || hasType(id, armTypes.disk)) {
    const disk = await readOrRefusal(azure.disk(id.text, call))
    if (disk.kind !== 'found') return undefined
    return disk.value.imageReferenceId ?? disk.value.sourceResourceId
  }
  if (hasType(id, armTypes.image)) {
    const image = await readOrRefusal(azure.image(id.text, call))
    return image.kind === 'found' ? diskOfImage(image.value.properties) : undefined
  }
  if (hasType(id, armTypes.imageVersion)) {
    const version = await readOrRefusal(azure.imageVersion(id.text, call))
    return version.kind === 'found' ? sourceOfVersion(version.value.properties) : undefined
  }
  return undefined
}

function diskOfImage(properties: JsonObject): string | undefined {
  return (
    textAt(properties, 'storageProfile', 'osDisk', 'snapshot', 'id') ??
    textAt(properties, 'storageProfile', 'osDisk', 'managedDisk', 'id')
  )
}

function sourceOfVersion(properties: JsonObject): string | undefined {
  return (
    textAt(properties, 'storageProfile', 'source', 'id') ??
    textAt(properties, 'storageProfile', 'osDiskImage', 'source', 'id')
  )
}
