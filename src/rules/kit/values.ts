import type { Config } from '../../inputs/config.js'
import { osOfNodeAgent } from '../../model/node-agent.js'
import {
  poolView,
  type PathIn,
  type PoolProperties,
  type PropertyPath,
} from '../../model/pool-view.js'
import { nodeAgentOf, vmConfigurationPath } from '../../model/pool-body.js'
import type { OsType } from '../../ports/azure.js'
import type { Path } from '../../shared/finding.js'
import { isJsonObject, type Json, type JsonObject } from '../../shared/json.js'
import { jsonAt } from '../../shared/json-at.js'

/** A map in a list of the pool's properties. */
export interface Item {
  readonly at: Path
  readonly item: JsonObject
}

/** The path in a config of one of the pool's properties. */
export function poolPath(...keys: Path): Path {
  return ['pool', 'properties', ...keys]
}

/** The same below `virtualMachineConfiguration`. */
export function vmPath(...keys: Path): Path {
  return poolPath(...vmConfigurationPath, ...keys)
}

/** A path of keys below `virtualMachineConfiguration`. */
type VmPath = PathIn<
  NonNullable<PoolProperties['deploymentConfiguration']>['virtualMachineConfiguration']
>

interface WithPool {
  readonly pool?: Config['pool'] | undefined
}

/** What the pool has there, of the schema's type and with choices in its letter case. */
export function poolValue({ pool }: WithPool, ...keys: PropertyPath): Json | undefined {
  return pool?.properties && (jsonAt(poolView(pool.properties), ...keys) ?? undefined)
}

export function vmValue({ pool }: WithPool, ...keys: VmPath): Json | undefined {
  return (
    pool?.properties &&
    (jsonAt(poolView(pool.properties), ...vmConfigurationPath, ...keys) ?? undefined)
  )
}

/** The maps in a list of the pool's properties; what else stands there is told elsewhere. */
export function poolItems(config: WithPool, ...keys: PropertyPath): readonly Item[] {
  return itemsIn(poolValue(config, ...keys), poolPath(...keys))
}

export function vmItems(config: WithPool, ...keys: VmPath): readonly Item[] {
  return itemsIn(vmValue(config, ...keys), vmPath(...keys))
}

export function itemsIn(list: Json | undefined, path: Path): readonly Item[] {
  if (!Array.isArray(list)) return []
  const items: readonly Json[] = list
  return items.flatMap((item, index) =>
    isJsonObject(item) ? [{ at: [...path, index], item }] : [],
  )
}

/** The texts in a list. */
export function textsIn(list: Json | undefined): readonly string[] {
  if (!Array.isArray(list)) return []
  const items: readonly Json[] = list
  return items.flatMap((item) => (typeof item === 'string' ? [item] : []))
}

/** Whether something is written there: neither nothing, nor null, nor empty text. */
export function isGiven(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== ''
}

/** The operating system of the nodes as far as the config says: by the node agent, else by the image. */
export function osOfPool({ pool, image }: Config): OsType | undefined {
  return osOfNodeAgent(nodeAgentOf(pool?.properties) ?? '') ?? image?.osType
}
