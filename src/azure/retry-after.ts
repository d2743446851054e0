import type { HttpHeaders } from '@azure/core-rest-pipeline'

/**
 * How long the service asks to wait, in ms: `retry-after-ms` and `x-ms-retry-after-ms`, else `Retry-After` in
 * seconds or as a date. Undefined when it asks for nothing, or for nothing that can be understood.
 */
export function retryAfterMs(headers: HttpHeaders, nowMs: number): number | undefined {
  for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) {
    const ms = wholeNumber(headers.get(name))
    if (ms !== undefined) return ms
  }
  const text = headers.get('retry-after')
  const seconds = wholeNumber(text)
  if (seconds !== undefined) return seconds * 1000
  const date = Date.parse(text ?? '')
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs)
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined
}
