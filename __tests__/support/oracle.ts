import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault, JsonObject } from '../../src/simulator/kernel.js'

/** What existed before each recorded command. */
export interface OracleWorld {
  readonly tenant: string
  readonly subscriptions: readonly (JsonObject & { readonly subscriptionId: string })[]
  readonly locations: readonly { readonly name: string; readonly displayName: string }[]
  readonly resources: readonly JsonObject[]
}

export interface OracleCase {
  readonly id: string
  /** The words after `az`. */
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly faults?: readonly Fault[]
  readonly expect: {
    readonly exit: number
    readonly write: { readonly path: string; readonly body: JsonObject } | null
  }
}

export interface Oracle {
  readonly world: OracleWorld
  readonly cases: readonly OracleCase[]
}

/** Records of the real azure-cli; undefined where they do not lie beside the project. */
export function readOracle(name: string): Oracle | undefined {
  const path = join(import.meta.dirname, '..', '..', '..', 'shared', 'oracle', name)
  if (!existsSync(path)) return undefined
  return JSON.parse(readFileSync(path, 'utf8')) as Oracle
}
