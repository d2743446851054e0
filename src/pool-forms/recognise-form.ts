import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json.js'
import { plainName } from './find-name.js'
import { hasAny, looseAt, looseObject, looseText } from './loose-keys.js'

/** What a document is that holds a pool, or several. */
export type DocumentKind =
  | 'list'
  | 'template'
  | 'terraform'
  /** A resource: what Resource Manager, `az rest` and `az resource show` print. */
  | 'arm'
  /** Its `properties` alone. */
  | 'arm-properties'
  /** `type` and `properties` around the service's own keys. */
  | 'service-in-properties'
  | 'auto-pool'
  | 'powershell'
  | 'service'

export interface RecognisedForm {
  readonly kind: DocumentKind
  /** For a person: `an ARM template`. */
  readonly what: string
}

/** Which of the forms that people have pools in a document is, by its keys alone; undefined where it is none. */
export function recogniseForm(document: Json): RecognisedForm | undefined {
  const list = listOfPools(document)
  if (list !== undefined) {
    const first = list.map(recogniseForm).find((form) => form !== undefined)
    return first && { kind: 'list', what: `a list of pools (${first.what})` }
  }
  if (!isJsonObject(document)) return undefined
  if (isTemplate(document)) return { kind: 'template', what: 'an ARM template' }
  if (isTerraform(document)) return { kind: 'terraform', what: 'a Terraform state' }
  const properties = looseObject(document, 'properties')
  const isResource = /batchAccounts\/pools$/i.test(looseText(document, 'type') ?? '')
  if (properties !== undefined && (isResource || isArm(properties))) {
    return isArm(properties) || !isService(properties)
      ? { kind: 'arm', what: 'a pool as Resource Manager shows it' }
      : {
          kind: 'service-in-properties',
          what: 'a pool template of the retired Batch CLI extension',
        }
  }
  if (isArm(document)) {
    return { kind: 'arm-properties', what: 'the properties of a pool in Resource Manager' }
  }
  if (autoPoolIn(document) !== undefined) {
    return { kind: 'auto-pool', what: 'the auto pool of a job' }
  }
  if (isPowerShell(document)) {
    return { kind: 'powershell', what: 'the output of Get-AzBatchPool' }
  }
  return isService(document) ? { kind: 'service', what: describeService(document) } : undefined
}

/** What is neither JSON nor YAML, but describes a pool; with the way to a form that can be read. */
export function recogniseSource(
  text: string,
): (RecognisedSource & { readonly way: string }) | undefined {
  return sources.find(({ pattern }) => pattern.test(text))
}

interface RecognisedSource {
  readonly what: string
}

const sources: readonly {
  readonly what: string
  readonly pattern: RegExp
  readonly way: string
}[] = [
  {
    what: 'Terraform source (HCL)',
    pattern: /^\s*(?:resource|data)\s+"(?:azurerm|azapi)_\w+"\s+"[^"]*"\s*\{/m,
    way: 'apply it and import the output of terraform show -json',
  },
  {
    what: 'Bicep source',
    pattern: /^\s*resource\s+\w+\s+'[\w.]+\/[\w/]+@[\w-]+'/m,
    way: 'run az bicep build --file FILE --stdout, and import what it prints',
  },
  {
    what: 'the parameters of a Bicep file',
    pattern: /^\s*using\s+'[^']*\.bicep'/m,
    way: 'run az bicep build --file FILE --stdout for the Bicep file that it names, and import what it prints',
  },
  {
    what: 'a command line that creates a pool',
    pattern: /^\s*(?:\S+\s+)*?az\s+batch\s+pool\s+create\b/m,
    way: 'import the ID of the pool that it made, or the file that its --json-file names',
  },
]

/** A list alone, or as Resource Manager and the service wrap one. */
export function listOfPools(document: Json): readonly Json[] | undefined {
  if (isJsonArray(document)) return document
  const value = looseAt(document, 'value')
  return isJsonArray(value) ? value : undefined
}

/** The pool that a job brings along. */
export function autoPoolIn(document: Json): JsonObject | undefined {
  return (
    looseObject(document, 'autoPoolSpecification', 'pool') ??
    looseObject(document, 'poolInfo', 'autoPoolSpecification', 'pool')
  )
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
