/** How many of `count` random cases to try: all in the project of bad days, else a tenth. */
export function share(count: number): number {
  return 'isFullSize' in globalThis ? count : count / 10
}
