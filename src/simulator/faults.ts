import type {
  Fault,
  JsonObject,
  OperationFailure,
  Route,
  SimulatedRequest,
  SimulatedResponse,
} from './kernel.js'
import { decodePart } from './router.js'

/** The faults still to come. */
export interface Faults {
  add(fault: Fault): void
  /** Called once a request: the fault it meets, used up by that. */
  meet(request: SimulatedRequest, requestNumber: number | undefined): Fault | undefined
  /** The failure planned for an operation that this request starts, used up by that. */
  meetOperation(
    request: SimulatedRequest,
    requestNumber: number | undefined,
  ): OperationFailure | undefined
}

interface Pending {
  readonly fault: Fault
  left: number
}

export function createFaults(initial: readonly Fault[] = []): Faults {
  const pending: Pending[] = initial.map(toPending)

  function take(
    request: SimulatedRequest,
    requestNumber: number | undefined,
    wanted: (fault: Fault) => boolean,
  ): Fault | undefined {
    const due = pending.find(
      ({ fault, left }) => left > 0 && wanted(fault) && matches(fault, request, requestNumber),
    )
    if (due === undefined) return undefined
    due.left -= 1
    return due.fault
  }

  return {
    add(fault) {
      pending.push(toPending(fault))
    },
    meet: (request, number) =>
      take(request, number, ({ operationFails }) => operationFails === undefined),
    meetOperation: (request, number) =>
      take(request, number, ({ operationFails }) => operationFails !== undefined)?.operationFails,
  }
}

const errorCodes: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'AuthenticationFailed',
  403: 'AuthorizationFailed',
  404: 'NotFound',
  408: 'RequestTimeout',
  409: 'Conflict',
  412: 'PreconditionFailed',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
}

/** Whether a fault only makes the real answer come late. */
export function isMereDelay({ delaySeconds, status, body, text, break: broken }: Fault): boolean {
  const said = [status, body, text, broken]
  return delaySeconds !== undefined && said.every((one) => one === undefined)
}

/** The answer of a fault; where it gives no body, the error body of the plane for its status. */
export function answerFault(fault: Fault, plane: Route['plane'] = 'arm'): SimulatedResponse {
  const { status = 500, headers, text } = fault
  const body = fault.body ?? (text === undefined ? usualBody(status, plane) : undefined)
  return {
    status,
    ...(headers === undefined ? {} : { headers: lowerCased(headers) }),
    ...(body === undefined ? {} : { body }),
    ...(text === undefined ? {} : { text }),
    ...(fault.break === undefined ? {} : { break: fault.break }),
  }
}

function usualBody(status: number, plane: Route['plane']): JsonObject | undefined {
  const code = errorCodes[status]
  if (code === undefined) return undefined
  const message = `${code}, on purpose.`
  return plane === 'batch'
    ? { code, message: { lang: 'en-US', value: message } }
    : { error: { code, message } }
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
}

function toPending(fault: Fault): Pending {
  return { fault, left: fault.times ?? 1 }
}

function matches(
  fault: Fault,
  { method, url }: SimulatedRequest,
  requestNumber: number | undefined,
): boolean {
  const isAimed = (fault.on ?? fault.path ?? fault.query) !== undefined
  if (requestNumber === undefined && !isAimed) {
    return false // sign-in meets only the faults that are meant for it
  }
  if (fault.atRequest !== undefined && fault.atRequest !== requestNumber) return false
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false
  if (fault.on !== undefined && !new RegExp(fault.on, 'i').test(`${method} ${url.pathname}`)) {
    return false
  }
  if (fault.query !== undefined && !new RegExp(fault.query, 'i').test(decodePart(url.search))) {
    return false
  }
  return fault.path === undefined || new RegExp(`^(?:${fault.path})$`, 'i').test(url.pathname)
}
