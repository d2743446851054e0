const pattern = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i

/** Ms of an ISO 8601 duration in weeks to seconds; undefined for anything else. */
export function durationMs(text: string): number | undefined {
  const parts = pattern.exec(text)
  if (parts === null || /^PT?$/i.test(text)) return undefined
  const amount = (index: number): number => Number(parts.at(index) ?? 0)
  const days = amount(1) * 7 + amount(2)
  return (((days * 24 + amount(3)) * 60 + amount(4)) * 60 + amount(5)) * 1000
}

export const minuteMs = 60_000
/** `resizeTimeout` where a pool says none. */
export const defaultTimeout = 'PT15M'
