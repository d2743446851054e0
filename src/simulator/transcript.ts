import { isObject } from './json.js'
import type { Json, SimulatedRequest } from './kernel.js'

/** One request as recorded: no headers but preconditions, no query but `api-version`, so nothing secret. */
export interface TranscriptEntry {
  readonly method: string
  /** As sent, percent-encoding included. */
  readonly path: string
  readonly apiVersion: string | undefined
  readonly status: number
  /** The body of a write. Sign-in bodies are never kept. */
  readonly body?: Json
  readonly ifMatch?: string
  readonly ifNoneMatch?: string
}

/** All requests in order; sign-in is counted apart. */
export interface Transcript {
  readonly entries: readonly TranscriptEntry[]
  /** PUT, PATCH, POST and DELETE. */
  writes(): readonly TranscriptEntry[]
  /** One line a request, stable from run to run: `PUT /path?api-version=v -> 201`. */
  text(): string
}

export interface RecordingTranscript extends Transcript {
  record(request: SimulatedRequest, status: number): void
  /** Of a request of the sign-in: its line and nothing more. */
  tell(request: SimulatedRequest, status: number): void
}

/** `onLine` gets the line of each request as it comes, the sign-in's too; with `isKept: false` that is all that is left of it. */
export function createTranscript(
  onLine: (line: string) => void = () => undefined,
  isKept = true,
): RecordingTranscript {
  const entries: TranscriptEntry[] = []
  return {
    entries,
    writes: () => entries.filter(({ method }) => method !== 'GET' && method !== 'HEAD'),
    text: () => entries.map(toLine).join('\n'),
    record(request, status) {
      const entry = toEntry(request, status)
      if (isKept) entries.push(entry)
      onLine(toLine(entry))
    },
    tell({ method, url }, status) {
      onLine(`${method} ${url.pathname} -> ${String(status)}`)
    },
  }
}

function toEntry(request: SimulatedRequest, status: number): TranscriptEntry {
  const { method, url, headers } = request
  const body = parseBody(request.body)
  const ifMatch = headers['if-match']
  const ifNoneMatch = headers['if-none-match']
  return {
    method,
    path: url.pathname,
    apiVersion: url.searchParams.get('api-version') ?? undefined,
    status,
    ...(body === undefined ? {} : { body }),
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
  }
}

function toLine({ method, path, apiVersion, status }: TranscriptEntry): string {
  const query = apiVersion === undefined ? '' : `?api-version=${apiVersion}`
  return `${method} ${path}${query} -> ${String(status)}`
}

function parseBody(text: string | undefined): Json | undefined {
  if (text === undefined || text === '') return undefined
  try {
    const parsed: unknown = JSON.parse(text)
    return isObject(parsed) ? parsed : undefined
  } catch {
    return undefined // what is no JSON is refused by its handler; there is nothing to keep
  }
}
