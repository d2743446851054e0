import type { Config, LoadedConfig, RunOptions } from '../inputs/config.js'
import { soleSubscription } from '../inputs/subscriptions-in.js'
import type { Azure, Call } from '../ports/azure.js'
import {
  armTypes,
  idKey,
  imageId,
  nameOfId,
  parseArmId,
  resourceGroupId,
  resourceId,
  type Scope,
} from '../shared/arm-id.js'
import { UserError } from '../shared/errors.js'
import type { Path } from '../shared/finding.js'
import { mapConcurrent } from '../shared/map-concurrent.js'
import { showValue } from '../shared/show-value.js'
import { suggest } from '../shared/suggest.js'

const definitionPath = ['gallery', 'imageDefinition']
const mostReads = 6

/**
 * Puts IDs in the place of names: `gallery/definition` and `definition` for the image definition, and for `image-id` the name of a
 * managed image, `gallery/definition` or `gallery/definition/1.2.3`. Only the last name of a definition alone takes a look at
 * Azure. Throws `UserError` for one that is not there, or more than once, and where nothing says in which group to look.
 */
export async function withIds(
  loaded: LoadedConfig,
  runOptions: RunOptions,
  azure: Azure,
  call: Call,
): Promise<LoadedConfig> {
  const { config } = loaded
  const names = { definition: config.gallery?.imageDefinition, image: config.image?.id }
  const scope = (path: Path, name: string) => scopeOf(loaded, runOptions, { path, name })
  const place = { loaded, azure, call }
  const definition = isName(names.definition)
    ? await definitionId(names.definition, scope(definitionPath, names.definition), place)
    : undefined
  const image = isName(names.image)
    ? givenId(names.image, scope(['image', 'id'], names.image))
    : undefined
  if (definition === undefined && image === undefined) return loaded
  const named: Config = {
    ...config,
    ...(definition !== undefined && {
      gallery: { ...config.gallery, imageDefinition: definition },
    }),
    ...(image !== undefined && { image: { ...config.image, id: image } }),
  }
  return { ...loaded, config: named }
}

function isName(given: string | undefined): given is string {
  return given !== undefined && parseArmId(given) === undefined
}

function givenId(given: string, scope: Scope): string {
  const [first = '', definition, version] = given.split('/')
  if (definition === undefined) return imageId(scope, first)
  const id = `${resourceId(scope, armTypes.gallery, first)}/images/${definition}`
  return version === undefined ? id : `${id}/versions/${version}`
}

interface Place {
  readonly loaded: LoadedConfig
  readonly azure: Azure
  readonly call: Call
}

async function definitionId(given: string, scope: Scope, place: Place): Promise<string> {
  const [first = '', second] = given.split('/')
  if (second !== undefined) return `${resourceId(scope, armTypes.gallery, first)}/images/${second}`
  const { azure, call, loaded } = place
  const group = idKey(`${resourceGroupId(scope)}/`)
  const galleries = await azure.galleries(scope.subscriptionId, call)
  const inGroup = galleries.filter(({ id }) => idKey(id).startsWith(group))
  const lists = await mapConcurrent(
    inGroup,
    mostReads,
    async ({ id }) => await azure.imageDefinitions(id, call),
  )
  const all = lists.flat().map(({ id }) => id)
  const found = all.filter((id) => nameOfId(id).toLowerCase() === first.toLowerCase())
  const [only, ...others] = found
  if (only !== undefined && others.length === 0) return only
  const where = `in resource group ${scope.resourceGroup}`
  if (only !== undefined) {
    throw refusal(loaded, definitionPath, {
      message: `image definition ${showValue(first)} is in ${String(found.length)} galleries ${where}`,
      help: `write one of ${found.map(shortName).join(', ')}`,
    })
  }
  const near = suggest(first, all.map(nameOfId))
  const nearId = all.find((id) => nameOfId(id) === near)
  throw refusal(loaded, definitionPath, {
    message: `there is no image definition ${showValue(first)} ${where}`,
    help: nearId === undefined ? listHelp(all, where) : `did you mean ${shortName(nearId)}?`,
  })
}

function listHelp(all: readonly string[], where: string): string {
  const other = 'give the ID of one in another group'
  if (all.length === 0) return `no gallery ${where} has any; ${other}`
  return `there are ${all.slice(0, mostNamed).map(shortName).join(', ')}; ${other}`
}

const mostNamed = 10

/** `renderGallery/render-node` */
function shortName(definition: string): string {
  return parseArmId(definition)?.names.join('/') ?? definition
}

function scopeOf(
  loaded: LoadedConfig,
  { resourceGroup, subscriptionId }: RunOptions,
  { path, name }: { readonly path: Path; readonly name: string },
): Scope {
  const group = resourceGroup ?? loaded.config.image?.resourceGroup
  const subscription = subscriptionId ?? soleSubscription(loaded.config)
  if (group !== undefined && subscription !== undefined) {
    return { subscriptionId: subscription, resourceGroup: group }
  }
  const lacks = group === undefined ? 'resource-group' : 'subscription-id'
  throw refusal(loaded, path, {
    message: `${showValue(name)} is a name, and nothing says in which ${group === undefined ? 'resource group' : 'subscription'} it is`,
    help: `give ${lacks}, or the whole ID`,
  })
}

function refusal(
  { originOf }: LoadedConfig,
  path: Path,
  said: { readonly message: string; readonly help: string },
): UserError {
  const rule = path === definitionPath ? 'gallery/definition-id' : 'image/given-id-is-an-image'
  return new UserError([{ rule, severity: 'error', ...said, at: originOf(path) }])
}
