/** The ID token of the job, asked of the runner. */
import { isPassingStatus, patiently, type Patience } from './sign-in-patience.js'

/** `refused`: the runner does not give this job one. `unanswered`: its token service did not answer as it should. */
export class IdTokenFailure extends Error {
  override readonly name = 'IdTokenFailure'
  readonly kind: 'refused' | 'unanswered'
  constructor(kind: 'refused' | 'unanswered', why: string) {
    super(why)
    this.kind = kind
  }
}

export type RequestIdToken = (audience: string) => Promise<string>

/** A try without an answer for this long is given up. */
const tryMs = 15_000

/** Throws `IdTokenFailure`, or the reason of the patience's signal. */
export async function requestPatiently(
  request: RequestIdToken,
  audience: string,
  patience: Patience,
): Promise<string> {
  const attempt = async (): Promise<string> => {
    const limit = AbortSignal.any([patience.signal, AbortSignal.timeout(tryMs)])
    const token: unknown = await orAborted(request(audience), limit).catch((error: unknown) => {
      patience.signal.throwIfAborted()
      throw toFailure(error)
    })
    // The type says so, and whatever stands in the answer comes through.
    if (typeof token === 'string' && token !== '') return token
    throw new IdTokenFailure('unanswered', 'the answer holds no token')
  }
  return await patiently(attempt, patience, (error) => {
    return error instanceof IdTokenFailure && error.kind === 'unanswered'
  })
}

async function orAborted<T>(work: Promise<T>, limit: AbortSignal): Promise<T> {
  return await Promise.race([
    work,
    new Promise<never>((_, fail) => {
      const give = (): void => {
        fail(new Error(`no answer within ${String(tryMs / 1000)} s`))
      }
      limit.addEventListener('abort', give, { once: true })
    }),
  ])
}

/** @actions/core puts what happened on lines of its own: `Error Code : 500`, `Error Message: …`. */
function toFailure(error: unknown): IdTokenFailure {
  const text = error instanceof Error ? error.message : String(error)
  const why = text
    .replace(/Error message:|Failed to get ID Token\.|Error Code\s*: undefined/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const status = Number(/Error Code\s*:\s*(\d{3})/i.exec(text)?.[1] ?? Number.NaN)
  const isRefused = !Number.isNaN(status) && !isPassingStatus(status)
  return new IdTokenFailure(isRefused ? 'refused' : 'unanswered', why)
}
