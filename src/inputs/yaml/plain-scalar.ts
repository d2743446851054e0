import type { Scalar } from './located-value.js'

const words = new Map<string, Scalar>([
  ['~', null],
  ['null', null],
  ['Null', null],
  ['NULL', null],
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
])

/** All that YAML's core schema may take for a number (https://yaml.org/spec/1.2.2/#1032-tag-resolution), and more. */
const numberLike =
  /^(?:[-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]*)?|[-+]?\.[0-9eE+-]*|0[ox][0-9a-fA-F]*|[-+]?\.(?:inf|nan))$/i
const ordinaryNumber = /^(?:0|-?[1-9][0-9]{0,14})$|^-?(?:0|[1-9][0-9]{0,8})\.[0-9]{0,5}[1-9]$/

/** What a word without quotes means; undefined where it may be a number that is written in an unusual way. */
export function plainScalar(source: string): Scalar | undefined {
  const word = words.get(source)
  if (word !== undefined) return word
  if (!numberLike.test(source)) return source
  return ordinaryNumber.test(source) ? Number(source) : undefined
}
