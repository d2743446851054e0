const pattern = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i

/** Ms of an ISO 8601 duration in days to seconds; undefined for anything else. */
export function durationMs(text: string): number | undefined {
  const parts = pattern.exec(text)
  if (parts === null || /^PT?$/i.test(text)) return undefined
  const amount = (index: number): number => Number(parts.at(index) ?? 0)
  return (((amount(1) * 24 + amount(2)) * 60 + amount(3)) * 60 + amount(4)) * 1000
}

export const minuteMs = 60_000
/** `resizeTimeout` where a pool says none. */
export const defaultTimeout = 'PT15M'
