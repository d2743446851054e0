/**
 * Text that comes from Azure or a config is data wherever it is printed. What a log line, an annotation or a
 * Markdown page could take for an instruction is made harmless here, and only here.
 */
import { maskNodeOutput } from '../secrets/mask-node-output.js'
import { isJsonArray, isJsonObject, type Json } from '../shared/json.js'
import { isCodePage, redact as redactText } from '../secrets/redact.js'
import { hidden } from '../secrets/shapes.js'
import { isSecretKey, isSettingsKey } from '../secrets/secret-keys.js'
import { cutLong } from './shorten.js'

/** The same text without what signs a request: SAS and operation URL queries, tokens, keys. */
export function redact(text: string): string {
  return redactText(text, [], withoutQuery)
}

/** Signed operation URLs and SAS URIs carry their secret in the query; no query of ours is worth showing. */
function withoutQuery(address: string): string {
  if (isCodePage(address)) return address
  const query = address.indexOf('?')
  return query === -1 ? address : `${address.slice(0, query)}?${hidden}`
}

/** JSON fit to be shown: every string redacted and of bearable length, values under keys that hold secrets hidden. */
export function redactJson(value: Json): Json {
  if (typeof value === 'string') return cutLong(redact(value))
  if (typeof value !== 'object' || value === null) return value
  if (isJsonArray(value)) return value.map(redactJson)
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [key, redactMember(key, held)]),
  )
}

function redactMember(key: string, held: Json): Json {
  if (isSecretKey(key)) return hidden
  if (isSettingsKey(key)) return hideValues(held)
  return isCommand(key) && typeof held === 'string'
    ? cutLong(maskNodeOutput(held))
    : redactJson(held)
}

/** What a script is given on its command line may be as secret as what it writes. */
function isCommand(key: string | undefined): boolean {
  return key?.toLowerCase() === 'commandline'
}

/** Environment settings keep their names and lose their values. */
function hideValues(value: Json): Json {
  if (!isJsonArray(value)) return hidden
  return value.map((item) =>
    isJsonObject(item) && 'name' in item ? { name: item['name'] ?? null, value: hidden } : hidden,
  )
}

/** The value of a property, given as a path such as `startTask.environmentSettings[0].value`, fit to be shown. */
export function redactProperty(property: string, value: Json): Json {
  const keys = property.split(/[.[\]]+/).filter((key) => key !== '')
  if (keys.some(isSecretKey)) return hidden
  if (isCommand(keys.at(-1)) && typeof value === 'string') return cutLong(maskNodeOutput(value))
  if (!keys.some(isSettingsKey)) return redactJson(value)
  return keys.at(-1) === 'name' ? redactJson(value) : hideValues(value)
}

// Escape sequences first (with their parameters), then every control character left, C1 included, then the
// characters that reorder or split what is seen: bidirectional overrides, line and paragraph separators.

const ansi =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -~]?/g

const controls =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const lineBreaks = /\r\n|[\n\r\u0085\u2028\u2029]/g

function plain(text: string): string {
  return text.replace(ansi, '').replace(controls, '')
}

/**
 * One log line. The runner takes `::name …::` at the start of a line and `##[name]` anywhere in it for a
 * command (actions/runner, ActionCommand.cs), so both are split by a space.
 */
export function logLine(text: string): string {
  const line = cutLong(redact(plain(text)))
    .replace(lineBreaks, ' ')
    .replace(/\t/g, ' ')
  return line
    .replace(/##(?=\[)/g, '## ')
    .replace(/::(?=[a-z])/gi, ': :')
    .replace(/^\s*::/, (start) => start.replace('::', ': :'))
}

/** Text of several lines, each made harmless; no line but the last is empty. */
export function logLines(text: string): readonly string[] {
  return cutLong(redact(plain(text)))
    .split(lineBreaks)
    .map((line) => logLine(line.trimEnd()))
    .filter((line) => line !== '')
}

const entities: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '|': '&#124;',
  '[': '&#91;',
  ']': '&#93;',
  '`': '&#96;',
}

/**
 * A stretch of text inside a Markdown paragraph, list item or table cell: shown as it is, never as HTML, a
 * link, an image, a mention, an issue reference, maths or emphasis. A zero-width space breaks `@name`, `#1`
 * and bare addresses, which GitHub links after entities are decoded, and also behind an underscore.
 */
export function mdText(text: string): string {
  const line = redact(plain(text)).replace(lineBreaks, ' ').replace(/\s+/g, ' ').trim()
  return line
    .replace(/&(?=#|\w+;)/g, '&amp;')
    .replace(/@(?=\S)/g, '@\u200b')
    .replace(/#(?=\d)/g, '#\u200b')
    .replace(/(?<![\p{L}\p{N}])GH-(?=\d)/giu, '$&\u200b')
    .replace(/:(?=\/\/)/g, ':\u200b')
    .replace(/www\./gi, '$&\u200b')
    .replace(/(mailto|xmpp):/gi, '$1:\u200b')
    .replace(/^([-+=#>]|\d+[.)])/, '\u200b$1')
    .replace(/[\\*~$]/g, '\\$&')
    .replace(outerUnderscore, '\\_')
    .replace(/[<|[\]`]/g, (character) => entities[character] ?? '')
}

// Within a word an underscore is only an underscore, in GitHub's Markdown.
const outerUnderscore = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu

/** A name, id or code as inline code, also inside a table cell. */
export function mdCode(text: string): string {
  const line = redact(plain(text)).replace(lineBreaks, ' ').replace(/\s+/g, ' ').trim()
  if (line === '') return ''
  if (!/[`|<>&@]/.test(line)) return `\`${line}\``
  // A code span can hold no backtick of its own and no table pipe; an element with every mark encoded can.
  const encoded = line.replace(/[^\p{L}\p{N}\s]/gu, (mark) => `&#${String(mark.codePointAt(0))};`)
  return `<code>${encoded}</code>`
}

/** A block of text in a fence longer than any fence within it. */
export function mdBlock(text: string): string {
  const lines = redact(plain(text)).split(lineBreaks).join('\n')
  const longest = Math.max(2, ...(lines.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${lines}\n${fence}`
}

/** A label inside a Mermaid diagram, which has no escape of its own for its punctuation. */
export function mermaidLabel(text: string): string {
  const line = redact(plain(text))
    .replace(/[^\p{L}\p{N} ._/-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return line.slice(0, 60) || 'step'
}

/** A link to a page; plain text where the address is none that we would send a reader to. */
export function mdLink(label: string, address: string | undefined): string {
  if (address === undefined || !/^https:\/\/[\w.-]+(:\d+)?(\/\S*)?$/.test(address)) return label
  const safe = encodeURI(address).replace(
    /[()*_~|$'"`]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `[${label}](${safe})`
}
