import { distance } from 'fastest-levenshtein'

/** Longer texts are no typing errors, and comparing them takes time. */
const longest = 100
/** Shorter parts are in too many words. */
const leastPart = 4

/**
 * The one of `known` that was probably meant by `given`: the same but for letter case, dashes and underscores,
 * else the nearest one within two fifths of its length, of two as near the one that it begins, else the only one
 * that it is the beginning or end of. Undefined when nothing is near.
 */
export function suggest(given: string, known: readonly string[]): string | undefined {
  if (given.length > longest) return undefined
  const wanted = plainWord(given)
  const beginning = (word: string) => Number(plainWord(word).startsWith(wanted))
  const ranked = known
    .map((word) => ({ word, off: distance(wanted, plainWord(word)) }))
    .filter(({ word, off }) => off <= Math.max(1, Math.floor(word.length * 0.4)))
    .sort((a, b) => a.off - b.off || beginning(b.word) - beginning(a.word))
  return ranked[0]?.word ?? onlyPart(wanted, known)
}

/** The `most` of `known` that are nearest to `given`, the nearest first. */
export function nearest(given: string, known: readonly string[], most: number): readonly string[] {
  const wanted = plainWord(given.slice(0, longest))
  return known
    .map((word) => ({ word, off: distance(wanted, plainWord(word)) }))
    .sort((a, b) => a.off - b.off)
    .slice(0, most)
    .map(({ word }) => word)
}

/** `secureBoot` for secureBootEnabled, `version` for imageVersion: where it can be one word only. */
function onlyPart(wanted: string, known: readonly string[]): string | undefined {
  const isPart = (whole: string, part: string) =>
    part.length >= leastPart && (whole.startsWith(part) || whole.endsWith(part))
  const [one, ...others] = known.filter((word) => {
    const plain = plainWord(word)
    return isPart(plain, wanted) || isPart(wanted, plain)
  })
  return others.length === 0 ? one : undefined
}

/** Whether two words are the same but for letter case, dashes and underscores. */
export function isSameWord(a: string, b: string): boolean {
  return plainWord(a) === plainWord(b)
}

function plainWord(text: string): string {
  return text.toLowerCase().replace(/[-_\s]/g, '')
}
