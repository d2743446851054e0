import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json.js'
import { looseText } from '../pool-forms/loose-keys.js'
import type { FoundPool } from './found-pool.js'

const poolType = 'azurerm_batch_pool'

/** The pools of `terraform show -json`, of a plan in JSON, and of a state file. */
export function poolsInTerraform(document: JsonObject): readonly FoundPool[] {
  if (isJsonArray(document['resources'])) return poolsInState(document['resources'])
  const values = document['values'] ?? document['planned_values']
  const root = isJsonObject(values) ? values['root_module'] : undefined
  return isJsonObject(root) ? poolsInModule(root) : []
}

function poolsInModule(module: JsonObject): readonly FoundPool[] {
  const own = listOf(module['resources']).flatMap((resource) =>
    poolsOf(resource, [resource['values'] ?? null]),
  )
  return [...own, ...listOf(module['child_modules']).flatMap(poolsInModule)]
}

function poolsInState(resources: readonly Json[]): readonly FoundPool[] {
  return listOf(resources).flatMap((resource) =>
    poolsOf(
      resource,
      listOf(resource['instances']).map((instance) => instance['attributes'] ?? null),
    ),
  )
}

function poolsOf(resource: JsonObject, instances: readonly Json[]): readonly FoundPool[] {
  if ((resource['mode'] ?? 'managed') !== 'managed') return []
  return instances
    .filter((instance) => isJsonObject(instance))
    .flatMap((values): FoundPool[] => {
      if (resource['type'] === poolType) {
        return [{ form: 'terraform', value: values, what: 'a Terraform state', ...nothingLeft }]
      }
      const isAzapi = resource['type'] === 'azapi_resource'
      const type = looseText(values, 'type') ?? ''
      return isAzapi && /^Microsoft\.Batch\/batchAccounts\/pools@/i.test(type) ? azapi(values) : []
    })
}

const nothingLeft = { unresolved: [], remarks: [] }

/** azapi carries Resource Manager's own body, as a map or as JSON in a text. */
function azapi(values: JsonObject): FoundPool[] {
  const { body: written, name = null, parent_id: parent = null, identity = null } = values
  const body: unknown = typeof written === 'string' ? JSON.parse(written) : written
  if (!isJsonObject(body)) return []
  const id =
    typeof parent === 'string' && typeof name === 'string' ? `${parent}/pools/${name}` : null
  const value: JsonObject = {
    ...(isJsonArray(identity) && identity.length > 0 && { identity }),
    ...(isJsonObject(values['tags']) && { tags: values['tags'] }),
    ...body,
    name,
    ...(id !== null && { id }),
  }
  return [{ form: 'arm', value, what: 'a Terraform state', ...nothingLeft }]
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return isJsonArray(value) ? value.filter((item) => isJsonObject(item)) : []
}
