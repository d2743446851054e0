/** Whether two texts are the same but for their letter case, which Azure mostly does not mind. */
export function isSameText(a: string | undefined, b: string | undefined): boolean {
  return a?.toLowerCase() === b?.toLowerCase()
}
