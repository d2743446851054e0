/** Which keys there are, where they belong, and what else they are called. */
import type { GenericSchema } from 'valibot'
import { readOnlyNames, toolNames } from '../../pool-forms/without-counterpart.js'
import { plainName } from '../../pool-forms/find-name.js'
import type { Path } from '../../shared/finding.js'
import { once } from '../../shared/once.js'
import { isSameWord } from '../../shared/suggest.js'
import { actionInputs } from '../inputs-table.js'
import { lifetimeOf, partsOf } from '../pool-schema/parts.js'
import { poolPropertiesSchema } from '../pool-schema/pool-properties.js'

/** `os-snapshot` -> `osSnapshot` */
export function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}

const aliases = new Map<string, Map<string, string>>()
for (const { name, path } of actionInputs) {
  const [section, key, ...deeper] = path ?? []
  if (section === undefined || key === undefined || deeper.length > 0) continue
  const alias = camelCase(name)
  const ofSection = aliases.get(section) ?? new Map<string, string>()
  if (alias !== key) aliases.set(section, ofSection.set(alias, key))
}
const none: ReadonlyMap<string, string> = new Map()

/**
 * Other names of keys in a section: the whole name of the input where the key leaves out the section's, so
 * `image.imageName` for `image.name`.
 */
export function aliasesOf(section: string): ReadonlyMap<string, string> {
  return aliases.get(section) ?? none
}

interface Place {
  readonly key: string
  /** `pool.properties.vmSize` */
  readonly place: string
}

/** Keys of snapshots that most people want somewhere else. */
const shared = new Set([
  'resourceGroup',
  'location',
  'tags',
  'sku',
  'dataDisks',
  'publicNetworkAccess',
])

function ownKey(path: readonly string[]): readonly string[] {
  const key = path.at(-1) ?? ''
  return path[0] === 'snapshots' && shared.has(key) ? [] : [key]
}

/** Where keys belong that are apt to be written somewhere else: put together with the first key that is. */
const misplacedKeys = once((): readonly Place[] => [
  ...actionInputs.flatMap(({ name, path }) =>
    path === undefined || path.length < 2
      ? []
      : [...new Set([camelCase(name), ...ownKey(path)])].map((key) => ({
          key,
          place: path.join('.'),
        })),
  ),
  ...Object.entries(poolPropertiesSchema.entries)
    .filter(([, schema]) => lifetimeOf(schema).until === undefined)
    .map(([key]) => ({ key, place: `pool.properties.${key}` })),
  { key: 'resourceGroup', place: 'image.resourceGroup' },
  { key: 'location', place: 'image.location' },
  { key: 'identity', place: 'pool.identity' },
  { key: 'tags', place: 'pool.tags' },
  { key: 'properties', place: 'pool.properties' },
  { key: 'hyperVGeneration', place: 'gallery.hyperVGeneration' },
  {
    key: 'imageReference',
    place: 'pool.properties.deploymentConfiguration.virtualMachineConfiguration.imageReference',
  },
  ...['image', 'gallery', 'pool', 'rollout'].map((key) => ({ key, place: key })),
  { key: 'fixedScale', place: 'pool.properties.scaleSettings.fixedScale' },
  { key: 'autoScale', place: 'pool.properties.scaleSettings.autoScale' },
])

/** Within a pool also every property that stands in one place only. */
const poolBelongings = once(uniqueProperties)

/** The places where a key belongs that is called like the last step of `path`, letter case and dashes ignored. */
export function expectedLocations(path: Path): readonly string[] {
  const name = String(path.at(-1))
  const named = (known: readonly Place[]) =>
    known.filter(({ key }) => isSameWord(key, name)).map(({ place }) => place)
  const places = named(misplacedKeys())
  if (path[0] !== 'pool') return [...new Set(places)]
  const inPool = places.filter((place) => place.startsWith('pool.'))
  if (inPool.length > 0) return [...new Set(inPool)]
  const unique = named(poolBelongings())
  return unique.length > 0 ? unique : [...new Set(places)]
}

function uniqueProperties(): readonly Place[] {
  const places = new Map<string, string[]>()
  const visit = (schema: GenericSchema, above: string) => {
    for (const [key, entry] of partsOf(schema).entries ?? []) {
      if (lifetimeOf(entry).until !== undefined) continue
      const place = `${above}.${key}`
      places.set(key, [...(places.get(key) ?? []), place])
      visit(entry, place)
    }
  }
  visit(poolPropertiesSchema, 'pool.properties')
  return [...places].flatMap(([key, [place = '', ...others]]) =>
    others.length === 0 ? [{ key, place }] : [],
  )
}

/** What ARM adds around a pool's properties when it shows or exports the pool. */
export const readOnlyPoolKeys: ReadonlySet<string> = new Set([
  'id',
  'type',
  'apiVersion',
  'etag',
  'systemData',
])
/** What only a template has use for. */
export const templateKeys: ReadonlySet<string> = new Set(['dependsOn', 'comments', 'scope'])
/** What `az resource show` prints around any resource. */
const resourceKeys = new Set(['extendedLocation', 'kind', 'managedBy', 'plan', 'sku'])

/** Properties that only Azure sets. */
export const readOnlyPoolProperties: ReadonlySet<string> = new Set(readOnlyNames)
const ofAzure = new Set(readOnlyNames.map(plainName))
const ofTools = new Set(toolNames.map(plainName))

const identityPath = ['pool', 'identity']
/** What Azure shows of an identity: of the pool's own one, and of each that a user assigned. */
const readOnlyInIdentity = ['principalId', 'clientId', 'tenantId'].map(plainName)

/** Who wrote a key that says nothing of how the pool is to be; undefined for any other key. */
export function notOurs(path: Path): 'Azure' | 'a tool' | 'a template' | undefined {
  const key = String(path.at(-1))
  if (path[0] !== 'pool') return undefined
  if (path.length === 2) {
    if (readOnlyPoolKeys.has(key)) return 'Azure'
    if (templateKeys.has(key)) return 'a template'
    return resourceKeys.has(key) ? 'a tool' : undefined
  }
  if (isInIdentity(path)) return readOnlyInIdentity.includes(plainName(key)) ? 'Azure' : undefined
  if (path[1] !== 'properties') return undefined
  if (ofAzure.has(plainName(key))) return 'Azure'
  return ofTools.has(plainName(key)) ? 'a tool' : undefined
}

export function isInIdentity(path: Path): boolean {
  return identityPath.every((step, index) => path[index] === step)
}
