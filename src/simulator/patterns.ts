/** Whether a text is what a scenario's pattern says: `*` stands for anything, letter case does not matter. */
export function matchesPattern(pattern: string, text: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${source.join('.*')}$`, 'i').test(text)
}

/** The entry of the first pattern that a text matches. */
export function firstMatch<T>(
  byPattern: Readonly<Record<string, T>> = {},
  text = '',
): readonly [pattern: string, entry: T] | undefined {
  return Object.entries(byPattern).find(([pattern]) => matchesPattern(pattern, text))
}
