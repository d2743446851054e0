import { parseArmId, resourceId } from '../shared/arm-id.js'
import {
  isJsonArray,
  isJsonObject,
  withoutUndefined,
  type Json,
  type JsonObject,
} from '../shared/json.js'
import { textAt } from '../shared/json-at.js'
import { showSource } from './image-source.js'

/**
 * What a run writes on what it makes, so that one gets from a pool back to the snapshot and the commit, and a later run
 * knows its own. The same names are tags of images and gallery versions and `metadata` of pools: pools have tags only
 * since API 2024-07-01. Tag names can't hold `<>%&\?/`
 * (https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources).
 */
export const lineageNames = {
  /** Version of this action; its being there says that the resource was made by it. */
  tool: 'image-to-pool',
  /** What it is one of a succession of (`familyOf`): a newer one supersedes the older ones. */
  family: 'image-to-pool-family',
  /** ISO 8601: when the run began that made it. Managed images have no date of their own. */
  made: 'image-to-pool-made',
  /** Digest of the config, secrets left out: the same for as long as the config says the same. */
  digest: 'image-to-pool-digest',
  repository: 'image-to-pool-repository',
  commit: 'image-to-pool-commit',
  /** `{run id}/{attempt}` of the workflow. */
  run: 'image-to-pool-run',
  pullRequest: 'image-to-pool-pull-request',
  /** Of a run that was held to a plan: the plan, so that what remains of it is known for that (`reviewedMark`). */
  plan: 'image-to-pool-plan',
  /** Ids of the source snapshots, the OS disk's first; more than one with a number behind: `-1`, `-2`. */
  source: 'image-to-pool-source',
  /** On a pool of a blue-green rollout: the name in the config. */
  pool: 'image-to-pool-pool',
  /** On a pool of a blue-green rollout: the config file that names it, so that a later run knows a new name for that. */
  config: 'image-to-pool-config',
  /** `canary`, `live` or `retired`. */
  role: 'image-to-pool-role',
  /** ISO 8601: when a pool went live; of two that are live the later one is. */
  live: 'image-to-pool-live',
  /** On a pool that takes over jobs: those that were disabled before, JSON, as they stay so. */
  moving: 'image-to-pool-moving',
  /** ISO 8601: when a pool was retired. */
  retired: 'image-to-pool-retired',
  /** ISO 8601: until when it is kept. */
  keepUntil: 'image-to-pool-keep-until',
  /** On a pool that is being recycled: what it was, JSON, to put it back from. */
  before: 'image-to-pool-before',
  /** On a pool: what stands for the values that Azure never shows, as this action wrote them last; JSON. */
  written: 'image-to-pool-written',
} as const

/** Whether a tag or a metadata item is this action's own: nobody asked for it, so it is no difference. */
export function isLineageName(name: string): boolean {
  const lower = name.toLowerCase()
  return lower === lineageNames.tool || lower.startsWith(`${lineageNames.tool}-`)
}

/** Which plan a run is held to, as tags or metadata: `image-to-pool-plan`, `-plan-2`, …; empty for one that is held to none. */
export function planItems(pieces: Lineage['plan']): Items {
  const named = (pieces ?? []).map((piece, index) => [planName(index), piece] as const)
  return Object.fromEntries(named)
}

export function planName(index: number): string {
  return index === 0 ? lineageNames.plan : `${lineageNames.plan}-${String(index + 1)}`
}

/** Whether a tag or metadata item is a piece of the plan. */
export function isPlanName(name: string): boolean {
  const lower = name.toLowerCase()
  const { plan } = lineageNames
  return (
    lower === plan || (lower.startsWith(`${plan}-`) && /^\d+$/.test(lower.slice(plan.length + 1)))
  )
}

