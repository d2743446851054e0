import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject, Scenario } from '../../src/simulator/kernel.js'

export interface RecordedWrite {
  readonly method: string
  readonly path: string
  readonly body: JsonObject
}

interface RecordedFault {
  readonly method?: string
  readonly path?: string
  readonly status?: number
  readonly body?: JsonObject
  readonly times?: number
  readonly operationFails?: { readonly code: string; readonly message: string }
}

/** One run of the real az: its arguments, and what it sent. */
export interface OracleRecord {
  readonly id: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly faults?: readonly RecordedFault[]
  readonly expect: { readonly outcome: string; readonly write: RecordedWrite | null }
}

export interface Oracle {
  readonly world: Pick<Scenario, 'resources' | 'subscriptions' | 'locations'> & {
    readonly tenant: string
  }
  readonly cases: readonly OracleRecord[]
}

/** Recordings of the real az, which lie beside a checkout. Undefined where they don't. */
export function readOracle(name: string): Oracle | undefined {
  const path = join(import.meta.dirname, '..', '..', '..', 'shared', 'oracle', `${name}.json`)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Oracle) : undefined
}

/** The world before a record, and its accidents. */
export function scenarioOf({ world }: Oracle, { faults = [] }: OracleRecord): Scenario {
  return {
    tenantId: world.tenant,
    ...(world.resources && { resources: world.resources }),
    ...(world.subscriptions && { subscriptions: world.subscriptions }),
    ...(world.locations && { locations: world.locations }),
    faults: faults.map(({ path, times = Number.MAX_SAFE_INTEGER, ...fault }) => ({
      ...fault,
      times,
      // Names of operations are the recording stub's own.
      ...(path !== undefined && { path: path.replace(/\/operations\/.*$/, '/operations/.*') }),
    })),
  }
}
