/** At most `most` UTF-16 units of a text, an ellipsis where something is left out; no character is parted. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text
  return `${text.slice(0, Math.max(0, most - 1)).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/** Of one text in the log and in outputs. No sentence comes close; Azure decides how long its messages are. */
const mostOfOne = 8_000

/** A text that may be of any length: cut, with a word on how much was left out, it is short enough to stay as it is. */
export function cutLong(text: string): string {
  if (text.length <= mostOfOne) return text
  const most = mostOfOne - 50
  const left = (text.length - most).toLocaleString('en-US')
  return `${shorten(text, most)} (cut here: ${left} characters more)`
}
