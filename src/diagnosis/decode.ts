/** Takes Azure's errors apart, without losing anything of them. */
import type { AzureErrorDetail } from '../shared/errors.js'
import { isJsonObject } from '../shared/json.js'
import { readServiceError } from '../shared/service-error.js'

export interface Evidence {
  readonly code: string
  readonly message: string
  readonly target?: string
}

export interface Decoded {
  /** Everything beneath the error, flattened in order; the provider's JSON opened up where it is whole. */
  readonly evidence: readonly Evidence[]
  readonly reasons: readonly string[]
  /** The provider's own errors, outermost first. */
  readonly provider: readonly Evidence[]
  /** The provider's JSON was there, but cut short by the service. */
  readonly providerTruncated: boolean
}

const providerJson = 'Provider Error Json'
const providerTruncated = 'Provider Error Json Truncated'

/** Opens up what is beneath an error. */
export function decodeDetails(error: AzureErrorDetail): Decoded {
  const flat = flatten(error.details)
  const truncated = flat.some((one) => is(one, providerTruncated) && /^true$/i.test(one.message))
  const evidence: Evidence[] = []
  const provider: Evidence[] = []
  // Half a document might still parse up to a wrong meaning: it is not tried.
  for (const one of flat) {
    if (is(one, providerTruncated)) continue
    const parsed = is(one, providerJson) && !truncated ? parseProviderError(one.message) : []
    provider.push(...parsed)
    evidence.push(...(parsed.length > 0 ? parsed : [one]))
  }
  return {
    evidence,
    reasons: flat.filter((one) => is(one, 'Reason')).map((one) => one.message),
    provider,
    providerTruncated: truncated && flat.some((one) => is(one, providerJson)),
  }
}

/** First line of a message: what follows is `RequestId:…` and `Time:…`. */
export function firstLine(message: string): string {
  return message.split(/\r?\n/, 1)[0]?.trim() ?? ''
}

function is(one: Evidence, name: string): boolean {
  return one.code.toLowerCase() === name.toLowerCase()
}

function flatten(details: readonly AzureErrorDetail[]): readonly Evidence[] {
  return details.flatMap(({ code, message, target, details: beneath }) => [
    { code, message, ...(target === undefined ? {} : { target }) },
    ...flatten(beneath),
  ])
}

/** Compute's `{"error": {"code", "message", "details"}}`; nothing when it is no such JSON. */
function parseProviderError(text: string): readonly Evidence[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return [] // not JSON after all: it is shown as it came
  }
  const error = isJsonObject(parsed) && isJsonObject(parsed['error']) ? parsed['error'] : parsed
  if (!isJsonObject(error) || (error['code'] === undefined && error['message'] === undefined)) {
    return []
  }
  return flatten([readServiceError(error)])
}
