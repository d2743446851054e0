import { hasType, parseArmId } from './arm-id.js'

/** Provider and what stands before it: `subscriptions/{s}/resourceGroups/{g}/providers/{p}`. */
const partsBeforeTypes = 6

/**
 * The ID of one of these types that a text was meant to be: with a slash too many or too few, of a resource inside of it, or
 * copied with the address of the portal or of Resource Manager around it. Undefined where it holds none.
 */
export function mendId(text: string, types: readonly string[]): string | undefined {
  const start = text.search(/subscriptions\//i)
  if (start === -1) return undefined
  const [path = ''] = text.slice(start).split(/[?#\s]/)
  const parts = path.split('/').filter((part) => part !== '')
  const depth = (type: string) => type.split('/').length
  for (const type of [...types].sort((a, b) => depth(b) - depth(a))) {
    const levels = depth(type) - 1
    const id = `/${parts.slice(0, partsBeforeTypes + 2 * levels).join('/')}`
    const parsed = parseArmId(id)
    if (parsed !== undefined && hasType(parsed, type)) return id
  }
  return undefined
}
