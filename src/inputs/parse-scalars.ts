/** `true` or `false` in any letter case. */
export function parseBoolean(text: string): boolean | undefined {
  const word = text.toLowerCase()
  if (word === 'true') return true
  return word === 'false' ? false : undefined
}

/** A whole number in decimal digits that a double holds exactly. */
export function parseInteger(text: string): number | undefined {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : undefined
  return Number.isSafeInteger(value) ? value : undefined
}
