/** A place in a formula; lines and columns count from 1, as Batch's own messages do. */
export interface FormulaPosition {
  readonly line: number
  readonly column: number
}

/** Where an offset lies; LF and CR LF both end a line. */
export function positionAt(formula: string, offset: number): FormulaPosition {
  let line = 1
  let lineStart = 0
  for (;;) {
    const next = formula.indexOf('\n', lineStart)
    if (next === -1 || next >= offset) return { line, column: offset - lineStart + 1 }
    line += 1
    lineStart = next + 1
  }
}
