/**
 * Takes values known to be secret out of all that is told, however they come back: Azure quotes requests in its errors.
 * The runner does so in the log and the summary alone; outputs, files and comments it leaves as they are.
 */
import { logLine } from './escape.js'

export interface Hider {
  /** From now on the value is hidden. */
  readonly learn: (secret: string) => void
  /** The text without what was learned. */
  readonly text: (text: string) => string
  /** Plain data with every text in it so; what was one object stays one. */
  readonly all: <T>(value: T) => T
}

const hidden = '***'
const shortest = 6
/** To hide a short word or number would take it out of names and sentences that have nothing to do with the secret. */
const ordinary = /^(?:\d{1,11}|\p{L}{1,11})$/u
/** As many characters as each form is looked up by. */
const startLength = 4

export function createHider(): Hider {
  /** By their first characters, the longest first: the time for a text does not grow with the number of secrets. */
  const forms = new Map<string, readonly string[]>()

  const learn = (secret: string): void => {
    for (const form of [secret, ...secret.split(/\r?\n/)].flatMap(formsOf)) {
      const start = form.slice(0, startLength)
      const known = forms.get(start) ?? []
      if (known.includes(form)) continue
      forms.set(
        start,
        [...known, form].sort((a, b) => b.length - a.length),
      )
    }
  }

  const formAt = (text: string, at: number): string | undefined =>
    forms.get(text.slice(at, at + startLength))?.find((form) => text.startsWith(form, at))

  const hide = (text: string): string => {
    let shown = ''
    let from = 0
    for (let at = 0; at + startLength <= text.length; at += 1) {
      const form = formAt(text, at)
      if (form === undefined) continue
      shown += text.slice(from, at) + hidden
      from = at + form.length
      at = from - 1
    }
    return shown + text.slice(from)
  }

  const all = <T>(value: T): T => (forms.size === 0 ? value : (mapTexts(value, hide) as T))
  return { learn, text: hide, all }
}

/** As it is, as a log line has it, and as it stands in JSON (up to three times over), in a URL, and in base64. */
function formsOf(given: string): readonly string[] {
  const secret = given.trim()
  if (secret.length < shortest || ordinary.test(secret)) return []
  const quote = (text: string): string => JSON.stringify(text).slice(1, -1)
  const json = quote(secret)
  return [
    ...[secret, logLine(secret), json, quote(json), quote(quote(json))],
    ...[encodeURIComponent(secret.replace(/\p{Cs}/gu, '')), base64(secret)],
  ].filter((form) => form.length >= shortest)
}

/** Without the end, which is another when more comes behind it. */
function base64(text: string): string {
  return Buffer.from(text).toString('base64').replace(/.?=+$/, '')
}

function mapTexts(value: unknown, map: (text: string) => string, done = new Map()): unknown {
  if (typeof value === 'string') return map(value)
  if (typeof value !== 'object' || value === null) return value
  const known: unknown = done.get(value)
  if (known !== undefined) return known
  const mapped: unknown = Array.isArray(value)
    ? value.map((item) => mapTexts(item, map, done))
    : Object.fromEntries(
        Object.entries(value).map(([key, held]) => [key, mapTexts(held, map, done)]),
      )
  done.set(value, mapped)
  return mapped
}
