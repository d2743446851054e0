import { isRestError, type HttpHeaders, type PipelineResponse } from '@azure/core-rest-pipeline'
import { AzureFailure, type AzureErrorDetail } from '../shared/errors.js'
import { isJsonObject } from '../shared/json.js'
import { readServiceError, textOf } from '../shared/service-error.js'
import { redact } from '../secrets/redact.js'

/** What is being done, and to what. */
export interface About {
  /** In our words, imperative: `create image render-1`. */
  readonly operation: string
  /** ARM id, or URL without query. */
  readonly resource: string
}

/** An answer, as far as failures are read from it. */
export type Received = Pick<PipelineResponse, 'status' | 'headers'> & {
  readonly bodyAsText?: string | null
}

/** Enough for any page that is not JSON; gateways answer with whole HTML documents. */
const longestForeignText = 2000

/**
 * Turns whatever a client threw into what the caller is to see: the signal's reason when it was aborted,
 * an `AzureFailure` with the service's whole structure for an answer or a broken connection, anything
 * else (a bug) as it is.
 */
export function toThrowable(
  error: unknown,
  about: About,
  { signal, last }: { readonly signal: AbortSignal; readonly last?: Received | undefined },
): unknown {
  if (signal.aborted) return signal.reason
  if (isInvalidUrl(error)) return leadsNowhere(error, about)
  if (isInsecureUrl(error)) return leadsAside(about)
  if (error instanceof AzureFailure) return error
  // What an SDK stumbles over in an answer that refuses: the refusal is what there is to tell.
  if (!isRestError(error)) {
    return last !== undefined && refuses(last) ? failureOfResponse(last, about, error) : error
  }
  // The newer clients' errors carry a response without its body; the body is in the answer as received.
  const response = last?.status === error.statusCode ? last : error.response
  if (response !== undefined && refuses(response)) {
    return failureOfResponse(response, about, error)
  }
  const cause = describeCause(error)
  if (response !== undefined) {
    const message = `the answer (status ${String(response.status)}) could not be read: ${cause.message}`
    return new AzureFailure({
      ...about,
      ...idsOf(response.headers),
      status: response.status,
      error: { code: 'UnreadableAnswer', message: redact(message), details: [] },
      cause,
    })
  }
  return new AzureFailure({ ...about, error: connectionDetail(error), cause })
}

/** Of `new URL`. What the user names is checked before any call, so what a call stumbles over comes from an answer. */
export function isInvalidUrl(error: unknown): error is { readonly input?: unknown } {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false
  return error.code === 'ERR_INVALID_URL'
}

function refuses({ status }: Received): boolean {
  return status >= 400
}

/** Of the SDKs' policies that add a token, which have no error of their own for it. */
export function isInsecureUrl(error: unknown): boolean {
  return error instanceof Error && /not permitted for non-TLS/i.test(error.message)
}

function leadsAside(about: About): AzureFailure {
  const message = 'the answer cannot be used: it leads to an address without TLS'
  return new AzureFailure({ ...about, error: { code: 'UnusableAnswer', message, details: [] } })
}

function leadsNowhere({ input }: { readonly input?: unknown }, about: About): AzureFailure {
  const shown = typeof input === 'string' ? ` "${redact(input)}"` : ''
  const message = `the answer cannot be used: it leads to${shown}, which is no URL`
  return new AzureFailure({ ...about, error: { code: 'UnusableAnswer', message, details: [] } })
}

/** An answer that refuses, whole. */
export function failureOfResponse(response: Received, about: About, cause?: unknown): AzureFailure {
  return new AzureFailure({
    ...about,
    ...idsOf(response.headers),
    status: response.status,
    error: detailOfBody(response.bodyAsText ?? '', `HTTP ${String(response.status)}`),
    ...(cause === undefined ? {} : { cause: describeCause(cause) }),
  })
}

/** Microsoft's ids of an exchange, for a support ticket. */
export function idsOf(headers: HttpHeaders): { requestId?: string; correlationId?: string } {
  const requestId = headers.get('x-ms-request-id') ?? headers.get('request-id')
  const correlationId = headers.get('x-ms-correlation-request-id')
  return {
    ...(requestId === undefined ? {} : { requestId }),
    ...(correlationId === undefined ? {} : { correlationId }),
  }
}

/** The error in an answer's body; `fallbackCode` where the body names none. */
export function detailOfBody(body: string, fallbackCode: string): AzureErrorDetail {
  const text = body.trim()
  let parsed: unknown
  try {
    parsed = text === '' ? undefined : JSON.parse(text)
  } catch {
    // No JSON: a proxy's or gateway's page. Its text is all there is to tell.
    const plain = text.replace(/<[^<>]*>/g, ' ').replace(/\s+/g, ' ')
    const message = redact(plain.trim().slice(0, longestForeignText))
    return { code: fallbackCode, message, details: [] }
  }
  return detailOfJson(parsed, fallbackCode)
}

/** ARM's `{error: {...}}`, the older bare `{code, message}`, or the Batch data plane's OData form. */
export function detailOfJson(parsed: unknown, fallbackCode: string): AzureErrorDetail {
  if (!isJsonObject(parsed)) {
    return { code: fallbackCode, message: 'the answer says no more', details: [] }
  }
  const wrapped = parsed['error'] ?? parsed['odata.error']
  if (typeof wrapped === 'string') {
    // OAuth's form, as sign-in endpoints and some gateways have it.
    return { code: wrapped, message: textOf(parsed['error_description']) ?? wrapped, details: [] }
  }
  const reading = { code: fallbackCode, message: 'the answer says no more', clean: redact }
  return readServiceError(isJsonObject(wrapped) ? wrapped : parsed, reading)
}

/** Node's codes for a certificate that nobody we trust has signed. */
const untrustedCertificate = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])

function connectionDetail(error: Error & { code?: string }): AzureErrorDetail {
  const original = error.cause instanceof Error ? (error.cause as Error & { code?: string }) : error
  const code = original.code ?? error.code ?? 'ConnectionFailed'
  const hint = untrustedCertificate.has(code)
    ? ': the certificate is not trusted here; name its CA file in NODE_EXTRA_CA_CERTS'
    : ''
  return { code, message: redact(`no answer: ${original.message}${hint}`), details: [] }
}

/** The error that lies beneath, for a stack trace, without the request it carries and without secrets. */
export function describeCause(error: unknown, secrets: readonly string[] = []): Error {
  if (!(error instanceof Error)) return new Error(redact(String(error), secrets))
  const cause = new Error(redact(error.message, secrets))
  cause.name = error.name
  cause.stack = redact(error.stack ?? error.message, secrets)
  return cause
}
