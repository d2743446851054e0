import type { LocatedScalar, TextPlace } from './located-value.js'
import { offsetsInSource, type ScalarStyle } from './offsets-in-source.js'

/** A text in YAML, as it was written. */
export interface WrittenText {
  /** The text with its quotes, or with the header of its block. */
  readonly written: () => string
  /** Where that begins in the whole. */
  readonly from: number
  readonly style: ScalarStyle
  readonly value: string
}

/** What stands inside of a text is looked for only when it is asked for. */
export function placeWithinText(
  { written, from, style, value }: WrittenText,
  textPlace: (start: number, end: number) => TextPlace,
): NonNullable<LocatedScalar['placeWithin']> {
  let offsets: Int32Array | undefined
  return (start, end) => {
    offsets ??= offsetsInSource(written(), style, value)
    const first = offsets[Math.min(start, value.length)] ?? 0
    const last = offsets[Math.min(Math.max(start, end - 1), value.length)] ?? 0
    return textPlace(from + first, from + last + 1)
  }
}
