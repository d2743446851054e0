import { objectAt } from '../json.js'
import { armError, type JsonObject, type RouteContext } from '../kernel.js'
import { readShape, showPath, type PropertyPath, type Shape, type ShapeRefusals } from '../shape.js'

/** Resource Manager's words for a body that does not have the shape: https://github.com/Azure/azure-powershell/issues/4309 */
const refusals: ShapeRefusals = {
  malformed: (path, expected) =>
    undeserialized(`The value at '${showPath(path)}' must be ${expected}`),
  unknown: refuseUnknown,
  notInVersion: refuseUnknown,
  missing: (path) => undeserialized(`Required property '${showPath(path)}' not found`),
  noChoice: (path, value, values) =>
    armError(
      400,
      'InvalidParameter',
      `The value '${value}' of parameter '${nameOf(path)}' is invalid. Allowed values are: ${values.join(', ')}.`,
      { target: nameOf(path) },
    ),
}

function nameOf(path: PropertyPath): string {
  return String(path.at(-1))
}

function refuseUnknown(path: PropertyPath): Error {
  const holder = path.length === 1 ? 'ResourceDefinition' : showPath(path.slice(0, -1))
  return undeserialized(
    `Could not find member '${nameOf(path)}' on object of type '${holder}'. Path '${showPath(path)}'.`,
  )
}

function undeserialized(why: string): Error {
  return armError(
    400,
    'InvalidRequestContent',
    `The request content was invalid and could not be deserialized: '${why}'.`,
  )
}

/** The body of a write as the service understands it: what it sets itself and nulls dropped, choices in its letter case. */
export function readBody({ body, apiVersion }: RouteContext, shape: Shape): JsonObject {
  return objectAt(readShape(body, shape, { version: apiVersion, path: [], refuse: refusals }))
}
