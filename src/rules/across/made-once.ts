import type { Config, LoadedConfig } from '../../inputs/config.js'
import { parseArmId } from '../../shared/arm-id.js'
import { type MadeResource, collision, isOneName, madeTwice } from '../kit/made-by-configs.js'
import { rulesOn } from '../kit/rules-on.js'

export const madeOnceRules = rulesOn('configs', [
  {
    id: 'across/images-are-made-once',
    // Two pools may share an image that both describe alike: the second finds it as it wants it.
    title: 'two config files describe the same image differently',
    docs: 'https://learn.microsoft.com/cli/azure/image#az-image-create',
    check: (configs) =>
      madeTwice(configs, imageOf)
        .filter(
          (twice) => isOneName(twice) || !isSameImage(twice.other.config, twice.loaded.config),
        )
        .map(collision),
  },
  {
    id: 'across/pools-are-made-once',
    title: 'two config files describe the same pool',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#uri-parameters',
    check: (configs) => {
      const ids = accountIds(configs)
      return madeTwice(configs, (config) => poolOf(config, ids)).map(collision)
    },
  },
  {
    id: 'across/versions-are-made-once',
    title: 'two config files make the same gallery version from different images',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/image-version',
    check: (configs) =>
      madeTwice(configs, versionOf)
        .filter(
          (twice) => isOneName(twice) || !isSameVersion(twice.other.config, twice.loaded.config),
        )
        .map(collision),
  },
])

function imageOf({ image }: Config): MadeResource | undefined {
  if (image?.name === undefined || image.id !== undefined) return undefined
  const key = [image.resourceGroup, image.name].join('\n')
  return { what: 'image', name: image.name, path: ['image', 'name'], key }
}

function isSameImage(a: Config, b: Config): boolean {
  return JSON.stringify(a.image) === JSON.stringify(b.image)
}

/** The ids that accounts are given by, by their names, in lower case. */
function accountIds(configs: readonly LoadedConfig[]): ReadonlyMap<string, ReadonlySet<string>> {
  const ids = new Map<string, Set<string>>()
  for (const { config } of configs) {
    const id = parseArmId(config.pool?.account?.replace(/\/$/, '') ?? '')
    if (id === undefined) continue
    const name = id.name.toLowerCase()
    ids.set(name, (ids.get(name) ?? new Set()).add(id.text.toLowerCase()))
  }
  return ids
}

function poolOf({ pool }: Config, ids: ReturnType<typeof accountIds>): MadeResource | undefined {
  const { name, account } = pool ?? {}
  if (name === undefined) return undefined
  const given = account?.replace(/\/$/, '')
  // A name stands for the one account of that name that other files give by its id.
  const [id, ...others] = ids.get(given?.toLowerCase() ?? '') ?? []
  const key = [others.length === 0 ? (id ?? given) : given, name].join('\n')
  return { what: 'pool', name, path: ['pool', 'name'], key }
}

function versionOf({ gallery }: Config): MadeResource | undefined {
  const version = gallery?.imageVersion
  if (version === undefined || version.toLowerCase() === 'auto') return undefined
  const key = [gallery?.imageDefinition, version].join('\n')
  return { what: 'gallery version', name: version, path: ['gallery', 'imageVersion'], key }
}

function isSameVersion(a: Config, b: Config): boolean {
  return JSON.stringify([a.image, a.gallery]) === JSON.stringify([b.image, b.gallery])
}
