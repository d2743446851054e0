import { stringify, type ToStringOptions, type DocumentOptions, type SchemaOptions } from 'yaml'
import type { Path } from '../shared/finding.js'
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json.js'
import { pathText } from '../shared/path-text.js'
import { inOrder } from './order.js'
import type { Ask } from './secrets.js'

export interface ConfigText {
  readonly config: JsonObject
  /** Keys that only a person can supply: written as comments. */
  readonly asks: readonly Ask[]
  /** Keys that are there, but hold what only a person can work out. */
  readonly unsettled: readonly Path[]
  /** Comments for the top and the end. */
  readonly heading: readonly string[]
  readonly ending: readonly string[]
}

/** The config as a person would have written it: in order, with what is asked for as commented keys in their places. */
export function writeConfig({ config, asks, unsettled, heading, ending }: ConfigText): string {
  const writer: Writer = { asks, unsettled: new Set(unsettled.map(pathText)) }
  const lines = [
    ...heading.map(comment),
    ...(heading.length === 0 ? [] : ['']),
    ...mapLines(writer, config, []),
    ...(ending.length === 0 ? [] : ['']),
    ...ending.map(comment),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

interface Writer {
  readonly asks: readonly Ask[]
  readonly unsettled: ReadonlySet<string>
}

const widest = 90
type YamlOptions = DocumentOptions & SchemaOptions & ToStringOptions
const plain: YamlOptions = { lineWidth: 0, singleQuote: true, compat: 'yaml-1.1' }
const flow: YamlOptions = { ...plain, collectionStyle: 'flow' }

/** The lines of a map, not indented. */
function mapLines(writer: Writer, map: JsonObject, path: Path): readonly string[] {
  const asked = writer.asks.filter((ask) => pathText(ask.path.slice(0, -1)) === pathText(path))
  const keys = [...Object.keys(map), ...asked.map((ask) => String(ask.path.at(-1)))]
  return inOrder(path, [...new Set(keys)]).flatMap((key) => {
    const value = map[key]
    const here = [...path, key]
    const ask = asked.find((one) => one.path.at(-1) === key)
    if (value === undefined) return ask === undefined ? [] : askLines(ask)
    const isUnsettled = writer.unsettled.has(pathText(here))
    return [
      ...(isUnsettled ? [comment(`fill in: ${pathText(here)}`)] : []),
      ...pairLines(writer, { key, value, path: here }),
    ]
  })
}

function askLines({ path, example }: Ask): readonly string[] {
  const lines = pairLines(nothingAsked, { key: String(path.at(-1)), value: example, path })
  return [comment(`fill in: ${pathText(path)}`), ...lines.map(comment)]
}

const nothingAsked: Writer = { asks: [], unsettled: new Set() }

interface Pair {
  readonly key: string
  readonly value: Json
  readonly path: Path
}

function pairLines(writer: Writer, { key, value, path }: Pair): readonly string[] {
  const inLine = isShort(writer, value, path) ? flowPair(key, value) : undefined
  if (inLine !== undefined && inLine.length <= widest) return [inLine]
  if (isJsonArray(value)) {
    return [
      `${keyText(key)}:`,
      ...indented(value.flatMap((item, index) => itemLines(writer, item, [...path, index]))),
    ]
  }
  if (isJsonObject(value)) {
    const inside = mapLines(writer, value, path)
    return inside.length === 0 ? [`${keyText(key)}: {}`] : [`${keyText(key)}:`, ...indented(inside)]
  }
  return stringify({ [key]: value }, { ...plain, blockQuote: 'literal' })
    .trimEnd()
    .split('\n')
}

function itemLines(writer: Writer, item: Json, path: Path): readonly string[] {
  const unsettled = writer.unsettled.has(pathText(path))
    ? [comment(`fill in: ${pathText(path)}`)]
    : []
  if (!isJsonObject(item) || isShort(writer, item, path)) {
    const inLine = `- ${flowText(item)}`
    if (!isJsonObject(item) || inLine.length <= widest) return [...unsettled, inLine]
  }
  const [first = '{}', ...rest] = mapLines(writer, isJsonObject(item) ? item : {}, path)
  return [...unsettled, `- ${first}`, ...indented(rest)]
}

/** Whether it reads well in one line: an empty map, a reference, a list of texts, a map of two. */
function isShort({ asks, unsettled }: Writer, value: Json, path: Path): boolean {
  const here = pathText(path)
  const isAnnotated =
    asks.some((ask) => pathText(ask.path).startsWith(here)) ||
    [...unsettled].some((one) => one.startsWith(here) && one !== here)
  if (isAnnotated) return false
  const isScalar = (held: Json) => typeof held !== 'object' || held === null
  if (isJsonArray(value)) return value.every(isScalar)
  if (!isJsonObject(value)) return false
  const held = Object.values(value)
  const isInList = typeof path.at(-1) === 'number'
  const most = isInList || 'fromEnvironment' in value ? 2 : 0
  return held.length <= most && held.every((one) => isScalar(one) && !String(one).includes('\n'))
}

function flowPair(key: string, value: Json): string {
  return `${keyText(key)}: ${flowText(value)}`
}

function flowText(value: Json): string {
  return stringify(value, flow).trimEnd()
}

function keyText(key: string): string {
  return stringify(key, plain).trimEnd()
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`))
}

function comment(line: string): string {
  return line === '' ? '#' : `# ${line.replaceAll('\n', ' ')}`
}