/** Where what a run makes comes from. */
export interface Lineage {
  /** Version of this action. */
  readonly tool: string
  /** `familyOf` the config. */
  readonly family?: string
  /** ISO 8601: when the run began. */
  readonly made?: string
  /** SHA-256 of the config, secrets left out. */
  readonly digest: string
  /** `owner/name` */
  readonly repository?: string
  /** Of a pull request its head, not the merge that GitHub tries out. */
  readonly commit?: string
  /** `{run id}/{attempt}` */
  readonly run?: string
  readonly pullRequest?: number
  /** Of a run that is held to a plan: what tells which one, in as many pieces as it takes (`planItems`). */
  readonly plan?: readonly string[]
  /** The config file, where the pool's name stands in it. */
  readonly config?: string
}

type Items = Readonly<Record<string, string>>

/** https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources */
const mostTags = 50
/** Without those of data disks. */
export const lineageTagCount = 9
/** Policies add tags to what is made, and refuse what has no room for them: sources never fill it all. */
const roomForPolicies = 10
const longestValue = 256

/**
 * The user's tags with this run's behind them; never another value for a tag that the user wrote. With many tags of
 * the user's, what matters least is left out: the data disks' sources first.
 */
export function withLineageTags(
  tags: Items,
  lineage: Lineage | undefined,
  sources: readonly string[],
): Items {
  if (lineage === undefined) return tags
  const given = new Set(Object.keys(tags).map((name) => name.toLowerCase()))
  const [source = {}, ...rest] = sourceList(sources)
  const free = (items: Items): [string, string][] =>
    Object.entries(items).filter(([name]) => !given.has(name))
  const own = free({ ...lineageItems(lineage), ...source }).slice(
    0,
    Math.max(0, mostTags - given.size),
  )
  const room = Math.max(0, mostTags - roomForPolicies - given.size - own.length)
  const others = rest.flatMap(free).slice(0, room)
  return { ...tags, ...Object.fromEntries([...own, ...others]) }
}

/** The same tags without this action's own. */
function withoutLineageTags(tags: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(tags).filter(([name]) => !isLineageName(name)))
}

/**
 * The pool's body with this run's lineage, and `extra` of the same names (`sourceItems`, a role), behind the user's
 * metadata. What the body holds of ours already is replaced as a whole.
 */
export function withLineageMetadata(
  poolBody: JsonObject,
  lineage: Lineage | undefined,
  extra: Items,
): JsonObject {
  const items = lineage === undefined ? {} : lineageItems(lineage)
  const own = { ...items, ...extra, ...items }
  if (Object.keys(own).length === 0) return poolBody
  const properties = isJsonObject(poolBody['properties']) ? poolBody['properties'] : {}
  const theirs = itemsOf(properties).filter((item) => !isOwn(item))
  const ours = Object.entries(own).map(([name, value]) => ({ name, value }))
  return { ...poolBody, properties: { ...properties, metadata: [...theirs, ...ours] } }
}

/** This action's own metadata of a pool, by name; empty for a pool that it did not make. */
export function ownMetadata(properties: JsonObject): Items {
  const own = itemsOf(properties).flatMap((item) => {
    const [name, value] = [textAt(item, 'name'), textAt(item, 'value')]
    return name === undefined || !isLineageName(name) ? [] : [[name, value ?? ''] as const]
  })
  return Object.fromEntries(own)
}

/** The same properties of a pool without this action's own metadata. */
export function withoutOwnMetadata(properties: JsonObject): JsonObject {
  const items = itemsOf(properties)
  const theirs = items.filter((item) => !isOwn(item))
  if (theirs.length === items.length) return properties
  const metadata = theirs.length === 0 ? undefined : theirs
  return withoutUndefined({ ...properties, metadata })
}

/** The body of a write without what this action adds of its own: equal whatever commit or run it is of. */
export function withoutLineage(body: JsonObject): JsonObject {
  const { tags, properties } = body
  return {
    ...body,
    ...(isJsonObject(tags) && { tags: withoutLineageTags(tags) }),
    ...(isJsonObject(properties) && { properties: withoutOwnMetadata(properties) }),
  }
}

