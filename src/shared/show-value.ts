const longest = 80

/**
 * A value as a message shows it: text in quotes, cut when it is long, and without the query of a URL, which
 * may be a signature.
 */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return quote(withoutQuery(value))
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'a map'
}

function withoutQuery(text: string): string {
  const query = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text.indexOf('?') : -1
  return query === -1 ? text : `${text.slice(0, query)}?…`
}

function quote(text: string): string {
  // A surrogate that the cut has parted from its other half is left out.
  const start = text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')
  const shown = text.length > longest ? `${start}…` : text
  // Control characters and line ends would break the line that the message stands in.
  return `'${shown.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD')}'`
}
