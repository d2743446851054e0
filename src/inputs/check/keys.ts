import type { GenericSchema } from 'valibot'
import type { Path } from '../../shared/finding.js'
import { isSameWord } from '../../shared/suggest.js'
import { partsOf } from '../pool-schema/parts.js'
import { poolPropertiesSchema } from '../pool-schema/pool-properties.js'
import { actionInputs } from '../inputs-table.js'

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

/** Where keys belong that are apt to be written somewhere else. */
const misplacedKeys: readonly { readonly key: string; readonly place: string }[] = [
  ...actionInputs.flatMap(({ name, path }) =>
    path === undefined || path.length < 2
      ? []
      : [...new Set([camelCase(name), ...ownKey(path)])].map((key) => ({
          key,
          place: path.join('.'),
        })),
  ),
  ...Object.keys(poolPropertiesSchema.entries).map((key) => ({
    key,
    place: `pool.properties.${key}`,
  })),
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
]

/** Within a pool also every property that stands in one place only. */
const poolBelongings = uniqueProperties()

/** What the Batch service's own API, and `az batch pool show`, call properties that Resource Manager has too. */
const serviceNames: readonly { readonly key: string; readonly place: string }[] = [
  ['enableInterNodeCommunication', 'interNodeCommunication'],
  ['enableAutoScale', 'scaleSettings.autoScale'],
  ['autoScaleFormula', 'scaleSettings.autoScale.formula'],
  ['autoScaleEvaluationInterval', 'scaleSettings.autoScale.evaluationInterval'],
].map(([key = '', place = '']) => ({ key, place: `pool.properties.${place}` }))

/** The places where a key belongs that is called like the last step of `path`, letter case and dashes ignored. */
export function expectedLocations(path: Path): readonly string[] {
  const name = String(path.at(-1))
  const named = (known: typeof misplacedKeys) =>
    known.filter(({ key }) => isSameWord(key, name)).map(({ place }) => place)
  const places = named(misplacedKeys)
  if (places.length > 0 || path[0] !== 'pool') return [...new Set(places)]
  return named([...poolBelongings, ...serviceNames])
}

function uniqueProperties(): typeof misplacedKeys {
  const places = new Map<string, string[]>()
  const visit = (schema: GenericSchema, above: string) => {
    for (const [key, entry] of partsOf(schema).entries ?? []) {
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

/** Properties that only Azure sets: `readOnly` in the REST API's pool resource, and what `az batch pool show` adds. */
export const readOnlyPoolProperties: ReadonlySet<string> = new Set([
  'allocationState',
  'allocationStateTransitionTime',
  'autoScaleRun',
  'creationTime',
  'currentDedicatedNodes',
  'currentLowPriorityNodes',
  'currentNodeCommunicationMode',
  'lastModified',
  'provisioningState',
  'provisioningStateTransitionTime',
  'resizeOperationStatus',
  'eTag',
  'exactVersion',
  'resizeErrors',
  'state',
  'stateTransitionTime',
  'stats',
  'url',
])
