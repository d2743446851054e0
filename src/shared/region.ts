/**
 * The short name of a region however it is written: `West Europe`, `WESTEUROPE` and `westeurope` are one.
 * Azure's short names are its display names in lower case without spaces, brackets or dashes.
 */
export function normaliseRegion(region: string): string {
  return region.toLowerCase().replace(/[\s()_-]/g, '')
}

/** Whether both are stated and name the same region. */
export function sameRegion(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && normaliseRegion(a) === normaliseRegion(b)
}
