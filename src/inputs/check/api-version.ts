import type { GenericSchema } from 'valibot'
import { managedImageApiVersion, newestApiVersion } from '../pool-schema/lifetimes.js'
import { lifetimeOf } from '../pool-schema/parts.js'
import { isAlive } from '../pool-schema/vocabulary.js'
import { isText, valueAt, type LocatedMap } from '../yaml/located-value.js'
import { isGone } from './foreign-names.js'

const vm = ['pool', 'properties', 'deploymentConfiguration', 'virtualMachineConfiguration']

/** The API version that a pool is written for; undefined where the schema does not know it yet. */
export function apiVersionOf(root: LocatedMap): string | undefined {
  const given = valueAt(root, ['pool', 'batchApiVersion'])
  if (given !== undefined && isText(given) && /^\d{4}-\d\d-\d\d(-preview)?$/.test(given.value)) {
    return given.value > newestApiVersion ? undefined : given.value
  }
  return isOnManagedImage(root) ? managedImageApiVersion : newestApiVersion
}

/** Whether the nodes are made straight from a managed image, as far as the sections show. */
function isOnManagedImage(root: LocatedMap): boolean {
  const own = valueAt(root, [...vm, 'imageReference', 'id'])
  const id = own ?? valueAt(root, ['image', 'id'])
  if (id !== undefined) return isText(id) && !/\/galleries\//i.test(id.value)
  return root.entries.has('image') && !root.entries.has('gallery')
}

/**
 * Whether a property is there for this API version. One that went is left to the rule about API versions, but for those
 * that mean nothing any more, and those whose successor is given as well.
 */
export function isKnownIn(
  apiVersion: string | undefined,
  { schema, key, map }: { schema: GenericSchema; key: string; map: LocatedMap },
): boolean {
  if (apiVersion === undefined) return true
  const { until, instead } = lifetimeOf(schema)
  if (isAlive({ until }, apiVersion)) return true
  const isTwice = instead !== undefined && valueAt(map, instead.split('.')) !== undefined
  return !isTwice && !isGone(key)
}

/** Whether a property can be suggested: a newer one at least has its rule to say how it is to be had. */
export function isAliveIn(apiVersion: string | undefined, schema: GenericSchema): boolean {
  return apiVersion === undefined || isAlive({ until: lifetimeOf(schema).until }, apiVersion)
}
