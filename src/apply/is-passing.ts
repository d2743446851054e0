import { AzureFailure } from '../shared/errors.js'

/** No answer, throttling, or a failure of the service itself: the same request may succeed later. */
export function isPassing(error: unknown): error is AzureFailure {
  if (!(error instanceof AzureFailure)) return false
  const { status } = error
  return status === undefined || status === 408 || status === 429 || status >= 500
}
