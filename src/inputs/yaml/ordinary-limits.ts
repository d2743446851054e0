/**
 * Bounds for what is given to a reader of YAML, which recurses: without them a file of a few hundred kilobytes of `[` or
 * `- ` overflows the stack or runs the process out of memory. No pool comes near them.
 */
export const mostTokens = 200_000
export const deepestFlow = 64
export const deepestColumn = 256
/** As many of the signs that may stand before the first word of a line. */
const deepIndent = new RegExp(`[ \\t?-]{${String(deepestColumn)}}`)

/** Values that a file may come to once its aliases are written out. */
export const mostValues = 50_000

/** True only of a text whose every reading is within the limits: most files need no look at their tokens. */
export function isWithinLimits(text: string): boolean {
  return (
    text.length <= mostTokens &&
    (text.match(/[[{]/g)?.length ?? 0) <= deepestFlow &&
    !deepIndent.test(text)
  )
}
