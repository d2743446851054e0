/** Gallery image version numbers: `Major.Minor.Patch`, each a 32-bit integer. */
export interface VersionNumber {
  readonly major: number
  readonly minor: number
  readonly patch: number
}

/** Each part must be within the range of a 32-bit integer: https://learn.microsoft.com/azure/virtual-machines/image-version */
const largest = 2_147_483_647

/** Digits and dots only; undefined for any other text, leading zeros, and a part beyond 32 bits. */
export function parseVersion(text: string): VersionNumber | undefined {
  const match = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(text)
  if (match === null) return undefined
  const [major, minor, patch] = match.slice(1).map(Number)
  if (major === undefined || minor === undefined || patch === undefined) return undefined
  return Math.max(major, minor, patch) > largest ? undefined : { major, minor, patch }
}

export function formatVersion({ major, minor, patch }: VersionNumber): string {
  return `${String(major)}.${String(minor)}.${String(patch)}`
}

/** Negative when `a` is the older; the order in which Azure takes "latest". */
export function compareVersions(a: VersionNumber, b: VersionNumber): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch
}

/**
 * The number after the highest of `names`: the patch plus one, carried into minor and major where the 32 bits
 * end; `1.0.0` after none. Names that are no version number are passed over.
 */
export function nextVersion(names: readonly string[]): string {
  const numbers = names.map(parseVersion).filter((number) => number !== undefined)
  const highest = numbers.sort(compareVersions).at(-1)
  if (highest === undefined) return '1.0.0'
  const { major, minor, patch } = highest
  if (patch < largest) return formatVersion({ major, minor, patch: patch + 1 })
  if (minor < largest) return formatVersion({ major, minor: minor + 1, patch: 0 })
  return formatVersion({ major: major + 1, minor: 0, patch: 0 })
}
