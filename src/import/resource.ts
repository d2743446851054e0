import { plainName } from '../pool-forms/find-name.js'
import type { PoolForm } from '../pool-forms/pool-name.js'
import { isLineageName } from '../model/lineage.js'
import { textAt } from '../shared/json-at.js'
import {
  isJsonArray,
  isJsonObject,
  withoutKeys,
  type Json,
  type JsonObject,
} from '../shared/json.js'
import { askAgain, convertProperties } from './convert.js'
import { looseAt, looseObject, looseText } from '../pool-forms/loose-keys.js'
import type { FoundPool, Unresolved } from './found-pool.js'

/** A pool in Resource Manager's words, from whatever form. */
export interface ArmPool {
  readonly name: string | undefined
  readonly account: AccountHint
  readonly identity: JsonObject | undefined
  readonly tags: JsonObject | undefined
  readonly properties: JsonObject
  readonly what: string
  readonly unresolved: readonly Unresolved[]
  readonly remarks: readonly string[]
  /** Why it cannot be read; nothing may be made of it then. */
  readonly problems: readonly string[]
}

/** What a form says of the account. */
export interface AccountHint {
  readonly id?: string
  readonly name?: string
  readonly region?: string
  readonly resourceGroup?: string
}

/** Reads a pool; `account` is the ID that a person gave. */
export function readPool({ form, value, what, ...rest }: FoundPool, account?: string): ArmPool {
  const source = form === 'arm' ? (looseObject(value, 'properties') ?? {}) : value
  const { properties, dropped, problems } = convertProperties(form, without(source, ownKeys(form)))
  const hint = account === undefined ? accountOf(form, value) : { id: account }
  const { settled, unsettled } = settlePackages(settleScale(form, source, properties), hint.id)
  return {
    name: nameOf(form, value),
    account: hint,
    identity: identityOf(value),
    tags: tagsOf(form, value),
    properties: withoutLineage(settled),
    what,
    unresolved: rest.unresolved,
    remarks: [...rest.remarks, ...dropped, ...unsettled],
    problems: [...problems, ...(isCutOff(value) ? [cutOff] : [])],
  }
}

const cutOff = `PowerShell stopped before the end of the pool: ${askAgain}`

/** Below the depth that ConvertTo-Json goes to, an object is the name of its class. */
function isCutOff(value: Json): boolean {
  if (typeof value === 'string')
    return /^Microsoft\.Azure\.Commands\.Batch\.Models\.PS\w+$/.test(value)
  if (isJsonArray(value)) return value.some(isCutOff)
  return isJsonObject(value) && Object.values(value).some(isCutOff)
}

/** Keys at the top that are read here, and not as properties. */
function ownKeys(form: PoolForm): readonly string[] {
  if (form === 'arm') return ['resourceTags']
  const shared = ['id', 'identity', 'tags', 'resourceTags', 'enableAutoScale', 'autoScaleEnabled']
  if (form !== 'terraform') return shared
  return [...shared, 'name', 'accountName', 'resourceGroupName']
}

function without(source: JsonObject, keys: readonly string[]): JsonObject {
  const plain = new Set(keys.map(plainName))
  return withoutKeys(source, ...Object.keys(source).filter((key) => plain.has(plainName(key))))
}

/** The last part of `account/pool`. */
function nameOf(form: PoolForm, value: JsonObject): string | undefined {
  const id = looseText(value, 'id')
  const written = form === 'service' || form === 'powershell' ? id : looseText(value, 'name')
  return (written ?? id)?.split('/').at(-1)
}

function accountOf(form: PoolForm, value: JsonObject): AccountHint {
  const id = /^(\/subscriptions\/.+\/batchAccounts\/[^/]+)\/pools\//i.exec(
    looseText(value, 'id') ?? '',
  )?.[1]
  if (id !== undefined) return { id }
  if (form === 'terraform') {
    return given({
      name: looseText(value, 'account_name'),
      resourceGroup: looseText(value, 'resource_group_name'),
    })
  }
  if (form === 'arm') {
    const [account, pool] = looseText(value, 'name')?.split('/') ?? []
    const group = looseText(value, 'deployedTo')
    const isKnown = pool !== undefined && account !== undefined && !account.startsWith('[')
    return given({ name: isKnown ? account : undefined, resourceGroup: group?.split('/')[4] })
  }
  const [, name, region] = /^https:\/\/([^.]+)\.([^.]+)\./.exec(looseText(value, 'url') ?? '') ?? []
  return given({ name, region })
}

