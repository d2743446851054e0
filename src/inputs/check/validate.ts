import * as v from 'valibot'
import type { Finding, Origin, Path } from '../../shared/finding.js'
import { pathText } from '../../shared/path-text.js'
import { isSecretPath } from '../../secrets/secret-keys.js'
import { showValue } from '../../shared/show-value.js'
import { suggest } from '../../shared/suggest.js'
import { partsOf } from '../pool-schema/parts.js'
import { poolPropertiesSchema } from '../pool-schema/pool-properties.js'
import { expectedOf, type Expected } from '../expected.js'
import { configSchema, type Config } from '../schema.js'
import { sectionDocs } from '../section-docs.js'
import { schemaAt } from './config-tree.js'
import { apiVersionOf } from './api-version.js'
import { repairConfig, type SchemaError } from './repair-config.js'
import {
  originAt,
  plainValue,
  unreadablePaths,
  valueAt,
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
 * it. Keys that the schema does not have were told of before.
 */
function misfitsOfProperties(merged: LocatedMap): readonly SchemaError[] {
  const written = valueAt(merged, propertiesPath)
  if (written?.kind !== 'map') return []
  const { issues } = v.safeParse(poolPropertiesSchema, plainValue(written))
  const severity = apiVersionOf(merged) === undefined ? 'warning' : 'error'
  return (issues ?? [])
    .filter(({ type, expected }) => type !== 'strict_object' || expected !== 'never')
    .flatMap((issue) => misfitsOf(issue, propertiesPath))
    .map((schemaError) => ({
      ...schemaError,
      // A newer API version may have more values.
      ...(schemaError.expected?.kind === 'choice' && { severity }),
    }))
}

const propertiesPath = ['pool', 'properties']

/** Of the alternatives of a union, what is wrong inside the one that was meant says more than the union. */
function misfitsOf(issue: v.BaseIssue<unknown>, above: Path): readonly SchemaError[] {
  const path = [...above, ...stepsOf(issue)]
  if (issue.type === 'union' && issue.issues !== undefined) {
    const inside = issue.issues.filter(({ kind, path: deeper }) => kind !== 'schema' || deeper)
    if (inside.length > 0) return inside.flatMap((inner) => misfitsOf(inner, path))
  }
  const expected = expectedOf(schemaAt(path))
  return [
    {
      path,
      value: issue.input,
      wanted: issue.message,
      ...(expected !== undefined && { expected }),
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
  if (value === undefined || (value === null && isOurKey(path))) {
    const message = `${subject} is missing`
    return { rule, severity, message, help: `add ${String(path.at(-1))}`, ...said }
  }
  if (value === '' || value === null) {
    const message = `${subject} is empty`
    return { rule, severity, message, help: 'write a value, or remove it', ...said }
  }
  if (typeof value !== 'object' && isSecretPath(path)) {
    const isText = schemaError.expected?.kind === 'text'
    const help = isText ? 'put it in quotes' : `write ${schemaError.wanted}`
    return { rule, severity, message: `${subject} is not ${schemaError.wanted}`, help, ...said }
  }
  const shown = source ?? showValue(value)
  const help =
    pathText(path) === 'gallery.imageVersion' && typeof value === 'number'
      ? `write three numbers, such as ${threeNumbers(source ?? String(value))}`
      : helpFor(schemaError, source)
  // The help often says already what is wanted; both are read as one sentence.
  const message =
    help === `write ${schemaError.wanted}`
      ? `${subject} cannot be ${shown}`
      : `${subject} is ${shown}, which is not ${schemaError.wanted}`
  return { rule, severity, message, help, ...said }
}

/** `1.2.0` for the number 1.2: quotes alone would make no version of it. */
function threeNumbers(source: string): string {
  const parts = source.split('.').filter((part) => /^\d+$/.test(part))
  return [...parts, '0', '0', '0'].slice(0, 3).join('.')
}

function helpFor({ value, wanted, expected }: SchemaError, source = String(value)): string {
  if (expected?.kind === 'duration' && /^[1-9]\d{0,8}$/.test(source)) {
    return `write PT${source}M for minutes`
  }
  const timed = expected?.kind === 'duration' ? unitOfTime.exec(source) : null
  if (timed !== null) return `write PT${timed[1] ?? ''}${(timed[2] ?? '').toUpperCase()}`
  const isNumber = typeof value === 'number'
  const near =
    isNumber || typeof value === 'string' ? suggest(source, expected?.values ?? []) : undefined
  if (near !== undefined) return `did you mean ${near}?`
  if (typeof value === 'string') {
    return isOnlyQuoted(value, expected) ? `remove the quotes: ${value}` : `write ${wanted}`
  }
  const isScalar = isNumber || typeof value === 'boolean'
  return isScalar && expected?.kind === 'text' ? `put it in quotes: "${source}"` : `write ${wanted}`
}

/** `90m`, `1 hour`: as other tools take durations. */
const unitOfTime = /^(\d{1,9}) ?(m|h)(?:in|ins|inutes?|rs?|ours?)?$/i

function isOnlyQuoted(text: string, expected: Expected | undefined): boolean {
  if (expected?.kind === 'integer') return /^-?\d{1,15}$/.test(text)
  return expected?.kind === 'flag' && /^(true|false)$/.test(text)
}

/** Null at a key is absent; as an item of a list, or behind a name of the user's own, it is an empty one. */
function isOurKey(path: Path): boolean {
  const above = schemaAt(path.slice(0, -1))
  return above !== undefined && partsOf(above).entries?.has(String(path.at(-1))) === true
}

/** A value is called what its writer calls it: by the input, or by its place in the file. */
function subjectOf(path: Path, at: Origin): string {
  if (at.kind !== 'input' || at.input === 'pool') return pathText(path)
  const isPart = path.some((step) => typeof step === 'number')
  const last = path.at(-1)
  if (typeof last === 'number') return `an item of ${at.input}`
  return isPart && typeof last === 'string' ? `${last} in ${at.input}` : at.input
}
