import type { Finding } from '../../shared/finding.js'
import type { LoadedConfig } from '../config.js'
import { readSecrets, type Environment } from './environment-secrets.js'
import { normalizeConfig } from './normalize-config.js'
import { normalizeVmSizes } from './normalize-vm-sizes.js'
import { placesKept, placesReadAgain, type Places } from './places.js'
import { validateConfig } from './validate.js'
import {
  mergeLocated,
  originAt,
  placeWithin,
  withoutNulls,
  type LocatedValue,
  type LocatedMap,
} from '../yaml/located-value.js'

export interface Layers {
  readonly file: string | undefined
  readonly root: LocatedMap | undefined
  /** Reads the root once more; without it, its places are kept. */
  readonly again?: (() => LocatedMap) | undefined
  /** What the inputs say; beats the file. */
  readonly inline: LocatedMap | undefined
  readonly input: (name: string) => string
  readonly environment: Environment
  /** A config without image, gallery and pool says something too. */
  readonly mayBeEmpty: boolean
}

export interface MergedConfig {
  /** Undefined when it does not fit the schema. */
  readonly loaded: LoadedConfig | undefined
  readonly findings: readonly Finding[]
  /** Secrets that variables of the environment held. */
  readonly secrets: readonly string[]
}

/** Inputs over file, over the general inputs that an image falls back to; then checked as one. */
export function mergeLayers({ root, ...layers }: Layers): MergedConfig {
  const { file, again, mayBeEmpty } = layers
  const { merged, findings: ofLayers, secrets } = settle(layers, root)
  const { config, findings, schemaErrors } = validateConfig(merged)
  const all = [...ofLayers, ...findings]
  if (config === undefined) return { loaded: undefined, findings: all, secrets }
  if (mayBeEmpty || (config.snapshots ?? config.image ?? config.gallery ?? config.pool)) {
    // Where something is wrong already, places are soon asked for.
    const places =
      again === undefined || all.length > 0
        ? placesKept(merged)
        : placesReadAgain(merged, () => settle(layers, again()).merged)
    const loaded = { file, config, schemaErrors, ...lookUp(places) }
    return { loaded, findings: all, secrets }
  }
  const isReported = all.some(({ severity }) => severity === 'error')
  const found = isReported ? all : [...all, noSections(merged)]
  return { loaded: undefined, findings: found, secrets }
}

/** Apart: closures hold all that those beside them use. */
function lookUp(places: Places): Pick<LoadedConfig, 'originOf' | 'placeWithin'> {
  return {
    originOf: (path) => originAt(places(), path),
    placeWithin: (path, part) => placeWithin(places(), path, part),
  }
}

/** One config of all layers; the same for the same layers. */
function settle(
  { inline, input, environment }: Omit<Layers, 'root'>,
  root: LocatedMap | undefined,
) {
  const empty: LocatedMap = { kind: 'map', at: { kind: 'default' }, entries: new Map() }
  // What an input leaves empty does not cover what a file says.
  const whole = mergeLocated(root ?? empty, withoutNulls(inline ?? empty))
  const { root: normalized, findings: ofKeys } = normalizeConfig(asMap(whole))
  const given = withFallbacks(withImageOfSnapshots(normalized), input)
  const { root: settled, findings: ofSecrets, secrets } = readSecrets(given, environment)
  const { root: merged, findings: ofSizes } = normalizeVmSizes(settled)
  return { merged, findings: [...ofKeys, ...ofSecrets, ...ofSizes], secrets }
}

function noSections(merged: LocatedMap): Finding {
  return {
    rule: 'config/nothing-to-do',
    severity: 'error',
    message: 'there is no snapshots, image, gallery or pool section here',
    help: 'add a section `snapshots`, `image`, `gallery` or `pool`',
    at: merged.at,
  }
}

/** What is made from new snapshots needs no image section of its own. */
function withImageOfSnapshots(root: LocatedMap): LocatedMap {
  const { entries } = root
  const snapshots = entries.get('snapshots')
  const isUsed = entries.has('gallery') || entries.has('pool')
  if (snapshots === undefined || !isUsed || entries.has('image')) return root
  const image = { kind: 'map', at: snapshots.at, entries: new Map() } as const
  return { ...root, entries: new Map(entries).set('image', image) }
}

/** `resource-group` and `location` hold for an image to be made that says nothing else. */
function withFallbacks(root: LocatedMap, input: Layers['input']): LocatedMap {
  const image = root.entries.get('image')
  if (image?.kind !== 'map' || image.entries.has('id')) return root
  const entries = new Map(image.entries)
  const fallbacks = [
    ['resourceGroup', 'resource-group'],
    ['location', 'location'],
  ] as const
  for (const [key, name] of fallbacks) {
    const value = input(name).trim()
    if (value === '' || entries.has(key)) continue
    entries.set(key, { kind: 'scalar', value, at: { kind: 'input', input: name } })
  }
  return { ...root, entries: new Map(root.entries).set('image', { ...image, entries }) }
}

function asMap(written: LocatedValue): LocatedMap {
  if (written.kind === 'map') return written
  throw new Error('two maps merge into a map')
}
