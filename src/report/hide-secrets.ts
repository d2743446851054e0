/**
 * Takes values known to be secret out of all that is told, however they come back: Azure quotes requests in its errors.
 * The runner does so in the log and the summary alone; outputs, files and comments it leaves as they are.
 */
import { decodedLayers, type Decoded } from '../secrets/decoded.js'
import { hidden } from '../secrets/shapes.js'
import { logLine } from './escape.js'

export interface Hider {
  /** From now on the value is hidden. */
  readonly learn: (secret: string) => void
  /** The text without what was learned. */
  readonly text: (text: string) => string
  /** Plain data with every text in it so; what was one object stays one. */
  readonly all: <T>(value: T) => T
}

/** Shorter ones are in every text. */
const shortestWord = 3
/** From here on a secret is hidden wherever it stands; a shorter one only where it is a word of its own. */
const shortestAnywhere = 8

export function createHider(): Hider {
  /** By their first characters, the longest first: the time for a text does not grow with the number of secrets. */
  const forms = new Map<string, readonly string[]>()

  const learn = (secret: string): void => {
    for (const form of [secret, ...secret.split(/\r?\n/)].flatMap(formsOf)) {
      const start = form.slice(0, shortestWord)
      const known = forms.get(start) ?? []
      if (known.includes(form)) continue
      forms.set(
        start,
        [...known, form].sort((a, b) => b.length - a.length),
      )
    }
  }

  const formAt = (text: string, at: number): string | undefined =>
    forms
      .get(text.slice(at, at + shortestWord))
      ?.find((form) => text.startsWith(form, at) && standsAlone(text, at, form))

  /** Where the text holds a secret; with `layer`, what is written there in another spelling. */
  const rangesIn = (text: string, layer?: Decoded): readonly Range[] => {
    const ranges: Range[] = []
    for (let at = 0; at + shortestWord <= text.length; at += 1) {
      const form = formAt(text, at)
      if (form === undefined) continue
      const last = at + form.length - 1
      ranges.push({ from: layer?.starts[at] ?? at, to: layer?.ends[last] ?? last + 1 })
      at = last
    }
    return ranges
  }

  const hide = (text: string): string => {
    if (forms.size === 0) return text
    const layers = decodedLayers(text)
    const ranges = [
      ...rangesIn(text),
      ...layers.flatMap((layer) => rangesIn(layer.text, layer)),
    ].sort((a, b) => a.from - b.from || b.to - a.to)
    let shown = ''
    let at = 0
    for (const { from, to } of ranges) {
      if (to <= at) continue
      // One that begins within another goes with it.
      if (from >= at) shown += text.slice(at, from) + hidden
      at = to
    }
    return shown + text.slice(at)
  }

  const all = <T>(value: T): T => (forms.size === 0 ? value : (mapTexts(value, hide) as T))
  return { learn, text: hide, all }
}

interface Range {
  readonly from: number
  readonly to: number
}

const partOfWord = /[\p{L}\p{N}_]/u

/** To hide a short one within a word would take it out of names that have nothing to do with it. */
function standsAlone(text: string, at: number, form: string): boolean {
  if (form.length >= shortestAnywhere) return true
  const around = text.charAt(at - 1) + text.charAt(at + form.length)
  return !partOfWord.test(around)
}

/** As it is, as a log line or a form has it, and in base64; what decoding takes back is looked for in the decoded text. */
function formsOf(given: string): readonly string[] {
  const secret = given.trim()
  if (secret.length < shortestWord) return []
  // Its end may be taken for the beginning of an escape of what stands behind it.
  const plain = [secret, secret.replace(/[\\%&=]+$/, '')]
  // A secret that looks encoded itself is decoded along with what stands around it.
  const decoded = plain.flatMap((form) => decodedLayers(form).map(({ text }) => text))
  const whole = [...plain, ...decoded, logLine(secret), secret.replaceAll(' ', '+')].filter(
    ({ length }) => length >= shortestWord,
  )
  return [...whole, ...(secret.length < shortestAnywhere ? [] : base64Of(secret))]
}

/**
 * Base64 and base64url of what holds the secret, wherever in it the secret begins: of each of the three alignments the
 * digits that depend on nothing but the secret.
 */
function base64Of(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  const forms = [0, 1, 2].map((before) => {
    const all = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    const whole = Math.floor(((before + bytes.length) * 8) / 6)
    return all.slice(before === 0 ? 0 : before + 1, whole)
  })
  const both = forms.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')])
  return both.filter((form) => form.length >= shortestAnywhere)
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
