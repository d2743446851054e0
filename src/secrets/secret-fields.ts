/**
 * Named secrets within a text that need not be JSON: `password=x`, `"accountKey": "x"`, also in JSON within JSON or cut
 * off, `client_secret: x`, `sig%3Dx`. A text is gone through once, however long it is and whatever it holds.
 */

import { hidden } from './shapes.js'

const names = [
  ...['password', 'client_?secret', 'shared_?access_?key', 'account_?key', 'access_?key'],
  ...[
    'client_?assertion',
    'access_?token',
    'refresh_?token',
    'id_?token',
    'sas_?(?:key|url|token)',
  ],
  ...['ssh_?private_?key', 'id_token_request_token'],
  // Parts of words as well, so only where they stand alone or behind an encoded character such as `%26`.
  '(?:(?<![^\\W_])|(?<=%[\\da-f]{2}))(?:sig(?:nature)?|assertion)',
].join('|')

/** The name, what may close its quotation, what separates it from the value, and what opens the value's quotation. */
const field = new RegExp(
  `((?:${names})(?:\\\\*["'\`]|%(?:25)*2[27])?)(?:(\\s*[=:]\\s*)(?:(\\\\*)(["'\`]))?|(%(?:25)*3[ad]))`,
  'gi',
)

const bare = /[^&;\s"'<>\\]+/y
const encoded = /[^&\s"'<>\\]+/y
/** "the password: must be" is a sentence. */
const ordinary = /^\p{L}{1,11}[.,]?$/u

/** The text with the values of what is named like a secret hidden. */
export function hideSecretFields(text: string): string {
  let shown = ''
  let from = 0
  field.lastIndex = 0
  for (let found = field.exec(text); found !== null; found = field.exec(text)) {
    const start = field.lastIndex
    const end = endOfValue(text, start, found)
    if (end === start) continue
    shown += text.slice(from, start) + hidden
    from = end
    field.lastIndex = end
  }
  return shown + text.slice(from)
}

function endOfValue(text: string, start: number, found: RegExpExecArray): number {
  const [, , separator, escapes = '', quote, encodedSeparator] = found
  if (quote !== undefined) return endOfQuoted(text, start, { escapes: escapes.length, quote })
  const pattern = encodedSeparator === undefined ? bare : encoded
  pattern.lastIndex = start
  const value = pattern.exec(text)?.[0] ?? ''
  const isSentence = /:\s/.test(separator ?? '') && ordinary.test(value)
  return isSentence ? start : start + value.length
}

/**
 * Where a quotation ends that began behind so many backslashes: at the next quote behind just as many. One of the value's
 * own has more, in JSON as in what Node's inspect makes of JSON. Where there is no end it was cut off, and all the rest
 * belongs to it.
 */
function endOfQuoted(
  text: string,
  start: number,
  { escapes, quote }: { readonly escapes: number; readonly quote: string },
): number {
  let at = text.indexOf(quote, start)
  while (at !== -1) {
    let first = at
    while (first > start && text[first - 1] === '\\') first -= 1
    if (at - first === escapes) return first
    at = text.indexOf(quote, at + 1)
  }
  return text.length
}
