/** How many of `count` random cases to try: all in the project of bad days, else a tenth, or another part. */
export function share(count: number, part = 10): number {
  return 'isFullSize' in globalThis ? count : count / part
}
