/** Creating, changing and deleting pools, whichever plane the request came by. */
import { createHash } from 'node:crypto'
import { provisioningState } from '../../arm.js'
import { isObject, numberAt, objectAt } from '../../json.js'
import type { Json, JsonObject, Operation, RouteContext, StoredResource } from '../../kernel.js'
import { checkImage } from './image-rules.js'
import { fillDefaults, keepConfig, spellConfig } from './pool-config.js'
import {
  allocationStateOf,
  followScaleSettings,
  nodesOf,
  runMachine,
  startMachine,
} from './pool-machine.js'
import { checkPool, type PoolDraft } from './pool-rules.js'
import { poolConfigFields, poolProperties } from './pool-shape.js'
import { problem, propertyProblem } from './problem.js'
import { showShape } from '../../shape.js'
import { versionDate, wideUpdateApiVersion } from './versions.js'

/** What a write says, after types and names were checked. */
export interface PoolWrite {
  readonly name: string
  readonly version: string
  readonly properties: JsonObject
  readonly identity?: JsonObject
  readonly tags?: { [key: string]: string }
}

const defaultDeleteSeconds = 60

function subscriptionOf(id: string): string {
  return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1] ?? ''
}

function checkImageOf(context: RouteContext, account: StoredResource, draft: PoolDraft): void {
  const subscriptionId = subscriptionOf(account.id)
  checkImage(context, draft, { region: account.location ?? '', subscriptionId })
}

/** `If-None-Match: *` refuses a pool that exists, `If-Match` one that has changed or is absent. */
export function checkConditions(context: RouteContext, existing: StoredResource | undefined): void {
  const { 'if-none-match': ifNoneMatch, 'if-match': ifMatch } = context.request.headers
  const isRefused =
    (ifNoneMatch === '*' && existing !== undefined) ||
    (ifMatch !== undefined && !matches(ifMatch, existing))
  if (isRefused) throw problem(412, 'ConditionNotMet')
}

function matches(ifMatch: string, existing: StoredResource | undefined): boolean {
  if (existing === undefined) return false
  return ifMatch === '*' || bareEtag(ifMatch) === bareEtag(existing.etag ?? '')
}

