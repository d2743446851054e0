import type { Finding, Path } from '../../shared/finding.js'
import type { LoadedConfig } from '../config.js'
import { tidyConfig } from './normalize-keys.js'
import { tidyProperties } from './normalize-pool-properties.js'
import { tidyVmSizes } from './normalize-vm-sizes.js'
import { validateConfig } from './validate.js'
import { mergeWritten, originAt, type Written, type WrittenMap } from '../yaml/located-value.js'

export interface Layers {
  readonly file: string | undefined
  readonly root: WrittenMap | undefined
  /** What the inputs say; beats the file. */
  readonly inline: WrittenMap | undefined
  readonly input: (name: string) => string
  /** A config without image, gallery and pool says something too. */
  readonly mayBeEmpty: boolean
}

export interface LaidConfig {
  /** Undefined when it does not fit the schema. */
  readonly loaded: LoadedConfig | undefined
  readonly findings: readonly Finding[]
}

/** Inputs over file, over the general inputs that an image falls back to; then checked as one. */
export function layConfig({ file, root, inline, input, mayBeEmpty }: Layers): LaidConfig {
  const empty: WrittenMap = { kind: 'map', at: { kind: 'default' }, entries: new Map() }
  const below = tidyConfig(root ?? empty)
  const above = tidyConfig(inline ?? empty)
  const laid = withFallbacks(asMap(mergeWritten(below.root, above.root)), input)
  const { root: moved, findings: ofProperties } = tidyProperties(laid)
  const { root: merged, findings: ofSizes } = tidyVmSizes(moved)
  const { config, findings, misfits } = validateConfig(merged)
  const all = [...below.findings, ...above.findings, ...ofProperties, ...ofSizes, ...findings]
  if (config === undefined) return { loaded: undefined, findings: all }
  if (mayBeEmpty || (config.image ?? config.gallery ?? config.pool)) {
    const originOf = (path: Path) => originAt(merged, path)
    return { loaded: { file, config, originOf, misfits }, findings: all }
  }
  const isTold = all.some(({ severity }) => severity === 'error')
  return { loaded: undefined, findings: isTold ? all : [...all, noSections(merged)] }
}

function noSections(merged: WrittenMap): Finding {
  return {
    rule: 'config/nothing-to-do',
    severity: 'error',
    message: 'there is no image, gallery or pool section here',
    help: 'add a section `image`, `gallery` or `pool`',
    at: merged.at,
  }
}

/** `resource-group` and `location` hold for an image to be made that says nothing else. */
function withFallbacks(root: WrittenMap, input: Layers['input']): WrittenMap {
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

function asMap(written: Written): WrittenMap {
  if (written.kind === 'map') return written
  throw new Error('two maps merge into a map')
}