/** Whether tags or metadata are this action's: enough to recognise a pool by, not to delete it (`isMadeByUs`). */
export function isOurs(items: Items): boolean {
  return Object.keys(items).some((name) => name.toLowerCase() === lineageNames.tool)
}

/** What tells the things of one run from everything else; none of them is enough by itself. */
export const markNames = [lineageNames.run, lineageNames.digest, lineageNames.made] as const

/** Whether run, config and date together say that this action made it: so much that it may be deleted. */
export function isMadeByUs(items: Items): boolean {
  const values = new Map(Object.entries(items).map(([name, value]) => [name.toLowerCase(), value]))
  const hasAll = markNames.every((name) => (values.get(name) ?? '') !== '')
  return isOurs(items) && hasAll && !Number.isNaN(Date.parse(values.get(lineageNames.made) ?? ''))
}

/** Metadata, or tags, that say what something was made from; the OS disk's source comes first. */
export function sourceItems(sources: readonly string[]): Items {
  return Object.fromEntries(sourceList(sources).flatMap(Object.entries<string>))
}

/** The sources that tags or metadata tell of, as ids or URIs; the OS disk's first. */
export function sourcesIn(items: Items): readonly string[] {
  const found: string[] = []
  const byName = new Map(Object.entries(items).map(([name, value]) => [name.toLowerCase(), value]))
  for (let value = byName.get(lineageNames.source); value !== undefined;) {
    found.push(toSource(value))
    value = byName.get(`${lineageNames.source}-${String(found.length)}`)
  }
  return found
}

/** What of a run goes on everything that it makes, what matters most first. */
function lineageItems(lineage: Lineage): Items {
  const { tool, family, made, digest, repository, commit, run, pullRequest, plan } = lineage
  const items = [
    [lineageNames.tool, tool],
    [lineageNames.made, made],
    [lineageNames.digest, digest],
    [lineageNames.run, run],
    ...Object.entries(planItems(plan)),
    [lineageNames.family, family],
    [lineageNames.commit, commit],
    [lineageNames.repository, repository],
    [lineageNames.pullRequest, pullRequest === undefined ? undefined : String(pullRequest)],
  ] as const
  return Object.fromEntries(
    items.flatMap(([name, value]) => (value === undefined ? [] : [[name, markText(value)]])),
  )
}

function sourceList(sources: readonly string[]): readonly Items[] {
  return sources.map((source, index) => {
    const name = index === 0 ? lineageNames.source : `${lineageNames.source}-${String(index)}`
    return { [name]: toValue(source) }
  })
}

/**
 * With the longest names that Azure allows an id has 276 characters, and no tag can hold it: of such an id the parts
 * that say something, `{subscription}/{group}/{type}/{name}`, at most 218. Of a URI, without its signature, the end.
 */
function toValue(source: string): string {
  const id = parseArmId(source)
  if (id === undefined) return markText(showSource(source))
  if (source.length <= longestValue) return source
  return markText([id.subscriptionId, id.resourceGroup, ...id.types, id.name].join('/'))
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function toSource(value: string): string {
  const [subscriptionId, resourceGroup, type, name, ...rest] = value.split('/')
  const isShort = guid.test(subscriptionId ?? '') && rest.length === 0
  if (!isShort || !subscriptionId || !resourceGroup || !type || !name) return value
  return resourceId({ subscriptionId, resourceGroup }, `Microsoft.Compute/${type}`, name)
}

/** A value as it is written in a tag or metadata: of one that is too long the end. */
export function markText(value: string): string {
  return value.length <= longestValue ? value : `…${value.slice(1 - longestValue)}`
}

function itemsOf({ metadata }: JsonObject): readonly Json[] {
  return isJsonArray(metadata) ? metadata : []
}

function isOwn(item: Json): boolean {
  const name = textAt(item, 'name')
  return name !== undefined && isLineageName(name)
}
