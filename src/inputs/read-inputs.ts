import type { Finding, Origin, Span } from '../shared/finding.js'
import { showValue } from '../shared/show-value.js'
import { suggest } from '../shared/suggest.js'
import { parseBoolean, parseInteger } from './parse-scalars.js'
import type { ActionInput } from './action-input.js'
import { actionInputs } from './inputs-table.js'
import type { InputSource } from './source.js'
import { mergeLocated, wrapIn, type LocatedValue, type LocatedMap } from './yaml/located-value.js'

export interface InlineConfig {
  /** What the inputs say of the config file's sections; undefined when none of them is given. */
  readonly root: LocatedMap | undefined
  readonly findings: readonly Finding[]
}

/** Reads the inputs that stand for a place in the config file. The inline pool is beaten by the others. */
export async function readInlineConfig(source: InputSource): Promise<InlineConfig> {
  const findings: Finding[] = []
  let root: LocatedMap = { kind: 'map', at: { kind: 'default' }, entries: new Map() }
  const inlineFirst = [...actionInputs].sort((a, b) => rank(a) - rank(b))
  for (const setting of inlineFirst) {
    const text = source.input(setting.name)
    if (setting.path === undefined || text.trim() === '') continue
    const value = await readValue(setting, text, findings)
    if (value === undefined) continue
    const merged = mergeLocated(root, wrapIn(setting.path, value))
    if (merged.kind === 'map') root = merged
  }
  return { root: root.entries.size === 0 ? undefined : root, findings }
}

function rank({ kind }: ActionInput): number {
  return kind === 'yaml' ? 0 : 1
}

async function readValue(
  setting: ActionInput,
  text: string,
  findings: Finding[],
): Promise<LocatedValue | undefined> {
  const { name, kind } = setting
  const at: Origin = { kind: 'input', input: name }
  const scalar = (value: boolean | number | string): LocatedValue => ({ kind: 'scalar', at, value })
  const given = text.trim()
  switch (kind) {
    case 'text':
      return scalar(given)
    case 'text-or-list':
      return linesOf(name, text).length > 1 ? readList(name, linesOf(name, text)) : scalar(given)
    case 'list':
      return readList(name, itemsOf(name, text))
    case 'map':
      return readMap(name, text, findings)
    case 'yaml':
      return await readDocument(name, text, findings)
    case 'boolean': {
      const value = parseBoolean(given)
      if (value === undefined) findings.push(malformed(name, given, 'true or false'))
      return value === undefined ? undefined : scalar(value)
    }
    case 'integer':
    case 'integer-or-auto': {
      const isAuto = kind === 'integer-or-auto' && given.toLowerCase() === 'auto'
      const value = isAuto ? 'auto' : parseInteger(given)
      const wanted = kind === 'integer' ? 'a whole number' : 'a whole number, or auto'
      if (value === undefined) findings.push(malformed(name, given, wanted))
      return value === undefined ? undefined : scalar(value)
    }
  }
}

function readList(name: string, lines: readonly InputLine[]): LocatedValue {
  return { kind: 'list', at: { kind: 'input', input: name }, items: lines.map(toScalar) }
}

/** A finding about an input whose text is not what it should be; `options`: words of which one may have been meant. */
export function malformed(
  input: string,
  given: string,
  wanted: string,
  options: readonly string[] = [],
): Finding {
  const shown = showValue(given)
  const near = suggest(given, options)
  const said =
    near === undefined
      ? { message: `${input} cannot be ${shown}`, help: `write ${wanted}` }
      : { message: `${input} is ${shown}, which is not ${wanted}`, help: `did you mean ${near}?` }
  return { rule: 'inputs/value', severity: 'error', ...said, at: { kind: 'input', input } }
}

export interface InputLine {
  readonly text: string
  readonly at: Origin
}

/** The lines of a multi-line input that are not blank, each with its place. */
export function linesOf(input: string, text: string): readonly InputLine[] {
  return allLines(input, text).filter((line) => line.text !== '')
}

/**
 * The lines from the first to the last that is not blank. A blank one between two is an empty item (of a variable that is not
 * set, say): passed over, as az does, a disk would be missing and those after it have other LUNs.
 */
function itemsOf(input: string, text: string): readonly InputLine[] {
  const lines = allLines(input, text)
  const isFilled = (line: InputLine): boolean => line.text !== ''
  return lines.slice(lines.findIndex(isFilled), lines.findLastIndex(isFilled) + 1)
}

function allLines(input: string, text: string): readonly InputLine[] {
  return text.split(/\r?\n/).map((whole, index) => {
    const line = index + 1
    const trimmed = whole.trim()
    const column = whole.indexOf(trimmed) + 1
    const span: Span = { line, column, endLine: line, endColumn: column + trimmed.length }
    return { text: trimmed, at: { kind: 'input', input, span } }
  })
}

function toScalar({ text, at }: InputLine): LocatedValue {
  return { kind: 'scalar', value: text, at }
}

/** `key=value` lines as `az --tags` reads them: split at the first `=`, a key alone is empty, the last one wins. */
function readMap(input: string, text: string, findings: Finding[]): LocatedValue {
  const entries = new Map<string, LocatedValue>()
  for (const line of linesOf(input, text)) {
    const equals = line.text.indexOf('=')
    const key = (equals === -1 ? line.text : line.text.slice(0, equals)).trim()
    const value = equals === -1 ? '' : line.text.slice(equals + 1).trim()
    if (key === '' || key === '__proto__') {
      findings.push({ ...malformed(input, line.text, 'key=value'), at: line.at })
    } else entries.set(key, { kind: 'scalar', value, at: line.at, key: line.at })
  }
  return { kind: 'map', at: { kind: 'input', input }, entries, isWhole: true }
}

async function readDocument(
  input: string,
  text: string,
  findings: Finding[],
): Promise<LocatedValue | undefined> {
  const { readYaml } = await import(/* webpackMode: "eager" */ './yaml/read-yaml.js')
  const parsed = await readYaml(text, (span) => ({ kind: 'input', input, span }))
  findings.push(...parsed.findings)
  const { root } = parsed
  if (root === undefined || root.kind === 'map') return root
  // Not shown: what stands there may hold a secret.
  findings.push({
    rule: 'inputs/value',
    severity: 'error',
    message: `${input} is a ${root.kind === 'list' ? 'list' : 'single value'}, not a map`,
    help: 'write a map with name, identity, tags and properties',
    at: root.at,
  })
  return undefined
}
