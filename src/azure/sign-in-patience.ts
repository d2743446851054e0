/** What is tried again of a sign-in, and for how long. */
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline'
import type { Clock } from '../ports/clock.js'
import { createSystemClock } from '../ports/system-clock.js'

export interface Patience {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Before each further try. */
  readonly pausesMs: readonly number[]
}

/** Hiccups last seconds; what lasts longer is an outage, and a minute is as much as a sign-in may take. */
const usualPausesMs = [500, 1_000, 2_000, 4_000, 8_000]
/** After so long there is no further try: each of them has retries of the SDK within. */
const mostMs = 40_000

export function usualPatience(signal: AbortSignal): Patience {
  return { clock: createSystemClock(), signal, pausesMs: usualPausesMs }
}

/** Tries again what fails for a reason that may pass. Throws the last failure, or the signal's reason. */
export async function patiently<T>(
  attempt: () => Promise<T>,
  { clock, signal, pausesMs }: Patience,
  isPassing: (error: unknown) => boolean,
): Promise<T> {
  const start = clock.now()
  for (const pauseMs of pausesMs) {
    try {
      return await attempt()
    } catch (error) {
      if (signal.aborted || !isPassing(error) || clock.now() - start > mostMs) throw error
    }
    await clock.sleep(pauseMs, signal)
  }
  return await attempt()
}

export interface WatchedTransport {
  readonly httpClient: HttpClient
  /** What went wrong with the last request on its way, or at a service that is not itself; MSAL keeps neither. */
  readonly trouble: () => string | undefined
}

export function watchTransport(client: HttpClient | undefined): WatchedTransport {
  const inner = client ?? createDefaultHttpClient()
  let trouble: string | undefined
  return {
    trouble: () => trouble,
    httpClient: {
      sendRequest: async (request) => {
        try {
          const response = await inner.sendRequest(request)
          trouble = isPassingStatus(response.status) ? `HTTP ${String(response.status)}` : undefined
          return response
        } catch (error) {
          trouble = describe(error)
          throw error
        }
      },
    },
  }
}

export function isPassingStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : ''
  return `${code}${error.message}`
}

/**
 * Microsoft Entra's own words and MSAL's for what may pass. Codes:
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const passing =
  /\b(temporarily_unavailable|server_error|network_error|endpoints_resolution_error|request_timeout)\b|\btransient\b|temporar(y|ily)|AADSTS(90033|90024|90012|90055|50180)\b/i

export function saysItPasses(text: string): boolean {
  return passing.test(text)
}
