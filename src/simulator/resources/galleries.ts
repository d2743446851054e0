import { galleryVersions } from '../api-versions.js'
import { armError, type Route, type RouteContext, type StoredResource } from '../kernel.js'
import { armResource, type Draft, type DraftPlace } from './arm-resource.js'
import { invalidParameter, nameOf, propertiesOf, type ComputeType } from './compute.js'
import { galleryShape } from './gallery-shapes.js'

const galleries: ComputeType = {
  path: 'galleries/{gallery}',
  apiVersions: galleryVersions,
  operations: 'capsOperations',
  pollSeconds: 5,
  body: galleryShape,
}
const createSeconds = 3
const namePattern = /^[a-z0-9](?:[a-z0-9_.]{0,78}[a-z0-9])?$/i

export const galleryRoutes: readonly Route[] = armResource({
  type: galleries,
  checkName,
  draft: draftGallery,
  patch: ({ body }, { properties }) => ({ properties: { ...properties, ...propertiesOf(body) } }),
  deleteSeconds: 5,
  mayDelete: refuseWithChildren,
})

function checkName(context: RouteContext): void {
  const name = nameOf(context, galleries)
  if (namePattern.test(name)) return
  throw invalidParameter(
    `Gallery name '${name}' is invalid: letters, digits, dots and underscores, 1 to 80, with a letter or digit ` +
      'at both ends.',
    'galleryName',
  )
}

function draftGallery(context: RouteContext, { existing }: DraftPlace): Draft {
  const { body, params } = context
  const name = existing?.name ?? nameOf(context, galleries)
  const uniqueName = `${params['subscription'] ?? ''}-${name.toUpperCase()}`
  return {
    seconds: createSeconds,
    properties: { ...propertiesOf(body), identifier: { uniqueName } },
    top: body['identity'] === undefined ? {} : { identity: body['identity'] },
  }
}

/** A gallery or definition goes only when it is empty. */
export function refuseWithChildren({ store }: RouteContext, { id, type }: StoredResource): void {
  const child = [...store.list(`${id}/images`), ...store.list(`${id}/versions`)][0]
  if (child === undefined) return
  throw armError(
    409,
    'CannotDeleteResource',
    `Can not delete resource before nested resources are deleted. Resource of type '${type}': '${id}', nested: ` +
      `'${child.id}'.`,
  )
}
