import type { LoadedConfig, RunOptions } from '../inputs/config.js'
import type { GalleryFacts, GivenImage } from '../model/facts.js'
import { latestVersion } from '../model/version-choice.js'
import type { Azure, Call } from '../ports/azure.js'
import { armTypes, hasType, parentId, parseArmId } from '../shared/arm-id.js'
import { readRegions } from './regions.js'

/**
 * Reads the image definition of the gallery section, its versions, and, where the definition is missing, the
 * gallery. Undefined without a gallery section, and where the definition's id is none (a rule says so). Throws
 * `AzureFailure` for a refusal.
 */
export async function observeGallery(
  { config: { gallery: config, image } }: LoadedConfig,
  runOptions: RunOptions,
  azure: Azure,
  call: Call,
): Promise<GalleryFacts | undefined> {
  const id = parseArmId(config?.imageDefinition ?? '')
  if (id === undefined || !hasType(id, armTypes.imageDefinition)) return undefined
  const definitionId = id.text
  const [definition, versions, locations] = await Promise.all([
    azure.imageDefinition(definitionId, call),
    azure.imageVersions(definitionId, call).then((found = []) => found),
    config?.targetRegions === undefined ? undefined : readRegions(id.subscriptionId, azure, call),
  ])
  const givenLocation = image?.location ?? runOptions.location
  const gallery =
    definition === undefined ? await azure.gallery(parentId(id) ?? '', call) : undefined
  return {
    definitionId,
    versions,
    ...(givenLocation !== undefined && { givenLocation }),
    ...(definition !== undefined && { definition }),
    ...(gallery !== undefined && { gallery }),
    ...(locations !== undefined && { locations }),
  }
}

/**
 * Reads what an `image-id` of a gallery names: one version, or a definition, which stands for its latest version.
 * Undefined for an id of anything else.
 */
export async function observeGivenVersion(
  imageId: string,
  azure: Azure,
  call: Call,
): Promise<Extract<GivenImage, { kind: 'gallery' }> | undefined> {
  const id = parseArmId(imageId)
  if (id === undefined) return undefined
  const isVersion = hasType(id, armTypes.imageVersion)
  if (!isVersion && !hasType(id, armTypes.imageDefinition)) return undefined
  const definitionId = isVersion ? (parentId(id) ?? '') : id.text
  const [definition, version] = await Promise.all([
    azure.imageDefinition(definitionId, call),
    isVersion
      ? azure.imageVersion(id.text, call)
      : azure.imageVersions(definitionId, call).then((found = []) => latestVersion(found)),
  ])
  return {
    kind: 'gallery',
    id: id.text,
    ...(definition !== undefined && { definition }),
    ...(version !== undefined && { version }),
  }
}
