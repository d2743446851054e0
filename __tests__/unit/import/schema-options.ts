import type { GenericSchema } from 'valibot'
import { expectedOf } from '../../../src/inputs/expected.js'
import { partsOf } from '../../../src/inputs/pool-schema/parts.js'
import { poolPropertiesSchema } from '../../../src/inputs/pool-schema/pool-properties.js'

/** What the schema says of a property: its kind, and its values where there is a fixed set. */
export function poolsSchemaOptions(arm: string): {
  readonly type: string | undefined
  readonly options: readonly string[] | undefined
} {
  let here: GenericSchema | undefined = poolPropertiesSchema
  for (const part of arm.split('.')) {
    here = here && partsOf(here).entries?.get(part.replace('[]', ''))
    if (part.endsWith('[]')) here = here && partsOf(here).item
  }
  const expected = expectedOf(here)
  return {
    type: here?.type,
    options: expected?.kind === 'choice' ? expected.values : undefined,
  }
}
