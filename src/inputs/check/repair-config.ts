import * as v from 'valibot'
import { isJsonObject } from '../../shared/json.js'
import type { Path, Severity } from '../../shared/finding.js'
import { suggest } from '../../shared/suggest.js'
import { configSchema, type Config } from '../schema.js'

export interface Misfit {
  readonly path: Path
  readonly value: unknown
  /** What the value should be. */
  readonly wanted: string
  /** The values that can stand here, where they are few. */
  readonly options: readonly string[]
  readonly severity?: Severity
}

export interface Mended {
  readonly config: Config
  /** The keys that were left out of it: rules cannot judge them. */
  readonly leftOut: readonly Path[]
}

/**
 * The config with something in the place of each misfit that fits the schema, so that the rules still find what is
 * wrong elsewhere. It is good for no more: its misfits are errors, and stop it. Undefined when a whole section is
 * no section, as then nearly everything would seem to be missing.
 */
export function mendConfig(plain: unknown, misfits: readonly Misfit[]): Mended | undefined {
  if (!isJsonObject(plain)) return undefined
  const sections = new Map<string, unknown>(Object.entries(plain))
  const leftOut: Path[] = []
  for (const misfit of misfits) {
    const [name, key] = misfit.path.map(String)
    const section = sections.get(name ?? '')
    if (name === undefined || key === undefined || !isJsonObject(section)) return undefined
    if (name === 'pool' && key === 'properties') return undefined
    const instead = misfit.path.length === 2 ? standIn(misfit) : undefined
    if (instead === undefined) leftOut.push([name, key])
    const others = Object.entries(section).filter(([other]) => other !== key)
    const mended = instead === undefined ? others : [...others, [key, instead]]
    sections.set(name, Object.fromEntries(mended))
  }
  const { success, output } = v.safeParse(configSchema, Object.fromEntries(sections))
  return success ? { config: output, leftOut } : undefined
}

/** Undefined for what no rule asks for. */
function standIn({ value, wanted, options }: Misfit): string | undefined {
  if (options.length > 0) return suggest(String(value), options) ?? options[0]
  if (!wanted.startsWith('text')) return undefined
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '?'
}
