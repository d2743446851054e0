import { randomUUID } from 'node:crypto'
import { Refusal, type JsonObject, type SimulatedClock } from '../../kernel.js'
import { showPath, type PropertyPath } from '../../shape.js'

/** One name/value pair beside an error: `PropertyName`, `Reason`, `Provider Error Json` … */
export interface NamedValue {
  readonly name: string
  readonly value: string
}

/** A refusal of the Batch service, before it is put into the words of Resource Manager or of the data plane. */
export interface Problem {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly values?: readonly NamedValue[]
}

/** Ends a request with a problem from anywhere below a handler. */
export class BatchRefusal extends Error {
  override readonly name = 'BatchRefusal'
  readonly problem: Problem
  constructor(refused: Problem) {
    super(refused.code)
    this.problem = refused
  }
}

function lastName(path: PropertyPath): string {
  return path.findLast((part) => typeof part === 'string') ?? ''
}

/** The service's sentence for each code, as far as it has been seen. */
const sentences: Readonly<Record<string, string>> = {
  ConditionNotMet: 'The condition specified using HTTP conditional header(s) is not met.',
  InsufficientPermissions:
    'The user identity used for this operation does not have the required privelege on the specified resource.',
  InvalidAutoScalingSettings:
    'The specified autoscaling settings are invalid, see the values for the reason.',
  InvalidPropertyValue:
    'The value provided for one of the properties in the request body is invalid.',
  InvalidRequestBody: 'The specified Request Body is not syntactically valid.',
  MissingRequiredProperty: 'A required property was not specified in the request body.',
  OperationInvalidForCurrentState:
    'The requested operation cannot be performed in the current state of the resource.',
  PoolBeingDeleted: 'The specified pool has been marked for deletion.',
  PoolBeingResized: 'The specified pool is being resized.',
  PoolExists: 'The specified pool already exists.',
  PoolNotFound: 'The specified pool does not exist.',
  PoolQuotaReached: 'The pool quota for the account has been reached.',
  PropertyCannotBeUpdated:
    'A property that cannot be updated was specified as part of the request.',
  UnsupportedProperty: 'The property is not supported in this version of the API.',
}

/** A problem with the service's usual sentence for its code. */
export function problem(
  status: number,
  code: string,
  values: readonly NamedValue[] = [],
  message: string = sentences[code] ?? code,
): BatchRefusal {
  return new BatchRefusal({ status, code, message, values })
}

export interface PropertyFault {
  readonly path: PropertyPath
  readonly reason: string
  readonly value?: string
  readonly code?: string
  readonly status?: number
}

/** 400 `InvalidPropertyValue` (or another code) with the property's name, value and path, and the reason. */
export function propertyProblem(fault: PropertyFault): BatchRefusal {
  const { path, reason, value, code = 'InvalidPropertyValue', status = 400 } = fault
  return problem(status, code, [
    { name: 'Reason', value: reason },
    { name: 'PropertyName', value: lastName(path) },
    ...(value === undefined ? [] : [{ name: 'PropertyValue', value }]),
    { name: 'PropertyPath', value: showPath(path) },
  ])
}

function signedMessage(message: string, requestId: string, clock: SimulatedClock): string {
  return `${message}\nRequestId:${requestId}\nTime:${new Date(clock.now()).toISOString()}`
}

/** Resource Manager's form: pairs become `details`, the name as `code` and the value as `message`. */
export function armRefusal(
  { status, code, message, values = [] }: Problem,
  clock: SimulatedClock,
): Refusal {
  const requestId = randomUUID()
  const error: JsonObject = {
    code,
    message: signedMessage(message, requestId, clock),
    target: 'BatchAccount',
  }
  if (values.length > 0)
    error['details'] = values.map(({ name, value }) => ({ code: name, message: value }))
  return new Refusal({ status, headers: { 'x-ms-request-id': requestId }, body: { error } })
}

export const odataContentType = 'application/json; odata=minimalmetadata'

/** The data plane's form: OData, pairs under `values`. */
export function odataRefusal(refused: Problem, clock: SimulatedClock, origin: string): Refusal {
  const { status, code, message, values = [] } = refused
  const requestId = randomUUID()
  const body: JsonObject = {
    'odata.metadata': `${origin}/$metadata#Microsoft.Azure.Batch.Protocol.Entities.Container.errors/@Element`,
    code,
    message: { lang: 'en-US', value: signedMessage(message, requestId, clock) },
  }
  if (values.length > 0) body['values'] = values.map(({ name, value }) => ({ key: name, value }))
  return new Refusal({
    status,
    headers: { 'content-type': odataContentType, 'request-id': requestId },
    body,
  })
}
