import { isSameWord } from '../shared/suggest.js'
import { settings } from './settings.js'

/** `os-snapshot` -> `osSnapshot` */
export function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}

/**
 * Other names of keys in a section: the whole name of the input where the key leaves out the section's, so
 * `image.imageName` for `image.name`.
 */
export function aliasesOf(section: string): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>()
  for (const { name, path } of settings) {
    const [first, key, ...deeper] = path ?? []
    if (first !== section || key === undefined || deeper.length > 0) continue
    if (camelCase(name) !== key) aliases.set(camelCase(name), key)
  }
  return aliases
}

/** Top-level properties of a pool in ARM, 2019-08-01 to 2025-06-01. */
export const poolProperties: readonly string[] = [
  'applicationLicenses',
  'applicationPackages',
  'certificates',
  'deploymentConfiguration',
  'displayName',
  'interNodeCommunication',
  'metadata',
  'maxTasksPerNode',
  'mountConfiguration',
  'networkConfiguration',
  'resourceTags',
  'scaleSettings',
  'startTask',
  'targetNodeCommunicationMode',
  'taskSchedulingPolicy',
  'taskSlotsPerNode',
  'upgradePolicy',
  'userAccounts',
  'vmSize',
]

/** Where keys belong that are apt to be written somewhere else. */
const belongings: readonly { readonly key: string; readonly place: string }[] = [
  ...settings.flatMap(({ name, path }) =>
    path === undefined || path.length < 2
      ? []
      : [...new Set([camelCase(name), path.at(-1) ?? ''])].map((key) => ({
          key,
          place: path.join('.'),
        })),
  ),
  ...poolProperties.map((key) => ({ key, place: `pool.properties.${key}` })),
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
  { key: 'fixedScale', place: 'pool.properties.scaleSettings.fixedScale' },
  { key: 'autoScale', place: 'pool.properties.scaleSettings.autoScale' },
]

/** The places of a key of this name, letter case and dashes ignored. */
export function placesOf(name: string): readonly string[] {
  const places = belongings.filter(({ key }) => isSameWord(key, name)).map(({ place }) => place)
  return [...new Set(places)]
}

/** What ARM adds around a pool's properties when it shows or exports the pool. */
export const readOnlyPoolKeys: ReadonlySet<string> = new Set([
  'id',
  'type',
  'apiVersion',
  'etag',
  'systemData',
])

/** Properties that only Azure sets: `readOnly` in the REST API's pool resource. */
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
])
