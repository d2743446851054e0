import * as v from 'valibot'
import type { Finding, Origin, Path } from '../../shared/finding.js'
import { pathText } from '../../shared/path-text.js'
import { isSecretPath } from '../../secrets/secret-keys.js'
import { showValue } from '../../shared/show-value.js'
import { suggest } from '../../shared/suggest.js'
import { poolPropertiesSchema } from '../pool-schema/pool-properties.js'
import { durationWanted } from '../pool-schema/vocabulary.js'
import { configSchema, type Config } from '../schema.js'
import { sectionDocs } from '../section-docs.js'
import { asksForNewerApi } from './normalize-pool-properties.js'
import { repairConfig, type SchemaError } from './repair-config.js'
import {
  originAt,
  plainValue,
  unreadablePaths,
  valueAt,
  type LocatedValue,
  type LocatedMap,
} from '../yaml/located-value.js'

export interface Validated {
  /**
   * What does not fit is mended, so that rules can find what else is wrong; `pool.properties` stay as they were
   * written. Undefined when nothing is left to check.
   */
  readonly config: Config | undefined
  readonly findings: readonly Finding[]
  /** Where a value is not what it should be. */
  readonly schemaErrors: readonly Path[]
}

/** Checks a config, all layers merged, against the schema: every misfit, each where it was written. */
export function validateConfig(merged: LocatedMap): Validated {
  const plain = plainValue(merged)
  const result = v.safeParse(configSchema, plain)
  const ofSections = result.issues?.flatMap((issue) => misfitsOf(issue, [])) ?? []
  const schemaErrors = [...ofSections, ...misfitsOfProperties(merged)]
  const unread = unreadablePaths(merged)
  const isReported = ({ path }: SchemaError) => unread.some((above) => isWithin(path, above))
  const mended = result.success ? undefined : repairConfig(plain, ofSections)
  return {
    config: result.success ? result.output : mended?.config,
    findings: schemaErrors
      .filter((schemaError) => !isReported(schemaError))
      .map((schemaError) => toFinding(schemaError, merged)),
    schemaErrors: [...schemaErrors.map(({ path }) => path), ...unread, ...(mended?.leftOut ?? [])],
  }
}

function isWithin(path: Path, above: Path): boolean {
  return above.every((step, index) => path[index] === step)
}

/**
 * Checked beside the config, not in it: what is sent is what was written, and rules find what else is wrong in
 * it. An empty value is not given. Keys that the schema does not have were told of before.
 */
function misfitsOfProperties(merged: LocatedMap): readonly SchemaError[] {
  const written = valueAt(merged, propertiesPath)
  if (written?.kind !== 'map') return []
  const { issues } = v.safeParse(poolPropertiesSchema, plainValue(withoutEmpty(written)))
  const severity = asksForNewerApi(merged) ? 'warning' : 'error'
  return (issues ?? [])
    .filter(({ type, expected }) => type !== 'strict_object' || expected !== 'never')
    .flatMap((issue) => misfitsOf(issue, propertiesPath))
    .map((schemaError) => ({
      ...schemaError,
      // A newer API version may have more values.
      ...(schemaError.options.length > 0 && { severity }),
    }))
}

const propertiesPath = ['pool', 'properties']

function withoutEmpty(written: LocatedValue): LocatedValue {
  if (written.kind === 'list') return { ...written, items: written.items.map(withoutEmpty) }
  if (written.kind !== 'map') return written
  const given = [...written.entries].filter(
    ([, value]) => value.kind !== 'scalar' || value.value !== null,
  )
  return { ...written, entries: new Map(given.map(([key, value]) => [key, withoutEmpty(value)])) }
}

