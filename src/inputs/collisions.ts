import type { Finding, Path } from '../shared/finding.js'
import { showValue } from '../shared/show-value.js'
import type { Config, LoadedConfig } from './config.js'

interface Named {
  readonly what: string
  readonly name: string
  readonly path: Path
  /** Two configs with the same key make the same thing. */
  readonly key: string
}

/**
 * Configs that would make the same pool, or from different sources the same image or gallery version: what
 * one does the other would find in its way. Mostly a name given as an input for several files.
 */
export function findCollisions(
  configs: readonly LoadedConfig[],
  resourceGroup: string | undefined,
): readonly Finding[] {
  const seen = new Map<string, LoadedConfig>()
  const findings: Finding[] = []
  for (const loaded of configs) {
    for (const named of namesOf(loaded.config, resourceGroup)) {
      const first = seen.get(named.key)
      if (first === undefined) seen.set(named.key, loaded)
      else if (isOneName(named, loaded) || collides(named.what, first.config, loaded.config)) {
        findings.push(collision(named, first, loaded))
      }
    }
  }
  return findings
}

function namesOf({ image, gallery, pool }: Config, resourceGroup: string | undefined): Named[] {
  const names: Named[] = []
  if (image?.name !== undefined && image.id === undefined) {
    const key = ['image', image.resourceGroup ?? resourceGroup, image.name].join('\n')
    names.push({ what: 'image', name: image.name, path: ['image', 'name'], key })
  }
  const version = gallery?.imageVersion
  if (gallery !== undefined && version !== undefined && version.toLowerCase() !== 'auto') {
    const key = ['version', gallery.imageDefinition, version].join('\n')
    names.push({ what: 'gallery version', name: version, path: ['gallery', 'imageVersion'], key })
  }
  if (pool?.name !== undefined) {
    const account = pool.account?.toLowerCase().replace(/\/$/, '')
    const key = ['pool', account, pool.name].join('\n')
    names.push({ what: 'pool', name: pool.name, path: ['pool', 'name'], key })
  }
  return names.map((named) => ({ ...named, key: named.key.toLowerCase() }))
}

/** An input that names something names it once, so it is not meant for several files. */
function isOneName({ path }: Named, { originOf }: LoadedConfig): boolean {
  return originOf(path).kind === 'input'
}

/** Two pools may share an image or a version that both describe alike; a pool is one file's. */
function collides(what: string, a: Config, b: Config): boolean {
  if (what === 'pool') return true
  const { image: imageA, gallery: galleryA } = a
  const { image: imageB, gallery: galleryB } = b
  if (what === 'image') return JSON.stringify(imageA) !== JSON.stringify(imageB)
  return JSON.stringify([imageA, galleryA]) !== JSON.stringify([imageB, galleryB])
}

function collision(
  { what, name, path }: Named,
  first: LoadedConfig,
  loaded: LoadedConfig,
): Finding {
  const at = loaded.originOf(path)
  const both = `${showValue(first.file)} and ${showValue(loaded.file)} would both make ${what} ${showValue(name)}`
  return {
    rule: 'config/collision',
    severity: 'error',
    message: at.kind === 'input' ? `${at.input} is for several config files: ${both}` : both,
    help:
      at.kind === 'input' ? 'give the name in each config file' : `give each its own ${what} name`,
    at,
  }
}
