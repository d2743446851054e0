import type { AzureErrorDetail } from '../shared/errors.js'
import { findMeaning, type About, type Meaning } from './catalogue.js'
import { reasonEntries } from './catalogue-reasons.js'
import { providerEntries, resizeEntries } from './catalogue-resize.js'
import { decodeDetails, firstLine, type Decoded } from './decode.js'
import type { Explanation, ResizeErrorReport } from '../model/explanation.js'

/** What an explanation may name. */
export type Subject = Omit<About, 'text'>

/** Cause and remedy of one error of a resize; the provider's own error, where there is one, decides. */
export function explainResizeError(error: AzureErrorDetail, subject: Subject = {}): Explanation {
  const decoded = decodeDetails(error)
  const { meaning, isOpen } = meaningOf(error, decoded, subject)
  const { cause, remedy, retryable, docs } = meaning
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
    ...(isOpen ? { causeUnknown: isOpen } : {}),
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

interface Found {
  readonly meaning: Meaning
  /** Azure names no cause, or only that something is gone and not what. */
  readonly isOpen: boolean
}

/** AllocationFailed and Unknown say nothing themselves: what is beneath them comes first. */
function meaningOf(error: AzureErrorDetail, decoded: Decoded, subject: Subject): Found {
  const text = [error.message, ...decoded.evidence.map((one) => one.message)].join('\n')
  const isVague = /^(AllocationFailed|Unknown)$/i.test(error.code)
  const saysGone = decoded.provider.some(({ code }) => saysSomethingIsGone.test(code))
  const beneath = isVague ? meaningBeneath(decoded, subject) : undefined
  if (beneath !== undefined) return { meaning: beneath, isOpen: saysGone }
  const own = findMeaning(resizeEntries, error.code, { ...subject, text })
  if (own !== undefined) {
    // Where Azure says anything at all, no guess of ours goes before it.
    const isGuess = own.guess !== undefined && decoded.evidence.length === 0
    return { meaning: isGuess ? { ...own, ...own.guess } : own, isOpen: isVague }
  }
  const deeper = meaningBeneath(decoded, subject)
  if (deeper !== undefined) return { meaning: deeper, isOpen: saysGone }
  const unknown = {
    cause: `Azure ended the resize with ${error.code || 'an error without a code'}`,
    remedy: 'read the evidence; if it does not say enough, open a support ticket',
    retryable: false,
  }
  return { meaning: unknown, isOpen: true }
}

const saysSomethingIsGone = /^(GalleryImage|Image|PlatformImage|Resource)?NotFound$/i

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
