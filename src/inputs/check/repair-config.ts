import * as v from 'valibot'
import { isJsonObject } from '../../shared/json.js'
import type { Path, Severity } from '../../shared/finding.js'
import { suggest } from '../../shared/suggest.js'
import type { Expected } from '../expected.js'
import { configSchema, type Config } from '../schema.js'

export interface SchemaError {
  readonly path: Path
  readonly value: unknown
  /** What the value should be, in words. */
  readonly wanted: string
  readonly expected?: Expected
  readonly severity?: Severity
}

export interface Repaired {
  readonly config: Config
  /** The keys that were left out of it: rules cannot judge them. */
  readonly leftOut: readonly Path[]
}

/**
 * The config with something in the place of each misfit that fits the schema, so that the rules still find what is
 * wrong elsewhere. It is good for no more: its misfits are errors, and stop it. Undefined when a whole section is
 * no section, as then nearly everything would seem to be missing.
 */
export function repairConfig(
  plain: unknown,
  schemaErrors: readonly SchemaError[],
): Repaired | undefined {
  if (!isJsonObject(plain)) return undefined
  const sections = new Map<string, unknown>(Object.entries(plain))
  const leftOut: Path[] = []
  for (const schemaError of schemaErrors) {
    const [name, key] = schemaError.path.map(String)
    const section = sections.get(name ?? '')
    if (name === undefined || key === undefined || !isJsonObject(section)) return undefined
    if (name === 'pool' && key === 'properties') return undefined
    const instead = schemaError.path.length === 2 ? standIn(schemaError) : undefined
    if (instead === undefined) leftOut.push([name, key])
    const others = Object.entries(section).filter(([other]) => other !== key)
    const mended = instead === undefined ? others : [...others, [key, instead]]
    sections.set(name, Object.fromEntries(mended))
  }
  const { success, output } = v.safeParse(configSchema, Object.fromEntries(sections))
  return success ? { config: output, leftOut } : undefined
}

/** Undefined for what no rule asks for. */
function standIn({ value, expected }: SchemaError): string | undefined {
  const { kind, values = [] } = expected ?? {}
  if (values.length > 0) return suggest(String(value), values) ?? values[0]
  if (kind !== 'text') return undefined
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '?'
}
