/** What a question to Azure is, and what an answer comes to. */
import type { Supplies } from './supplies.js'
import type { Answer, Wire } from './wire.js'

/** What was seen, or what our sentence says will be: names and values that can be held against each other. */
export type Facts = Readonly<Record<string, string | number | boolean | readonly string[]>>

/** What a probe works with. */
export interface ProbeContext {
  /** Keeps the exchanges of this probe, for the report. */
  readonly azure: Wire
  /** What several probes share; made when it is first asked for. */
  readonly supplies: Supplies
  /** A name that no other resource of the run has. */
  readonly newName: (what: string) => string
}

/** A question, why its answer matters, and how Azure is asked. */
export interface Probe {
  /** `pool/if-none-match`: the sentences that it settles bear this id. */
  readonly id: string
  readonly question: string
  /** What the action or the simulator gets wrong if our sentence is. */
  readonly why: string
  /** By our sentence. */
  readonly expected: Facts
  /** Throws `NotPossible` where this subscription cannot answer it. */
  readonly ask: (context: ProbeContext) => Promise<Facts>
}

/** A question that this kit does not ask. */
export interface NotAsked {
  readonly id: string
  readonly question: string
  readonly why: string
  /** Why no run within the limits of the kit settles it. */
  readonly reason: string
}

/** The subscription, its quota or the moment does not allow the question. */
export class NotPossible extends Error {
  override readonly name = 'NotPossible'
}

/** Codes that say something of the caller or of the moment, and nothing of the question. */
const besides =
  /^(AuthorizationFailed|AuthorizationFailure|AuthorizationPermissionMismatch|LinkedAuthorizationFailed|RequestDisallowedByPolicy|PoolQuotaReached|MissingSubscriptionRegistration)$/

/** Throws `NotPossible` for an answer that is none to the question, whatever the probe makes of answers. */
export function checkIsAnswer(answer: Answer): void {
  const { status, code = '', text } = answer
  if (besides.test(code) || status === 401 || status === 429 || status >= 500) {
    throw new NotPossible(`Azure answers ${inBrief(answer)}: ${text.slice(0, 500)}`)
  }
}

/** Status and code, which most sentences are about. */
export function verdictOf({ status, code = '' }: Answer): Facts {
  return { status, code }
}

/** The same in one word: `409 Conflict`. */
export function inBrief({ status, code }: Answer): string {
  return code === undefined ? String(status) : `${String(status)} ${code}`
}

/** Throws `NotPossible` for a refusal: what hangs on it cannot be asked. */
export function accept(answer: Answer, what: string): Answer {
  if (answer.status < 400) return answer
  throw new NotPossible(`Azure refuses ${what}: ${inBrief(answer)} ${answer.text.slice(0, 500)}`)
}
