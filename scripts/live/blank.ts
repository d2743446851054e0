/** Takes out of a report what is nobody's business: secrets, IDs, names, addresses. */
import { redact } from '../../src/secrets/redact.js'

export interface Known {
  readonly subscriptionId: string
  readonly group: string
  readonly suffix: string
  /** Values that must never be printed. */
  readonly secrets: readonly string[]
}

const guid = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi
const email = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
const address = /\b\d{1,3}(?:\.\d{1,3}){3}\b(?!\.)/g

/** A function that blanks texts; the same ID gets the same name in all of them. */
export function createBlanking({ subscriptionId, group, suffix, secrets }: Known) {
  const names = new Map<string, string>([[subscriptionId.toLowerCase(), '<subscription>']])
  const nameOf = (id: string): string => {
    const key = id.toLowerCase()
    const known = names.get(key)
    if (known !== undefined) return known
    const name = `<id-${String(names.size)}>`
    names.set(key, name)
    return name
  }
  return (text: string): string =>
    redact(text, secrets)
      .replaceAll(new RegExp(group, 'gi'), '<group>')
      .replaceAll(new RegExp(suffix, 'gi'), '<run>')
      .replace(guid, nameOf)
      .replace(email, '<address>')
      .replace(address, (found) => (isAddress(found) ? '<address>' : found))
}

/** `1.0.0.1` of four small numbers may be a version: an address has a number above 9. */
function isAddress(text: string): boolean {
  const parts = text.split('.').map(Number)
  return parts.every((part) => part <= 255) && parts.some((part) => part > 9)
}
