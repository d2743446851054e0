/** How a text is written in YAML: plain, in quotes, or as a block. */
export type ScalarStyle =
  'PLAIN' | 'QUOTE_DOUBLE' | 'QUOTE_SINGLE' | 'BLOCK_FOLDED' | 'BLOCK_LITERAL'

/**
 * For each character of a text, and for its end, where in the YAML (or JSON) source it was written. `source` begins with the
 * text's opening quote or the header of its block. What YAML takes away is white space alone (indentation, folded line
 * breaks), and what it adds are escapes, so both are walked side by side. Places of white space are near ones.
 */
export function offsetsInSource(source: string, style: ScalarStyle, text: string): Int32Array {
  const offsets = new Int32Array(text.length + 1)
  let at = contentStart(source, style)
  let index = 0
  while (index < text.length) {
    const wanted = text.charAt(index)
    at = style === 'QUOTE_DOUBLE' ? skipLineEscapes(source, at) : at
    const isBlank = /\s/.test(wanted)
    const escape = style === 'QUOTE_DOUBLE' ? escapeAt(source, at) : undefined
    if (escape === undefined && !isBlank) at = skipBlanks(source, at, wanted)
    else if (escape === undefined && wanted === '\n') at = skipToLineEnd(source, at)
    // Behind blanks there may be another escape, or the end of the line that it makes.
    const found = style === 'QUOTE_DOUBLE' ? escapeAt(source, at) : undefined
    offsets[index] = at
    if (found !== undefined) {
      // An escape of a character beyond the basic plane makes two.
      for (let unit = 1; unit < found.units; unit++) offsets[index + unit] = at
      index += found.units
      at += found.length
    } else {
      at += widthAt(source, at, { style, isBlank })
      index += 1
    }
  }
  offsets[text.length] = at
  return offsets
}

function contentStart(source: string, style: ScalarStyle): number {
  if (style === 'PLAIN') return 0
  if (style === 'QUOTE_DOUBLE' || style === 'QUOTE_SINGLE') return 1
  const header = source.indexOf('\n')
  return header === -1 ? source.length : header + 1
}

/** A backslash at the end of a line takes the line break away, and the blanks that follow. */
function skipLineEscapes(source: string, from: number): number {
  let at = from
  for (;;) {
    const match = /^[ \t]*\\\r?\n[ \t\r\n]*/.exec(source.slice(at, at + 2000))
    if (match === null) return at
    at += match[0].length
  }
}

function escapeAt(source: string, at: number): { length: number; units: number } | undefined {
  if (source.charAt(at) !== '\\') return undefined
  const kind = source.charAt(at + 1)
  if (kind === 'x') return { length: 4, units: 1 }
  if (kind === 'u') return { length: 6, units: 1 }
  if (kind !== 'U') return { length: 2, units: 1 }
  const code = Number.parseInt(source.slice(at + 2, at + 10), 16)
  return { length: 10, units: code > 0xffff ? 2 : 1 }
}

function skipBlanks(source: string, from: number, wanted: string): number {
  let at = from
  while (at < source.length && source.charAt(at) !== wanted && /\s/.test(source.charAt(at))) at += 1
  return at
}

function skipToLineEnd(source: string, from: number): number {
  const blanks = /^[ \t\r]*(?=\n)/.exec(source.slice(from, from + 2000))
  return from + (blanks?.[0].length ?? 0)
}

/** How much of the source one character takes. */
function widthAt(
  source: string,
  at: number,
  { style, isBlank }: { readonly style: ScalarStyle; readonly isBlank: boolean },
): number {
  if (style === 'QUOTE_SINGLE' && source.startsWith("''", at)) return 2
  // A line break that was folded to nothing here stands in front of what comes next.
  return isBlank && !/\s/.test(source.charAt(at)) ? 0 : 1
}
