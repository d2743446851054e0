import { showPath, type PropertyPath, type ShapeRefusals } from '../../shape.js'
import { problem, propertyProblem } from './problem.js'

/** Batch's words for a body that does not have a pool's shape. */
export const batchShapeRefusals: ShapeRefusals = {
  malformed: (path, expected) =>
    problem(400, 'InvalidRequestBody', [
      { name: 'Reason', value: `${showPath(path)} must be ${expected}` },
      { name: 'PropertyPath', value: showPath(path) },
    ]),
  unknown: refuseUnknown,
  missing: (path) =>
    propertyProblem({
      path,
      reason: 'The property is required',
      code: 'MissingRequiredProperty',
    }),
  notInVersion: (path, version) =>
    propertyProblem({
      path,
      reason: `The property is not part of API version ${version}`,
      code: 'UnsupportedProperty',
    }),
  noChoice: (path, value, values) =>
    propertyProblem({ path, value, reason: `The value must be one of: ${values.join(', ')}` }),
}

function refuseUnknown(path: PropertyPath): Error {
  const name = String(path.at(-1))
  return problem(400, 'InvalidRequestBody', [
    {
      name: 'Reason',
      value: `Could not find member '${name}' on the object at ${showPath(path.slice(0, -1))}`,
    },
    { name: 'PropertyName', value: name },
    { name: 'PropertyPath', value: showPath(path) },
  ])
}
