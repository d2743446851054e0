/** At most `most` UTF-16 units of a text, an ellipsis where something is left out; no character is parted. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text
  return `${text.slice(0, Math.max(0, most - 1)).replace(/[\uD800-\uDBFF]$/, '')}…`
}
