import { galleryVersions } from '../api-versions.js'
import { objectsAt, textAt, withoutUndefined } from '../json.js'
import type { Json, JsonObject, Route, RouteContext } from '../kernel.js'
import { sameText } from '../store.js'
import { armResource, type Draft, type DraftPlace } from './arm-resource.js'
import {
  changeNotAllowed,
  invalidParameter,
  missingParameter,
  nameOf,
  propertiesOf,
  resourceId,
  type ComputeType,
} from './compute.js'
import { imageDefinitionShape } from './gallery-shapes.js'
import { refuseWithChildren } from './galleries.js'

const imageDefinitions: ComputeType = {
  path: 'galleries/{gallery}/images/{definition}',
  apiVersions: galleryVersions,
  operations: 'capsOperations',
  pollSeconds: 5,
  body: imageDefinitionShape,
}
const createSeconds = 3
const namePattern = /^[a-z0-9](?:[a-z0-9_.-]{0,78}[a-z0-9])?$/i
const identifierParts = ['publisher', 'offer', 'sku'] as const

export const imageDefinitionRoutes: readonly Route[] = armResource({
  type: imageDefinitions,
  checkName,
  draft: draftDefinition,
  patch: ({ body }, stored) => {
    const properties = { ...stored.properties, ...propertiesOf(body) }
    refuseChanges(stored.properties, properties)
    return { properties }
  },
  deleteSeconds: 5,
  mayDelete: refuseWithChildren,
})

function draftDefinition(context: RouteContext, { existing }: DraftPlace): Draft {
  const properties = withDefaults(context)
  if (existing === undefined) refuseSameIdentifier(context, properties)
  else refuseChanges(existing.properties, properties)
  return { seconds: createSeconds, properties }
}

function checkName(context: RouteContext): void {
  const name = nameOf(context, imageDefinitions)
  if (namePattern.test(name)) return
  throw invalidParameter(
    `Gallery image name '${name}' is invalid: letters, digits, dots, dashes and underscores, 1 to 80, with a ` +
      'letter or digit at both ends.',
    'galleryImageName',
  )
}

/**
 * From API version 2025-03-03 a definition that says nothing is V2 with TrustedLaunchSupported, before it was V1:
 * https://learn.microsoft.com/azure/virtual-machines/azure-compute-gallery
 */
function withDefaults({ body, apiVersion }: RouteContext): JsonObject {
  const sent = propertiesOf(body)
  for (const name of ['osType', 'osState']) {
    if (textAt(sent, name) === undefined) throw missingParameter(`galleryImage.properties.${name}`)
  }
  for (const part of identifierParts) {
    if (textAt(sent, 'identifier', part) === undefined) {
      throw missingParameter(`galleryImage.properties.identifier.${part}`)
    }
  }
  const isNew = apiVersion >= '2025-03-03'
  const trusted: Json = [{ name: 'SecurityType', value: 'TrustedLaunchSupported' }]
  const hasSecurityType = objectsAt(sent, 'features').some(({ name }) => name === 'SecurityType')
  const generation = textAt(sent, 'hyperVGeneration') ?? (isNew ? 'V2' : 'V1')
  const addsTrusted = isNew && generation === 'V2' && !hasSecurityType
  return withoutUndefined({
    ...sent,
    hyperVGeneration: generation,
    architecture: sent['architecture'] ?? 'x64',
    features: addsTrusted ? [...objectsAt(sent, 'features'), ...trusted] : sent['features'],
  })
}

function identifierOf(properties: JsonObject): string {
  return identifierParts.map((part) => textAt(properties, 'identifier', part)).join(':')
}

function refuseSameIdentifier(context: RouteContext, properties: JsonObject): void {
  const collection = resourceId(context, 'galleries/{gallery}/images')
  const same = context.store
    .list(collection)
    .find((other) => sameText(identifierOf(other.properties), identifierOf(properties)))
  if (same === undefined) return
  throw invalidParameter(
    `The identifier '${identifierOf(properties)}' is already used by gallery image '${same.name}': it must be ` +
      'unique in the gallery.',
    'galleryImage.properties.identifier',
  )
}

function refuseChanges(before: JsonObject, after: JsonObject): void {
  for (const name of ['osType', 'osState', 'hyperVGeneration', 'architecture']) {
    const was = textAt(before, name) ?? (name === 'architecture' ? 'x64' : 'V1')
    if (was !== textAt(after, name)) throw changeNotAllowed(`galleryImage.properties.${name}`)
  }
  if (!sameText(identifierOf(before), identifierOf(after))) {
    throw changeNotAllowed('galleryImage.properties.identifier')
  }
}
