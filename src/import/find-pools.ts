import { looseObject } from '../pool-forms/loose-keys.js'
import type { PoolForm } from '../pool-forms/pool-name.js'
import { autoPoolIn, listOfPools, recogniseForm } from '../pool-forms/recognise-form.js'
import { isJsonObject, type Json, type JsonObject } from '../shared/json.js'
import type { FoundPool } from './found-pool.js'
import { poolsInTemplate } from './template/find-pools.js'
import { poolsInTerraform } from './terraform.js'

/** What a document is, and the pools in it. */
export interface Recognised {
  /** For a person: `an ARM template`. */
  readonly what: string
  readonly pools: readonly FoundPool[]
}

/**
 * The pools of a document in any of the forms that people have; undefined where it is none of them. An `account` ID that
 * a person gave settles what a template leaves to its deployment.
 */
export function findPools(document: Json, account?: string): Recognised | undefined {
  const form = recogniseForm(document)
  if (form === undefined) return undefined
  const { kind, what } = form
  if (kind === 'list') {
    const items = (listOfPools(document) ?? []).map((item) => findPools(item, account))
    return { what, pools: items.flatMap((item) => item?.pools ?? []) }
  }
  if (!isJsonObject(document)) return undefined
  const one = (poolForm: PoolForm, value: JsonObject | undefined): Recognised => ({
    what,
    pools:
      value === undefined ? [] : [{ form: poolForm, value, what, unresolved: [], remarks: [] }],
  })
  switch (kind) {
    case 'template':
      return { what, pools: poolsInTemplate(document, account) }
    case 'terraform':
      return { what, pools: poolsInTerraform(document) }
    case 'arm':
      return one('arm', document)
    case 'arm-properties':
      return one('arm', { properties: document })
    case 'service-in-properties':
      return one('service', looseObject(document, 'properties'))
    case 'auto-pool':
      return one('service', autoPoolIn(document))
    case 'powershell':
      return one('powershell', document)
    case 'service':
      return one('service', document)
  }
}
