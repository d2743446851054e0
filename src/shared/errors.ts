import type { Finding } from './finding.js'

/** The user's input or config is wrong; the findings say where. Never a bug of ours. */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly findings: readonly Finding[]
  constructor(findings: readonly Finding[], message?: string) {
    super(message ?? findings.map((finding) => finding.message).join('; '))
    this.findings = findings
  }
}

/** One level of an Azure error: ARM's `{code, message, target, details[]}`, at any depth. */
export interface AzureErrorDetail {
  readonly code: string
  readonly message: string
  readonly target?: string
  readonly details: readonly AzureErrorDetail[]
}

export interface AzureFailureInit {
  /** What was being done, in our words: `create image render-1`. */
  readonly operation: string
  /** ARM id (or URL without query) of what it was done to. */
  readonly resource?: string
  /** HTTP status; absent when no answer came, or when a long-running operation ended badly. */
  readonly status?: number
  readonly error: AzureErrorDetail
  /** `x-ms-request-id` and `x-ms-correlation-request-id`, for a support ticket. */
  readonly requestId?: string
  readonly correlationId?: string
  readonly cause?: unknown
}

/** Azure refused or failed. Carries the service's whole structure, nothing discarded. */
export class AzureFailure extends Error {
  override readonly name = 'AzureFailure'
  readonly operation: string
  readonly resource: string | undefined
  readonly status: number | undefined
  readonly error: AzureErrorDetail
  readonly requestId: string | undefined
  readonly correlationId: string | undefined
  constructor(init: AzureFailureInit) {
    super(`${init.operation}: ${init.error.code}: ${init.error.message}`, { cause: init.cause })
    this.operation = init.operation
    this.resource = init.resource
    this.status = init.status
    this.error = init.error
    this.requestId = init.requestId
    this.correlationId = init.correlationId
  }
}

/** No answer came: Node's codes of broken connections, a pipeline's own, and a sign-in whose service is away. */
const unanswered =
  /^(E[A-Z_]+|REQUEST_SEND_ERROR|PARSE_ERROR|ConnectionFailed|NoAnswerInTime|SignInFailed|SignInUnavailable|IdTokenUnavailable)$/

/** Says nothing of what was asked about, and may be otherwise a moment later: an outage, throttling, a lost connection. */
export function isTransient(error: unknown): error is AzureFailure {
  if (!(error instanceof AzureFailure)) return false
  const { status } = error
  if (status === undefined) return unanswered.test(error.error.code)
  return status === 408 || status === 429 || (status >= 500 && status !== 501)
}

/** The caller asked to stop (SIGINT, SIGTERM). */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

/** A deadline passed. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed'
  /** Whether the message says already what was seen last: that of a wait that ran into its own deadline does. */
  readonly saysLastSeen: boolean

  constructor(
    message: string,
    { saysLastSeen = false, ...options }: ErrorOptions & { readonly saysLastSeen?: boolean } = {},
  ) {
    super(message, options)
    this.saysLastSeen = saysLastSeen
  }
}
