/** What this action writes on a pool beside what the user asked for. */
import type { Pool } from '../ports/azure.js'
import { editedMetadata, theirMetadata } from '../model/pool-metadata.js'
import { isJsonArray, type JsonObject } from '../shared/json.js'
import { objectAt } from '../shared/json-at.js'
import { writtenItem, type DigestSecret } from '../model/hidden-values.js'
import {
  isOurs,
  isPlanName,
  type Lineage,
  lineageNames,
  ownMetadata,
  planItems,
  sourceItems,
  withLineageMetadata,
} from '../model/lineage.js'
import { isRetired } from '../model/pool-roles.js'

export interface PoolMarks {
  readonly lineage: Lineage | undefined
  /** What its nodes are made from; empty where nothing is known. */
  readonly sources: readonly string[]
  /** Of secrets; without, nothing is remembered of them. */
  readonly digest?: DigestSecret | undefined
}

/**
 * The lineage of what takes the place of an existing pool, or is a change of it. What a pull request made goes when it is
 * closed (`mode: cleanup`), so only a pool that came with this pull request is said to be of it.
 */
export function lineageBeside(existing: Pool | undefined, lineage: Lineage): Lineage {
  const { pullRequest, ...rest } = lineage
  const own = existing && ownMetadata(existing.properties)
  const isItsOwn = own === undefined || own[lineageNames.pullRequest] === String(pullRequest)
  return isItsOwn && pullRequest !== undefined ? lineage : rest
}

/** Whose marks they are, and of which pool. */
interface Marked {
  readonly marks: PoolMarks
  readonly facts: { readonly poolId: string }
}

/** Body of a PUT with lineage; `extra`: a role and the like. */
export function markedBody(
  body: JsonObject,
  { marks: { lineage, sources, digest }, facts: { poolId } }: Marked,
  extra: Readonly<Record<string, string>> = {},
): JsonObject {
  if (lineage === undefined) return withLineageMetadata(body, lineage, extra)
  const written = writtenItem(body, { poolId, digest })
  return withLineageMetadata(body, lineage, { ...sourceItems(sources), ...written, ...extra })
}

/**
 * Body of a PATCH of a pool that this action made, its lineage brought up to date where that says something new:
 * `metadata` is replaced as a whole, so the user's, as it is or as it is to be, goes along. A pool of somebody else is
 * not made ours by changing it.
 */
export function refreshedPatch(
  patch: JsonObject,
  existing: Pool,
  { lineage, sources, digest }: PoolMarks,
): JsonObject {
  const own = ownMetadata(existing.properties)
  const properties = objectAt(patch, 'properties') ?? {}
  if (lineage === undefined) return patch
  if (!isOurs(own)) return withPlanMark(patch, existing, lineage)
  const isSameConfig = own[lineageNames.digest] === lineage.digest
  const isBack = isRetired(existing)
  const written = writtenItem(patch, { poolId: existing.id, digest }, existing)
  const isRemembered = Object.entries(written).every(([name, value]) => own[name] === value)
  const isTelling = telling.some((name) => name in properties)
  const isOfPlan = Object.entries(planItem(lineage)).every(([name, piece]) => own[name] === piece)
  if (isSameConfig && isRemembered && isOfPlan && !isBack && !isTelling) return patch
  const isKept = (name: string): boolean =>
    isMark(name) &&
    !(isSource(name) && sources.length > 0) &&
    !(isBack && ofRetirement.includes(name.toLowerCase()))
  const kept = Object.entries(own).filter(([name]) => isKept(name))
  const extra = {
    ...Object.fromEntries(kept),
    ...(isBack && marksOfService(lineage)),
    ...ownMetadata(properties),
    ...written,
    ...sourceItems(sources),
  }
  const { metadata = existing.properties['metadata'] ?? [] } = properties
  const body = { ...patch, properties: { ...properties, metadata } }
  const made = own[lineageNames.made] ?? lineage.made
  return withLineageMetadata(body, { ...lineage, ...(made !== undefined && { made }) }, extra)
}

/** Which plan a run is held to; empty for one that is held to none. */
export function planItem(lineage: Lineage | undefined): Readonly<Record<string, string>> {
  return planItems(lineage?.plan)
}

/** A change of a pool that says which plan it is of, and nothing else of the run. */
export function withPlanMark(
  patch: JsonObject,
  existing: Pool,
  lineage: Lineage | undefined,
): JsonObject {
  const set = planItem(lineage)
  if (Object.keys(set).length === 0) return patch
  const properties = objectAt(patch, 'properties') ?? {}
  const isWritten = isJsonArray(properties['metadata'])
  const edit = { ...(isWritten && { theirs: theirMetadata(properties) }), set, remove: [] }
  const metadata = editedMetadata(existing.properties, edit)
  return { ...patch, properties: { ...properties, metadata } }
}

/** What a retired pool is marked with, and one in service is not. */
export const ofRetirement: readonly string[] = [
  lineageNames.role,
  lineageNames.retired,
  lineageNames.keepUntil,
]

/** Marks of a pool that was retired and is wanted again: of those that are live it is the one that went live last. */
export function marksOfService({ made }: Pick<Lineage, 'made'>): Readonly<Record<string, string>> {
  return { [lineageNames.role]: 'live', ...(made !== undefined && { [lineageNames.live]: made }) }
}

/** With these the lineage goes along in any case: the list that it is part of, and what the nodes are made from. */
const telling = ['metadata', 'deploymentConfiguration']

const ofRuns: readonly string[] = [
  lineageNames.tool,
  lineageNames.digest,
  lineageNames.repository,
  lineageNames.commit,
  lineageNames.run,
  lineageNames.pullRequest,
]

/** Says something of the pool rather than of the run that wrote it last. */
function isMark(name: string): boolean {
  return !ofRuns.includes(name.toLowerCase()) && !isPlanName(name)
}

function isSource(name: string): boolean {
  const lower = name.toLowerCase()
  return lower === lineageNames.source || lower.startsWith(`${lineageNames.source}-`)
}
