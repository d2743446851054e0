import type { HttpClient } from '@azure/core-rest-pipeline'
import { createInMemoryClient } from './client.js'
import { startClock } from './clock.js'
import { createEvents, type Events } from './events.js'
import { answerFault, createFaults, isMereDelay, type Faults } from './faults.js'
import { passGate } from './gate.js'
import {
  NoBehaviour,
  Refusal,
  type DataPlaneState,
  type RouteContext,
  type Scenario,
  type SimulatedClock,
  type SimulatedRequest,
  type SimulatedResponse,
  type Store,
} from './kernel.js'
import { createOperations, guidOf, type Operations } from './operations.js'
import { createRateLimits, type RateLimits } from './rate-limits.js'
import { loadJobs } from './resources/batch/jobs.js'
import { azureRoutes } from './resources/index.js'
import { createRouter, type RouteMatch } from './router.js'
import { forVersion } from './shown-since.js'
import { createSignIn, type SignIn } from './signin.js'
import { createStore } from './store.js'
import { createTranscript, type RecordingTranscript, type Transcript } from './transcript.js'
import { fillScenario, loadWorld, type FilledScenario } from './world.js'

export interface Answer extends SimulatedResponse {
  /** The request, where the simulator has no behaviour for it. */
  readonly unknown?: string
}

export interface Simulator {
  readonly tenantId: string
  readonly clientId: string
  readonly clientSecret: string
  /** The first subscription. */
  readonly subscriptionId: string
  readonly transcript: Transcript
  readonly store: Store
  readonly clock: SimulatedClock
  readonly faults: Pick<Faults, 'add'>
  /** Requests that the simulator has no behaviour for, and events that found nothing to change: a test can assert there were none. */
  readonly unknownRequests: readonly string[]
  /** Answers one request. With `checkTokens` a request without a good token is refused, as over HTTPS. */
  handle(request: SimulatedRequest, options?: { readonly checkTokens?: boolean }): Answer
  /** For the SDKs' `httpClient` option; takes any token. */
  httpClient(): HttpClient
}

interface Parts {
  readonly scenario: FilledScenario
  readonly clock: SimulatedClock
  readonly store: Store
  readonly faults: Faults
  readonly events: Events
  readonly operations: Operations
  readonly rateLimits: RateLimits
  readonly transcript: RecordingTranscript
  readonly signIn: SignIn
  readonly route: (method: string, path: string) => RouteMatch | undefined
  readonly onAnswer: (request: SimulatedRequest, answer: SimulatedResponse) => void
  readonly unknownRequests: string[]
  readonly counts: { requests: number; answers: number }
}

export interface SimulatorOptions {
  /** Lets a test turn simulated time itself. */
  readonly clock?: SimulatedClock
  /** Gets a line as each request is answered: those of the transcript, and those of the sign-in. */
  readonly onRequest?: (line: string) => void
  /** Whether the transcript is to be read later; a world that is served for days would fill the memory with it. */
  readonly keepsTranscript?: boolean
  /** Gets what each request is answered, but for sign-in and the answers of faults. */
  readonly onAnswer?: (request: SimulatedRequest, answer: SimulatedResponse) => void
  /** How fast the time runs in which the answers of faults are late; absent: as fast as the clock. */
  readonly waitingSpeed?: number
}

/** A small Azure. `scenario` sets what it holds and how it behaves (README.md says what each setting does). */
export function createSimulator(
  scenario: Scenario = {},
  {
    clock = startClock(scenario.speed),
    onRequest,
    onAnswer = () => undefined,
    waitingSpeed,
    keepsTranscript,
  }: SimulatorOptions = {},
): Simulator {
  const transcript = createTranscript(onRequest, keepsTranscript)
  const parts = assemble(fillScenario(scenario), clock, transcript, onAnswer)
  const { tenantId, clientId, clientSecret } = parts.scenario
  const simulator: Simulator = {
    tenantId,
    clientId,
    clientSecret,
    subscriptionId: parts.scenario.subscriptionId,
    transcript: parts.transcript,
    store: parts.store,
    clock,
    faults: parts.faults,
    unknownRequests: parts.unknownRequests,
    handle: (request, options) => answer(parts, request, options?.checkTokens ?? false),
    httpClient: () => createInMemoryClient(simulator, waitingSpeed ?? clock.speed),
  }
  return simulator
}

/** What events change of it. */
type ChangingScenario = FilledScenario & { dataPlane?: DataPlaneState }

