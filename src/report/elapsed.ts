/** `0:42`, `12:05`, `1:02:03` for a length of time in ms. */
export function formatElapsed(ms: number): string {
  const whole = Math.max(0, Math.round(ms / 1000))
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor(whole / 60) % 60
  const seconds = String(whole % 60).padStart(2, '0')
  if (hours === 0) return `${String(minutes)}:${seconds}`
  return `${String(hours)}:${String(minutes).padStart(2, '0')}:${seconds}`
}
