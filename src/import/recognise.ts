import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json.js'
import { plainName } from '../pool-forms/find-name.js'
import { hasAny, looseAt, looseObject, looseText, type FoundPool } from './found-pool.js'
import { poolsInTemplate } from './template/find-pools.js'
import { poolsInTerraform } from './terraform.js'

/** What a document is. */
export interface Recognised {
  /** For a person: `an ARM template`. */
  readonly what: string
  readonly pools: readonly FoundPool[]
}

const nothingLeft = { unresolved: [], remarks: [] }

/**
 * Which of the forms that people have pools in a document is, told by its keys alone; undefined where it is none. An
 * `account` ID that a person gave settles what a template leaves to its deployment.
 */
export function recognise(document: Json, account?: string): Recognised | undefined {
  const list = listIn(document)
  if (list !== undefined) return ofList(list, account)
  if (!isJsonObject(document)) return undefined
  if (isTemplate(document)) {
    return { what: 'an ARM template', pools: poolsInTemplate(document, account) }
  }
  if (isTerraform(document)) {
    return { what: 'a Terraform state', pools: poolsInTerraform(document) }
  }
  const properties = looseObject(document, 'properties')
  const isResource = /batchAccounts\/pools$/i.test(looseText(document, 'type') ?? '')
  if (properties !== undefined && (isResource || isArm(properties))) {
    return one(isArm(properties) || !isService(properties) ? 'arm' : 'service', {
      value: isArm(properties) || !isService(properties) ? document : properties,
      what: 'a pool as Resource Manager shows it',
    })
  }
  if (isArm(document) && !isService(document)) {
    return one('arm', {
      value: { properties: document },
      what: 'the properties of a pool in Resource Manager',
    })
  }
  const autoPool =
    looseObject(document, 'autoPoolSpecification', 'pool') ??
    looseObject(document, 'poolInfo', 'autoPoolSpecification', 'pool')
  if (autoPool !== undefined) {
    return one('service', { value: autoPool, what: 'the auto pool of a job' })
  }
  if (isPowerShell(document)) {
    return one('powershell', { value: document, what: 'the output of Get-AzBatchPool' })
  }
  if (!isService(document)) return undefined
  return one('service', { value: document, what: describeService(document) })
}

function one(
  form: FoundPool['form'],
  { value, what }: { readonly value: JsonObject; readonly what: string },
): Recognised {
  return { what, pools: [{ form, value, what, ...nothingLeft }] }
}

function listIn(document: Json): readonly Json[] | undefined {
  if (isJsonArray(document)) return document
  const value = looseAt(document, 'value')
  return isJsonArray(value) ? value : undefined
}

function ofList(list: readonly Json[], account: string | undefined): Recognised | undefined {
  const each = list.map((item) => recognise(item, account))
  const known = each.filter((item) => item !== undefined)
  const [first] = known
  if (first === undefined) return undefined
  return { what: `a list: ${first.what}`, pools: known.flatMap(({ pools }) => pools) }
}

function isTemplate(document: JsonObject): boolean {
  if (/deploymentTemplate\.json/i.test(looseText(document, '$schema') ?? '')) return true
  const hasResources = isJsonArray(document['resources']) || isJsonObject(document['resources'])
  if (hasResources && document['contentVersion'] !== undefined) return true
  const pool = looseObject(document, 'pool')
  if (pool === undefined || !hasAny(document, 'parameters', 'variables')) return false
  return isService(pool) || isService(looseObject(pool, 'properties') ?? {})
}

function isTerraform(document: JsonObject): boolean {
  const isShown = document['format_version'] !== undefined
  const isState = typeof document['version'] === 'number' && document['lineage'] !== undefined
  return (isShown && hasAny(document, 'values', 'planned_values')) || isState
}

function isArm(properties: JsonObject): boolean {
  return hasAny(properties, 'deploymentConfiguration', 'scaleSettings')
}

function isPowerShell(document: JsonObject): boolean {
  const keys = Object.keys(document)
  return (
    hasAny(document, 'VirtualMachineSize') ||
    keys.some((key) => plainName(key).endsWith('computenodes')) ||
    (keys.includes('Id') && keys.includes('VirtualMachineConfiguration'))
  )
}

/** With a machine, a size or a scale at its top, and an ID that is a bare name. */
function isService(document: JsonObject): boolean {
  return (
    hasAny(
      document,
      'virtualMachineConfiguration',
      'cloudServiceConfiguration',
      'enableAutoScale',
      'targetDedicatedNodes',
      'vmSize',
    ) && !(looseText(document, 'id') ?? '').includes('/')
  )
}

function describeService(document: JsonObject): string {
  const keys = Object.keys(document)
  const isAz = keys.includes('applicationLicenses') || Object.values(document).includes(null)
  if (isAz) return 'the output of az batch pool show'
  return hasAny(document, 'url', 'odata.metadata')
    ? "a pool as the Batch service's own API shows it"
    : "a pool in the form of the Batch service's own API (az batch pool create --json-file)"
}
