/** A text with what stands for characters in it decoded, and where in the text each character came from. */

export interface Decoded {
  readonly text: string
  /** Of each character: where it begins in the text that was given, and where it ends. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

/**
 * Percent-encoding, the escapes of JSON and JavaScript, entities of HTML; and where a line was cut in two, with `\` or `=`
 * before the break.
 */
const spelled =
  /(?:%[\da-f]{2})+|\\u[\da-f]{4}|\\x[\da-f]{2}|\\[nrtbf"'`\\/]|&(?:#\d{1,7}|#x[\da-f]{1,6}|amp|lt|gt|quot|apos);|\r?\n[ \t]*/gi
/** The same where what stands before a break is no part of the line: a shell's backslash, a mail's equals sign. */
const continued = new RegExp(spelled.source.replace(/\\r\?\\n\[ \\t\]\*$/, '[\\\\=]?$&'), 'gi')

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
}

/** Layers beyond these are nobody's doing. */
const mostLayers = 5

/** The text itself, and what each further decoding makes of it; only the text where there is nothing to decode. */
export function decodedLayers(text: string): readonly Decoded[] {
  const isContinued = /[\\=]\r?\n/.test(text)
  return [spelled, ...(isContinued ? [continued] : [])].flatMap((pattern) =>
    layersBy(pattern, text),
  )
}

function layersBy(pattern: RegExp, text: string): readonly Decoded[] {
  const layers: Decoded[] = []
  let layer: Decoded | undefined = undefined
  for (let count = 0; count < mostLayers; count += 1) {
    layer = decodeOnce(pattern, layer, text)
    if (layer === undefined) break
    layers.push(layer)
  }
  return layers
}

/** Undefined where there is nothing to decode. */
function decodeOnce(
  pattern: RegExp,
  before: Decoded | undefined,
  given: string,
): Decoded | undefined {
  const text = before?.text ?? given
  pattern.lastIndex = 0
  let found = pattern.exec(text)
  if (found === null) return undefined
  const decoded: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  const put = (characters: string, from: number, to: number): void => {
    for (let at = 0; at < characters.length; at += 1) {
      starts.push(before?.starts[from] ?? from)
      ends.push(before?.ends[to - 1] ?? to)
    }
    decoded.push(characters)
  }
  let at = 0
  for (; found !== null; found = pattern.exec(text)) {
    for (; at < found.index; at += 1) put(text.charAt(at), at, at + 1)
    const token = found[0]
    if (token.startsWith('%')) putBytes(token, at, put)
    else put(characterOf(token), at, at + token.length)
    at += token.length
  }
  for (; at < text.length; at += 1) put(text.charAt(at), at, at + 1)
  return { text: decoded.join(''), starts, ends }
}

function characterOf(token: string): string {
  const hex = /^(?:\\u|\\x|&#x)([\da-f]+)/i.exec(token)?.[1]
  if (hex !== undefined) return fromCode(Number.parseInt(hex, 16))
  const decimal = /^&#(\d+)/.exec(token)?.[1]
  if (decimal !== undefined) return fromCode(Number(decimal))
  if (token.startsWith('&')) return entities[token.slice(1, -1).toLowerCase()] ?? token
  if (/^[\\=]?\r?\n/.test(token)) return ''
  return escapes[token.charAt(1)] ?? token.charAt(1)
}

function fromCode(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

/** UTF-8, a character at a time; a byte that begins none stands for itself. */
function putBytes(
  token: string,
  start: number,
  put: (characters: string, from: number, to: number) => void,
): void {
  const bytes = Buffer.from(token.replace(/%/g, ''), 'hex')
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0
    const wanted = 1 + [0xc0, 0xe0, 0xf0].filter((lead) => first >= lead).length
    const one = bytes.subarray(at, at + wanted).toString('utf8')
    const isWhole = !one.includes('\uFFFD')
    const length = isWhole ? Math.min(wanted, bytes.length - at) : 1
    put(isWhole ? one : String.fromCharCode(first), start + at * 3, start + (at + length) * 3)
    at += length
  }
}
