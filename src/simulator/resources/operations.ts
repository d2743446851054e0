import { pollAfter } from '../arm.js'
import { operationVersions } from '../api-versions.js'
import { showDisk } from './disk-content.js'
import { signatureNames } from '../operations.js'
import {
  armError,
  type JsonObject,
  type Operation,
  type Route,
  type RouteContext,
  type SimulatedResponse,
} from '../kernel.js'

const kinds = {
  operations: 10,
  DiskOperations: 2,
  capsOperations: 60,
} as const

/**
 * The polls of the compute provider: `azure-asyncoperation` (a status) and, with `monitor=true`, `location` (the
 * result itself).
 */
export const operationRoutes: readonly Route[] = Object.entries(kinds).map(
  ([kind, pollSeconds]) => ({
    method: 'GET',
    path: `/subscriptions/{subscription}/providers/Microsoft.Compute/locations/{location}/${kind}/{operation}`,
    apiVersions: operationVersions,
    query: [...signatureNames, 'monitor'],
    handle: (context) => poll(context, pollSeconds),
  }),
)

function poll(context: RouteContext, pollSeconds: number): SimulatedResponse {
  const { clock, query, params } = context
  const operation = context.operation(params['operation'] ?? '')
  if (operation === undefined) throw armError(404, 'NotFound', 'The entity was not found.')
  requireSignature(context, operation)
  const isDone = clock.now() >= operation.until
  const headers = isDone ? {} : pollAfter(clock, pollSeconds)
  if (query.get('monitor') === 'true') return showResult(context, operation, isDone, headers)
  return { status: 200, headers, body: showStatus(context, operation, isDone) }
}

/** Our own strictness: a client that rebuilds the URL instead of following it is told so. */
function requireSignature({ query }: RouteContext, operation: Operation): void {
  const issued = new URL(operation.url).searchParams
  const isWhole = signatureNames.every((name) => query.get(name) === issued.get(name))
  if (isWhole) return
  throw armError(
    403,
    'AuthorizationFailed',
    'The signature of the operation URL does not match: follow the URL as it was answered.',
  )
}

function showStatus(context: RouteContext, operation: Operation, isDone: boolean): JsonObject {
  const { since, until, failure, id } = operation
  const startTime = new Date(since).toISOString()
  if (!isDone) return { startTime, status: 'InProgress', name: id }
  const endTime = new Date(until).toISOString()
  if (failure !== undefined) {
    return { startTime, endTime, status: 'Failed', error: { ...failure }, name: id }
  }
  const output = outputOf(context, operation)
  return {
    startTime,
    endTime,
    status: 'Succeeded',
    ...(output === undefined ? {} : { properties: { output } }),
    name: id,
  }
}

function showResult(
  context: RouteContext,
  operation: Operation,
  isDone: boolean,
  headers: Record<string, string>,
): SimulatedResponse {
  if (!isDone) return { status: 202, headers: { ...headers, location: context.request.url.href } }
  if (operation.failure !== undefined) {
    throw armError(409, operation.failure.code, operation.failure.message, {
      ...(operation.failure.details === undefined ? {} : { details: operation.failure.details }),
    })
  }
  const output = outputOf(context, operation)
  return output === undefined ? { status: 204 } : { status: 200, body: output }
}

/** Only operations of disks and snapshots have an output. */
function outputOf(context: RouteContext, { outputId }: Operation): JsonObject | undefined {
  const resource = outputId === undefined ? undefined : context.store.get(outputId)
  return resource === undefined ? undefined : showDisk(resource, context)
}
