import type { Path } from '../shared/finding.js'
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json.js'
import { placesAt } from './places.js'
import { onGallery } from './on-gallery.js'
import { findPools } from './find-pools.js'
import { readPool, type AccountHint, type ArmPool } from './resource.js'
import { takeOutSecrets, type Ask } from './secrets.js'
import { writeConfig } from './write-config.js'

/** A pool of a document, as a config. */
export interface ImportedPool {
  readonly name: string | undefined
  /** The config file; undefined where nothing could be made of the pool. */
  readonly yaml: string | undefined
  /** For a person, beside the file: what was left out, guessed, or has to be filled in. */
  readonly notes: readonly string[]
}

export interface ImportOptions {
  /** ID of the Batch account, where a person gives it. */
  readonly account?: string
  /** Comments for the top of the file. */
  readonly remarks?: readonly string[]
  /** The managed image that the pool is on, to be published to a gallery. */
  readonly managedImage?: ManagedImageOfPool
}

export interface ManagedImageOfPool {
  readonly id: string
  /** The gallery to publish it to, where there is no doubt which. */
  readonly galleryId: string | undefined
  readonly hyperVGeneration: string | undefined
}

/** What the pools of a document are as configs; undefined where it is no document with pools. */
export function importPools(
  document: Json,
  options: ImportOptions = {},
): { readonly what: string; readonly pools: readonly ImportedPool[] } | undefined {
  const recognised = findPools(document, options.account)
  if (recognised === undefined) return undefined
  const { what, pools } = recognised
  return { what, pools: pools.map((pool) => toConfig(readPool(pool, options.account), options)) }
}

/** The config of a pool that was read. */
function toConfig(pool: ArmPool, options: ImportOptions): ImportedPool {
  if (pool.problems.length > 0) return { name: pool.name, yaml: undefined, notes: pool.problems }
  const { properties, asks: secrets, variables } = takeOutSecrets(pool.properties)
  const { account, identity, tags, name } = pool
  const section: JsonObject = {
    ...(account.id !== undefined && { account: account.id }),
    ...(name !== undefined && { name }),
    ...(identity !== undefined && { identity }),
    ...(tags !== undefined && { tags }),
    properties,
  }
  const gallery = options.managedImage && onGallery(options.managedImage, section)
  const asks = [...(gallery?.asks ?? []), ...asksOf(pool), ...secrets]
  const remarks = [...new Set(pool.remarks)]
  const yaml = writeConfig({
    config: gallery?.config ?? { pool: section },
    asks,
    unsettled: unsettledPaths(section, ['pool']),
    heading: [
      `Imported from ${pool.what}.`,
      ...(options.remarks ?? []),
      ...remarks,
      ...(gallery?.remarks ?? []),
    ],
    ending: [],
  })
  const filledIn = variables.map(
    (variable) => `set the variable ${variable}: it stands for a secret`,
  )
  const unknown = [...new Set(pool.unresolved.map(({ text, why }) => `${text}: ${why}`))]
  return { name, yaml, notes: [...remarks, ...unknown, ...filledIn] }
}

function asksOf({ account, name, identity, properties }: ArmPool): readonly Ask[] {
  const asks: Ask[] = []
  if (account.id === undefined)
    asks.push({ path: ['pool', 'account'], example: accountExample(account) })
  if (name === undefined) asks.push({ path: ['pool', 'name'], example: 'my-pool' })
  const referred = identitiesIn(properties)
  if (identity === undefined && referred.length > 0) {
    asks.push({
      path: ['pool', 'identity'],
      example: {
        type: 'UserAssigned',
        userAssignedIdentities: Object.fromEntries(referred.map((id) => [id, {}])),
      },
    })
  }
  return asks
}

function accountExample({
  name = '<account>',
  resourceGroup = '<resource group>',
}: AccountHint): string {
  return `/subscriptions/<subscription>/resourceGroups/${resourceGroup}/providers/Microsoft.Batch/batchAccounts/${name}`
}

/** The identities that parts of the pool sign in with. */
function identitiesIn(value: Json): readonly string[] {
  if (isJsonArray(value)) return [...new Set(value.flatMap(identitiesIn))]
  if (!isJsonObject(value)) return []
  const own = placesAt(value, 'identityReference').flatMap(({ value: reference }) =>
    typeof reference['resourceId'] === 'string' ? [reference['resourceId']] : [],
  )
  return [...new Set([...own, ...Object.values(value).flatMap(identitiesIn)])]
}

/** Where an expression of a template is left. */
function unsettledPaths(value: Json, path: Path): readonly Path[] {
  if (typeof value === 'string') return /^\[[a-zA-Z]+\(.*\)[^\]]*\]$/s.test(value) ? [path] : []
  if (isJsonArray(value)) {
    return value.flatMap((item, index) => unsettledPaths(item, [...path, index]))
  }
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([key, held]) => unsettledPaths(held, [...path, key]))
}
