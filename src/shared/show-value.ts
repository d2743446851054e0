const longest = 80
/** The end of an id tells what it names, and it has up to 276 characters. */
const longestId = 300

/**
 * A value as a message shows it: text in quotes, cut when it is long and no id, and without the query of a URL,
 * which may be a signature.
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
  const most = /^\/?subscriptions\//i.test(text) ? longestId : longest
  // A surrogate that the cut has parted from its other half is left out.
  const start = text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')
  const shown = text.length > most ? `${start}…` : text
  // Control characters and line ends would break the line that the message stands in.
  return `'${shown.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD')}'`
}
