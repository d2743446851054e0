/** All that a config may hold as one tree of schemas: the sections and, below `pool.properties`, what Azure takes. */
import { optional, type GenericSchema } from 'valibot'
import type { Path } from '../../shared/finding.js'
import { closedMap } from '../closed-map.js'
import { partsOf, type Parts } from '../pool-schema/parts.js'
import { poolPropertiesSchema } from '../pool-schema/pool-properties.js'
import { configSchema } from '../schema.js'

const { pool } = configSchema.entries

export const configTree: GenericSchema = closedMap({
  ...configSchema.entries,
  pool: optional(
    closedMap({ ...pool.wrapped.entries, properties: optional(poolPropertiesSchema) }),
  ),
})

/** The schema of what stands at a path; undefined where none says what may stand there. */
export function schemaAt(path: Path): GenericSchema | undefined {
  let here: GenericSchema | undefined = configTree
  for (const step of path) {
    if (here === undefined) return undefined
    const { entries, item, value }: Parts = partsOf(here)
    here = typeof step === 'number' ? item : (entries?.get(step) ?? value)
  }
  return here
}
