/** What GitHub takes of a text, and how what is longer is made to fit. */
import { isJsonArray, isJsonObject, type Json } from '../shared/json.js'
import { shorten } from './shorten.js'

/** The runner cuts a message behind this without a word (actions/runner, `IssueMatcher` and `ActionCommandManager`). */
export const mostOfMessage = 4_096

/** Of one output: a step that gets it in its environment takes 128 KiB (`MAX_ARG_STRLEN` of Linux), names and all. */
const mostOfOutput = 100_000

/** One line that fits, without its middle: what to do stands at the end. */
export function keepEnds(text: string, most = mostOfMessage): string {
  if (text.length <= most) return text
  const half = Math.floor((most - 3) / 2)
  const tail = text.slice(-half).replace(/^[\uDC00-\uDFFF]/, '')
  return `${shorten(text, half)} ${tail}`
}

const keptLine = /^\s*(cause|what to do|resource|request id):/
const shortestLine = 200

/** Lines that fit together: the longest are cut first, then those that say neither why nor what to do are left out. */
export function fitLines(lines: readonly string[], most = mostOfMessage): readonly string[] {
  const total = (all: readonly string[]): number =>
    all.reduce((sum, line) => sum + line.length + 1, 0)
  let [limit, fitted] = [most, lines]
  while (total(fitted) > most && limit > shortestLine) {
    limit = Math.max(shortestLine, Math.floor(limit / 2))
    const longest = limit
    fitted = lines.map((line) =>
      keptLine.test(line) ? keepEnds(line, 1_000) : keepEnds(line, longest),
    )
  }
  const kept = [...fitted]
  let left = 0
  for (let at = kept.length - 1; at > 0 && total(kept) > most - 60; at -= 1) {
    if (keptLine.test(kept[at] ?? '')) continue
    kept.splice(at, 1)
    left += 1
  }
  const note = left === 0 ? [] : [`(${String(left)} more lines: see the summary of this run)`]
  return [...kept, ...note]
}

/**
 * JSON that fits an output: the longest lists lose what is at their end. How many items were left out, and that the file of
 * `report-path` holds them, stands in it: as the last item of a list, or as a member of an object.
 */
export function toOutputJson(value: Json, most = mostOfOutput): string {
  const whole = JSON.stringify(value)
  if (Buffer.byteLength(whole) <= most) return whole
  let omitted = 0
  let cut: Json = value
  for (;;) {
    const text = JSON.stringify(withNote(cut, omitted))
    const bytes = Buffer.byteLength(text)
    const longest = bytes <= most ? undefined : longestList(cut)
    if (longest === undefined) return bytes <= most ? text : JSON.stringify(noteOf(omitted))
    const keep = Math.min(longest.length - 1, Math.floor((longest.length * most) / bytes))
    omitted += longest.length - keep
    cut = replaced(cut, longest, longest.slice(0, keep))
  }
}

function noteOf(omitted: number): Json {
  return { omitted, see: 'the file of report-path holds everything' }
}

function withNote(value: Json, omitted: number): Json {
  if (isJsonArray(value)) return [...value, noteOf(omitted)]
  return isJsonObject(value) ? { ...value, omitted: noteOf(omitted) } : value
}

/** The list with the longest text that has lists of its own cut first. */
function longestList(value: Json): readonly Json[] | undefined {
  let found: { readonly list: readonly Json[]; readonly length: number } | undefined
  const walk = (one: Json): void => {
    if (isJsonArray(one)) {
      const inner = one.some((item) => isJsonArray(item) || isJsonObject(item))
      const length = JSON.stringify(one).length / (inner && one.length === 1 ? 2 : 1)
      if (one.length > 0 && (found === undefined || length > found.length))
        found = { list: one, length }
      one.forEach(walk)
    } else if (isJsonObject(one)) Object.values(one).forEach(walk)
  }
  walk(value)
  return found?.list
}

function replaced(value: Json, old: readonly Json[], by: readonly Json[]): Json {
  if (value === old) return [...by]
  if (isJsonArray(value)) return value.map((item) => replaced(item, old, by))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [key, replaced(held, old, by)]),
  )
}