function given(hint: { readonly [K in keyof AccountHint]: string | undefined }): AccountHint {
  return Object.fromEntries(Object.entries(hint).filter(([, held]) => held !== undefined))
}

/** What Azure shows of an identity is not sent: of each only the ID stays. */
function identityOf(value: JsonObject): JsonObject | undefined {
  const written = looseAt(value, 'identity')
  const identity = isJsonArray(written) ? written[0] : written
  const held = looseAt(identity, 'userAssignedIdentities') ?? looseAt(identity, 'identity_ids')
  const ids = isJsonArray(held)
    ? held.flatMap((one) => (typeof one === 'string' ? one : (looseText(one, 'resourceId') ?? [])))
    : Object.keys(isJsonObject(held) ? held : {})
  if (ids.length === 0) return undefined
  return {
    type: 'UserAssigned',
    userAssignedIdentities: Object.fromEntries(ids.map((id) => [id, {}])),
  }
}

function tagsOf(form: PoolForm, value: JsonObject): JsonObject | undefined {
  const properties = form === 'arm' ? looseObject(value, 'properties') : value
  const tags = looseObject(value, 'tags') ?? looseObject(properties, 'resourceTags')
  return tags === undefined || Object.keys(tags).length === 0 ? undefined : tags
}

/**
 * The service shows targets beside a formula (they are its result) and an empty formula beside targets. The switch says
 * which of the two counts; without it, a formula does.
 */
function settleScale(form: PoolForm, source: JsonObject, properties: JsonObject): JsonObject {
  const scale = properties['scaleSettings']
  if ((form !== 'service' && form !== 'powershell') || !isJsonObject(scale)) return properties
  const written = looseAt(source, 'enableAutoScale') ?? looseAt(source, 'autoScaleEnabled')
  const { autoScale } = scale
  const hasFormula = isJsonObject(autoScale) && autoScale['formula'] !== undefined
  const isOn = written === true || written === 'true'
  const isAutomatic = isOn || ((written ?? null) === null && hasFormula)
  const settled = withoutKeys(scale, isAutomatic ? 'fixedScale' : 'autoScale')
  if (Object.keys(settled).length === 0) return withoutKeys(properties, 'scaleSettings')
  return { ...properties, scaleSettings: settled }
}

/** What an earlier run of ours noted on the pool: nobody asked for it. */
function withoutLineage(properties: JsonObject): JsonObject {
  const metadata = properties['metadata']
  if (!isJsonArray(metadata)) return properties
  const own = metadata.filter((one) => !isLineageName(textAt(one, 'name') ?? ''))
  if (own.length === metadata.length) return properties
  const rest = withoutKeys(properties, 'metadata')
  return own.length === 0 ? rest : { ...rest, metadata: own }
}

/** A bare name of an application becomes its ID once the account is known. */
function settlePackages(
  properties: JsonObject,
  account: string | undefined,
): { readonly settled: JsonObject; readonly unsettled: readonly string[] } {
  const packages = properties['applicationPackages']
  if (!isJsonArray(packages)) return { settled: properties, unsettled: [] }
  const ids = packages.map((one) => (isJsonObject(one) ? one['id'] : undefined))
  const isBare = (id: Json | undefined): id is string =>
    typeof id === 'string' && !id.includes('/') && !id.startsWith('[')
  if (account === undefined && ids.some(isBare)) {
    const named = packages.map((one) => JSON.stringify(one)).join(', ')
    return {
      settled: withoutKeys(properties, 'applicationPackages'),
      unsettled: [
        `properties.applicationPackages was left out, because an application has an ID only once the account is known: ${named}; with --batch-account ID it is written out`,
      ],
    }
  }
  const whole = packages.map((one) =>
    isJsonObject(one) && isBare(one['id'])
      ? { ...one, id: `${account ?? ''}/applications/${one['id']}` }
      : one,
  )
  return { settled: { ...properties, applicationPackages: whole }, unsettled: [] }
}
