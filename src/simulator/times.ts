/** `2026-11-01T09:00:00.0000000+00:00`: how the compute provider writes times (seen in recordings). */
export function computeTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}0000+00:00`
}
