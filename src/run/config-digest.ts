import type { Config } from '../inputs/config.js'
import { sha256 } from '../ports/digest.js'
import { redact } from '../report/escape.js'
import { isSecretKey } from '../secrets/secret-keys.js'

/**
 * Stands for what a config says, in whatever order it says it. Secrets are left out: a digest that lies open must be no
 * means to try them against.
 */
export function configDigest(config: Config): string {
  return sha256(JSON.stringify(config, readable))
}

function readable(key: string, value: unknown): unknown {
  if (isSecretKey(key)) return undefined
  if (key === 'environmentSettings' && Array.isArray(value)) return value.map(nameOf)
  if (typeof value === 'string') return redact(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function nameOf(setting: unknown): unknown {
  const isNamed = typeof setting === 'object' && setting !== null && 'name' in setting
  return isNamed ? setting.name : null
}
