/**
 * What is at a path of keys in something from outside, such as an event or an error of Octokit: own properties only, and
 * undefined where the path ends early.
 */
export function memberOf(value: unknown, ...path: readonly string[]): unknown {
  let found = value
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined
    found = (found as Readonly<Record<string, unknown>>)[key]
  }
  return found
}