/** `0x8D…` for `W/"0x8D…"`: the data plane writes it bare. */
export function bareEtag(etag: string): string {
  return etag.replace(/^W\//, '').replaceAll('"', '')
}

let writes = 0

function newEtag(now: number): string {
  writes += 1
  const digest = createHash('sha256')
    .update(`${String(now)} ${String(writes)}`)
    .digest('hex')
  return `W/"0x8D${digest.slice(0, 13).toUpperCase()}"`
}

/** Makes the pool; its first resize begins at once. */
export function createPool(
  context: RouteContext,
  account: StoredResource,
  write: PoolWrite,
): StoredResource {
  const { name, version, properties, identity = {} } = write
  const draft = { name, version, properties, identity }
  checkPool(draft)
  checkImageOf(context, account, draft)
  const quota = numberAt(account.properties, 'poolQuota')
  const count = context.store.list(`${account.id}/pools`).length
  if (quota !== undefined && count >= quota) throw problem(409, 'PoolQuotaReached')
  const now = context.clock.now()
  const time = new Date(now).toISOString()
  const pool: StoredResource = {
    id: `${account.id}/pools/${name}`,
    name,
    type: 'Microsoft.Batch/batchAccounts/pools',
    etag: newEtag(now),
    properties: { ...keepConfig(properties), creationTime: time, lastModified: time },
    ...(write.identity === undefined ? {} : { identity: write.identity }),
    ...(write.tags === undefined ? {} : { tags: write.tags }),
  }
  context.store.put(pool)
  startMachine(context, pool)
  return pool
}

/** Changed whatever else there is; the rest needs a pool without nodes. */
const alwaysPatchable = new Set([
  'applicationPackages',
  'certificates',
  'metadata',
  'scaleSettings',
  'startTask',
])

export interface PoolUpdate extends PoolWrite {
  /** PUT: what is not given falls back to its default. PATCH: it stays. */
  readonly replaces: boolean
}

/** Changes a pool in place, as far as its version and its nodes allow. */
export function updatePool(
  context: RouteContext,
  { account, pool }: { account: StoredResource; pool: StoredResource },
  update: PoolUpdate,
): void {
  const { version, replaces } = update
  const now = context.clock.now()
  const machine = runMachine(context, pool)
  const before = spellConfig(pool.properties, version)
  const merged = replaces ? update.properties : { ...before, ...update.properties }
  const changed = changedNames(comparable(before, version), comparable(merged, version))
  const isSteady = allocationStateOf(machine, now) === 'Steady'
  if (!isSteady) throw problem(409, 'PoolBeingResized')
  checkUpdatable(changed, { version, hasNodes: nodesOf(machine, now).length > 0 })
  const identity = update.identity ?? objectAt(asJson(pool['identity']))
  const draft = { name: pool.name, version, properties: merged, identity }
  checkPool(draft)
  if (changed.includes('deploymentConfiguration')) checkImageOf(context, account, draft)
  touchPool(context, pool, keepConfig(merged))
  if (update.identity !== undefined) pool['identity'] = update.identity
  if (update.tags !== undefined) pool.tags = update.tags
  // Said again, a target that an earlier resize missed is tried again.
  if (replaces || merged['scaleSettings'] !== before['scaleSettings']) {
    followScaleSettings(context, pool)
  }
}

/** New properties, and with them a new etag and time of change. */
export function touchPool(
  context: Pick<RouteContext, 'clock'>,
  pool: StoredResource,
  properties: JsonObject,
): void {
  const time = new Date(context.clock.now()).toISOString()
  const { creationTime = time } = pool.properties
  pool.properties = { ...properties, creationTime, lastModified: time }
  pool.etag = newEtag(context.clock.now())
}

function asJson(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}

/** Without secrets and with defaults. An empty text or list stays, and so differs from one that is absent. */
function comparable(properties: JsonObject, version: string): JsonObject {
  const spelled = spellConfig(fillDefaults(properties), version)
  return objectAt(showShape(spelled, poolProperties, version))
}

function changedNames(before: JsonObject, after: JsonObject): string[] {
  return Object.entries(poolConfigFields).flatMap(([name, field]) => {
    if (field.readOnly === true || canonical(before[name]) === canonical(after[name])) return []
    return [name]
  })
}

/** JSON with the members of every object in order. */
function canonical(value: Json | undefined): string {
  const sorted = (_key: string, member: unknown): unknown =>
    isObject(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member
  return value === undefined ? '' : JSON.stringify(value, sorted)
}

function checkUpdatable(
  changed: readonly string[],
  { version, hasNodes }: { version: string; hasNodes: boolean },
): void {
  const name = changed.find((one) => !alwaysPatchable.has(one))
  if (name === undefined) return
  const isWide = versionDate(version) >= wideUpdateApiVersion
  if (isWide && !hasNodes) return
  throw propertyProblem({
    path: ['properties', name],
    code: 'PropertyCannotBeUpdated',
    reason: isWide
      ? 'The property can only be updated when the pool has no nodes'
      : 'The specified property cannot be updated',
  })
}

/** Marks the pool; it is gone when the operation is done. */
export function deletePool(context: RouteContext, pool: StoredResource): Operation {
  const now = context.clock.now()
  const isDeleting = provisioningState(pool, now) === 'Deleting'
  const until =
    pool.motion !== undefined && isDeleting
      ? pool.motion.until
      : now + (context.scenario.poolDeleteSeconds ?? defaultDeleteSeconds) * 1000
  const operation = context.startOperation({
    collection: `${pool.id.replace(/\/pools\/[^/]+$/i, '')}/poolOperationResults`,
    id: `delete-${pool.name}-${bareEtag(pool.etag ?? '')}`,
    until,
  })
  if (operation.failure === undefined && !isDeleting) {
    pool.motion = { state: 'Deleting', since: now, until }
  }
  return operation
}

/** Refuses work on a pool that is on its way out. */
export function refuseDeleting(context: RouteContext, pool: StoredResource): void {
  if (provisioningState(pool, context.clock.now()) === 'Deleting')
    throw problem(409, 'PoolBeingDeleted')
}
