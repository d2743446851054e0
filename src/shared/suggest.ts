import { distance } from 'fastest-levenshtein'

/** Longer texts are no typing errors, and comparing them takes time. */
const longest = 100

/**
 * The one of `known` that was probably meant by `given`: the same but for letter case, dashes and underscores,
 * else the nearest one within two fifths of its length. Undefined when nothing is near.
 */
export function suggest(given: string, known: readonly string[]): string | undefined {
  if (given.length > longest) return undefined
  const wanted = plainWord(given)
  const ranked = known
    .map((word) => ({ word, off: distance(wanted, plainWord(word)) }))
    .filter(({ word, off }) => off <= Math.max(1, Math.floor(word.length * 0.4)))
    .sort((a, b) => a.off - b.off)
  return ranked[0]?.word
}

/** Whether two words are the same but for letter case, dashes and underscores. */
export function isSameWord(a: string, b: string): boolean {
  return plainWord(a) === plainWord(b)
}

function plainWord(text: string): string {
  return text.toLowerCase().replace(/[-_\s]/g, '')
}
