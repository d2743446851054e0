import { createHash } from 'node:crypto'
import type { Operation, OperationFailure, OperationStart } from './kernel.js'

/** The long-running operations that were accepted, by id. */
export interface Operations {
  start(start: OperationStart, place: OperationPlace): Operation
  get(id: string): Operation | undefined
}

export interface OperationPlace {
  readonly origin: string
  readonly apiVersion: string
  /** Simulated ms since the epoch. */
  readonly now: number
  readonly failure?: OperationFailure | undefined
}

/** Query parameters of an operation's URL that are its signature. */
export const signatureNames = ['p', 't', 'c', 's', 'h'] as const

/** Real ones carry a certificate: 3 to 4 KB in all (seen in recordings of the service). */
const certificateLength = 3000

export function createOperations(): Operations {
  const byId = new Map<string, Operation>()
  let count = 0
  return {
    start(start, { origin, apiVersion, now, failure: planned }) {
      count += 1
      const id = start.id ?? guidOf(`operation ${String(count)}`)
      const failure = planned ?? start.failure
      const operation: Operation = {
        id,
        // Made anew where it is asked for: thousands of operations would keep 4 KB each.
        get url() {
          return `${origin}${start.collection}/${id}?${signedQuery(id, apiVersion, now)}`
        },
        since: now,
        until: start.until,
        ...(failure === undefined ? {} : { failure }),
        ...(start.outputId === undefined ? {} : { outputId: start.outputId }),
      }
      byId.set(id.toLowerCase(), operation)
      return operation
    },
    get: (id) => byId.get(id.toLowerCase()),
  }
}

/** A GUID that is the same for the same seed, so that transcripts stay the same from run to run. */
export function guidOf(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex')
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
  ]
  return [...parts, hex.slice(20, 32)].join('-')
}

function signedQuery(id: string, apiVersion: string, now: number): string {
  const query = new URLSearchParams({
    p: guidOf(`principal of ${id}`),
    'api-version': apiVersion,
    t: String(Math.round(now)),
    c: noise(`certificate of ${id}`, certificateLength),
    s: noise(`signature of ${id}`, 340),
    h: noise(`hash of ${id}`, 43),
  })
  return query.toString()
}

function noise(seed: string, length: number): string {
  let text = ''
  while (text.length < length) {
    text += createHash('sha512')
      .update(`${seed} ${String(text.length)}`)
      .digest('base64url')
  }
  return text.slice(0, length)
}