/** Of the alternatives of a union, what is wrong inside the one that was meant says more than the union. */
function misfitsOf(issue: v.BaseIssue<unknown>, above: Path): readonly SchemaError[] {
  const path = [...above, ...stepsOf(issue)]
  if (issue.type === 'union' && issue.issues !== undefined) {
    const inside = issue.issues.filter(({ kind, path: deeper }) => kind !== 'schema' || deeper)
    if (inside.length > 0) return inside.flatMap((inner) => misfitsOf(inner, path))
  }
  const options =
    issue.type === 'picklist' ? [...(issue.expected ?? '').matchAll(/"([^"]*)"/g)] : []
  return [
    {
      path,
      value: issue.input,
      wanted: issue.message,
      options: options.map(([, option = '']) => option),
    },
  ]
}

function stepsOf(issue: v.BaseIssue<unknown>): Path {
  return (issue.path ?? []).flatMap(({ key }) =>
    typeof key === 'string' || typeof key === 'number' ? [key] : [],
  )
}

function toFinding(schemaError: SchemaError, merged: LocatedMap): Finding {
  const { path, value, severity = 'error' } = schemaError
  const at = originAt(merged, path)
  const written = valueAt(merged, path)
  const source = written?.kind === 'scalar' ? written.source : undefined
  const subject = subjectOf(path, at)
  const rule = 'config/value'
  const said = { at, ...sectionDocs(path) }
  if (value === undefined) {
    const message = `${subject} is missing`
    return { rule, severity, message, help: `add ${String(path.at(-1))}`, ...said }
  }
  if (value === '' || value === null) {
    const message = `${subject} is empty`
    return { rule, severity, message, help: 'write a value, or remove it', ...said }
  }
  if (typeof value !== 'object' && isSecretPath(path)) {
    const help = schemaError.wanted === 'text' ? 'put it in quotes' : `write ${schemaError.wanted}`
    return { rule, severity, message: `${subject} is not ${schemaError.wanted}`, help, ...said }
  }
  const shown = source ?? showValue(value)
  const help = helpFor(schemaError, source)
  // The help often says already what is wanted; both are read as one sentence.
  const message =
    help === `write ${schemaError.wanted}`
      ? `${subject} cannot be ${shown}`
      : `${subject} is ${shown}, which is not ${schemaError.wanted}`
  return { rule, severity, message, help, ...said }
}

function helpFor({ value, wanted, options }: SchemaError, source = String(value)): string {
  const text = source
  const minutes = wanted === durationWanted && /^[1-9]\d{0,8}$/.test(text)
  if (minutes) return `write PT${text}M for minutes`
  if (typeof value === 'string') {
    const near = suggest(value, options)
    if (near !== undefined) return `did you mean ${near}?`
    return isOnlyQuoted(value, wanted) ? `remove the quotes: ${value}` : `write ${wanted}`
  }
  // A number is no text, so it was not held to the words that can stand here.
  const words = options.length > 0 ? options : wordsIn(wanted)
  const near = typeof value === 'number' ? suggest(text, words) : undefined
  if (near !== undefined) return `did you mean ${near}?`
  const isScalar = typeof value === 'number' || typeof value === 'boolean'
  return isScalar && wanted === 'text' ? `put it in quotes: "${text}"` : `write ${wanted}`
}

function wordsIn(wanted: string): readonly string[] {
  return /^one of (.+)$/.exec(wanted)?.[1]?.split(', ') ?? []
}

function isOnlyQuoted(text: string, wanted: string): boolean {
  return wanted.includes('a whole number')
    ? /^-?\d{1,15}$/.test(text)
    : wanted === 'true or false' && /^(true|false)$/.test(text)
}

/** A value is called what its writer calls it: by the input, or by its place in the file. */
function subjectOf(path: Path, at: Origin): string {
  if (at.kind !== 'input' || at.input === 'pool') return pathText(path)
  const isPart = path.some((step) => typeof step === 'number')
  const last = path.at(-1)
  if (typeof last === 'number') return `an item of ${at.input}`
  return isPart && typeof last === 'string' ? `${last} in ${at.input}` : at.input
}
