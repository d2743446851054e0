import type { ReadResult } from '../model/check-facts.js'
import type { Call } from '../ports/azure.js'
import { AzureFailure } from '../shared/errors.js'

/**
 * Takes a refusal to read one resource (403 above all) as an answer. Everything that says nothing about that
 * resource is thrown: no answer at all, a refused sign-in, throttling and failures of the service.
 */
export async function readOrRefusal<T>(read: Promise<T | undefined>): Promise<ReadResult<T>> {
  try {
    const value = await read
    return value === undefined ? { kind: 'missing' } : { kind: 'found', value }
  } catch (error) {
    if (!isRefusal(error)) throw error
    return { kind: 'unreadable', failure: error }
  }
}

/** Takes whatever Azure says for an answer; only an abort and our own mistakes are thrown. */
export async function tryRead<T>(
  read: Promise<T | undefined>,
  { signal }: Call,
): Promise<ReadResult<T>> {
  try {
    const value = await read
    return value === undefined ? { kind: 'missing' } : { kind: 'found', value }
  } catch (failure) {
    signal.throwIfAborted()
    if (failure instanceof AzureFailure) return { kind: 'unreadable', failure }
    throw failure
  }
}

/** The same, but of a read that `limit` has ended: the run does without its answer. */
export async function tryReadUntil<T>(
  read: Promise<T | undefined>,
  { signal, limit }: Call & { readonly limit: AbortSignal },
): Promise<ReadResult<T>> {
  try {
    return await tryRead(read, { signal })
  } catch (error) {
    if (!limit.aborted || error !== limit.reason) throw error
    const message = 'no answer in the time that a check may take'
    const detail = { code: 'NoAnswerInTime', message, details: [] }
    const failure = new AzureFailure({ operation: 'check', error: detail })
    return { kind: 'unreadable', failure }
  }
}

const aboutTheCaller: readonly (number | undefined)[] = [401, 408, 429]

function isRefusal(error: unknown): error is AzureFailure {
  if (!(error instanceof AzureFailure) || error.status === undefined) return false
  return error.status >= 400 && error.status < 500 && !aboutTheCaller.includes(error.status)
}