function assemble(
  given: FilledScenario,
  clock: SimulatedClock,
  transcript: RecordingTranscript,
  onAnswer: Parts['onAnswer'],
): Parts {
  const denied = [...(given.denied ?? [])]
  const scenario: ChangingScenario = { ...given, denied }
  const unknownRequests: string[] = []
  const store = createStore(clock)
  loadWorld(store, scenario)
  loadJobs(store, scenario)
  store.start()
  const signIn = createSignIn(scenario, scenario)
  return {
    scenario,
    clock,
    store,
    signIn,
    faults: createFaults(scenario.faults),
    events: createEvents(scenario, {
      ...{ world: { store, clock, scenario }, denied },
      onDataPlane: (state) => {
        scenario.dataPlane = state
      },
      onIdle: (what) => unknownRequests.push(what),
    }),
    operations: createOperations(),
    rateLimits: createRateLimits(scenario, clock),
    transcript,
    onAnswer,
    route: createRouter([...signIn.routes, ...azureRoutes]),
    unknownRequests,
    counts: { requests: 0, answers: 0 },
  }
}

function answer(parts: Parts, request: SimulatedRequest, checkTokens: boolean): Answer {
  const match = parts.route(request.method, request.url.pathname)
  const isOpen = match?.route.plane === 'open'
  parts.events.run()
  if (!isOpen) parts.counts.requests += 1
  const number = isOpen ? undefined : parts.counts.requests
  const fault = parts.faults.meet(request, number)
  const isLate = fault !== undefined && isMereDelay(fault)
  const found = fault === undefined || isLate ? undefined : answerFault(fault, match?.route.plane)
  const mustRun = found === undefined || fault?.takesEffect === true || found.break === 'truncate'
  const real = mustRun ? carryOut(parts, request, { match, number, checkTokens }) : undefined
  const response = combine(real, found)
  if (isOpen) parts.transcript.tell(request, response.status)
  else parts.transcript.record(request, response.status)
  if (!isOpen && found === undefined) parts.onAnswer(request, response)
  return {
    ...response,
    ...(fault?.delaySeconds === undefined ? {} : { delaySeconds: fault.delaySeconds }),
    headers: { ...standardHeaders(parts, request), ...response.headers },
  }
}

function combine(real: Answer | undefined, faulty: SimulatedResponse | undefined): Answer {
  if (faulty === undefined) return real ?? { status: 500 }
  if (faulty.break !== undefined && real !== undefined) return { ...real, break: faulty.break }
  return faulty
}

interface Handling {
  readonly match: RouteMatch | undefined
  readonly number: number | undefined
  readonly checkTokens: boolean
}

function carryOut(parts: Parts, request: SimulatedRequest, handling: Handling): Answer {
  const { match, checkTokens } = handling
  if (match === undefined) return refuseUnknown(parts, request)
  const plane = match.route.plane ?? 'arm'
  let left: Readonly<Record<string, string>> = {}
  try {
    if (checkTokens && plane !== 'open') parts.signIn.requireToken(request, plane)
    if (plane === 'arm') left = parts.rateLimits.spend(request)
    const context = makeContext(parts, request, { ...handling, match })
    const response = match.route.handle(passGate(match.route, context))
    const isOfResource = plane === 'arm' && response.body !== undefined
    return {
      ...response,
      ...(isOfResource ? { body: forVersion(response.body ?? null, context.apiVersion) } : {}),
      headers: { ...left, ...response.headers },
    }
  } catch (error) {
    if (error instanceof NoBehaviour) return refuseUnknown(parts, request, `: ${error.message}`)
    if (!(error instanceof Refusal)) throw error
    return { ...error.response, headers: { ...left, ...error.response.headers } }
  }
}

function refuseUnknown(parts: Parts, { method, url }: SimulatedRequest, what = ''): Answer {
  const unknown = `simulator has no behaviour for ${method} ${url.pathname}${what}`
  parts.unknownRequests.push(unknown)
  const error = { code: 'SimulatorHasNoBehaviour', message: unknown }
  return { status: 501, body: { error }, unknown }
}

function makeContext(
  { scenario, clock, store, operations, faults }: Parts,
  request: SimulatedRequest,
  { match, number }: Handling & { readonly match: RouteMatch },
): RouteContext {
  const query = request.url.searchParams
  const { origin } = request.url
  const apiVersion = query.get('api-version') ?? ''
  return {
    request,
    params: match.params,
    query,
    apiVersion,
    body: {},
    store,
    clock,
    scenario,
    origin,
    operation: (id) => operations.get(id),
    startOperation: (start) =>
      operations.start(start, {
        origin,
        apiVersion,
        now: clock.now(),
        failure: faults.meetOperation(request, number),
      }),
  }
}

/** What every answer of Resource Manager carries; `Date` in simulated time. */
function standardHeaders(parts: Parts, request: SimulatedRequest): Record<string, string> {
  parts.counts.answers += 1
  const requestId = guidOf(`request ${String(parts.counts.answers)}`)
  return {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-cache',
    date: new Date(parts.clock.now()).toUTCString(),
    'x-ms-request-id': requestId,
    'x-ms-correlation-request-id': request.headers['x-ms-correlation-request-id'] ?? requestId,
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
  }
}
