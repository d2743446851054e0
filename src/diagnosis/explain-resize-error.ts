import type { AzureErrorDetail } from '../shared/errors.js'
import { findMeaning, type About, type Meaning } from './catalogue.js'
import { providerEntries, reasonEntries, resizeEntries } from './catalogue-resize.js'
import { decodeDetails, firstLine, type Decoded } from './decode.js'
import type { Explanation, ResizeErrorReport } from './explanation.js'

/** What an explanation may name. */
export type Subject = Omit<About, 'text'>

/** Cause and remedy of one error of a resize; the provider's own error, where there is one, decides. */
export function explainResizeError(error: AzureErrorDetail, subject: Subject = {}): Explanation {
  const decoded = decodeDetails(error)
  const { cause, remedy, retryable, docs } = meaningOf(error, decoded, subject)
  const cutShort = decoded.providerTruncated
    ? '; Azure cut its own evidence short, so only its beginning is known'
    : ''
  return {
    code: error.code,
    message: firstLine(error.message),
    cause: `${cause}${cutShort}`,
    remedy,
    retryable,
    evidence: decoded.evidence,
    ...(docs === undefined ? {} : { docs }),
  }
}

export interface ResizeOfError {
  /** 1-based resize of this run; 0 for a resize before this run. */
  readonly attempt: number
  /** ISO 8601 start of that resize. */
  readonly at: string | undefined
}

/** The same for the `resize-errors` output. */
export function reportResizeError(
  explanation: Explanation,
  { attempt, at }: ResizeOfError,
): ResizeErrorReport {
  const { code, message, evidence, retryable, cause, remedy } = explanation
  return { code, message, details: evidence, attempt, at, retryable, cause, remedy }
}

/** AllocationFailed and Unknown say nothing themselves: what is beneath them comes first. */
function meaningOf(error: AzureErrorDetail, decoded: Decoded, subject: Subject): Meaning {
  const text = [error.message, ...decoded.evidence.map((one) => one.message)].join('\n')
  const isVague = /^(AllocationFailed|Unknown)$/i.test(error.code)
  const beneath = isVague ? meaningBeneath(decoded, subject) : undefined
  return (
    beneath ??
    findMeaning(resizeEntries, error.code, { ...subject, text }) ??
    meaningBeneath(decoded, subject) ?? {
      cause: `Azure ended the resize with ${error.code || 'an error without a code'}`,
      remedy: 'read the evidence, run again, and open a support ticket when it persists',
      retryable: false,
    }
  )
}

function meaningBeneath({ provider, reasons }: Decoded, subject: Subject): Meaning | undefined {
  // Innermost first: the outer codes only repeat that something failed.
  for (const { code, message } of provider.toReversed()) {
    const meaning = findMeaning(providerEntries, code, { ...subject, text: message })
    if (meaning !== undefined) return meaning
  }
  for (const text of reasons) {
    const meaning = findMeaning(reasonEntries, undefined, { ...subject, text })
    if (meaning !== undefined) return meaning
  }
  return undefined
}
