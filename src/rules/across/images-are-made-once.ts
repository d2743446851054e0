import { collision, isOneName, madeTwice, type RunState } from '../across-configs.js'
import type { Config } from '../../inputs/config.js'
import type { AcrossRule } from '../rule.js'

export const imagesAreMadeOnce: AcrossRule = {
  id: 'across/images-are-made-once',
  // Two pools may share an image that both describe alike: the second finds it as it wants it.
  title: 'config files that name the same image describe it alike',
  severity: 'error',
  docs: 'https://learn.microsoft.com/cli/azure/image#az-image-create',
  needs: 'configs',
  check: (configs) =>
    madeTwice(configs, imageOf)
      .filter((twice) => isOneName(twice) || !isAlike(twice.first.config, twice.loaded.config))
      .map(collision),
}

function imageOf({ image }: Config): RunState | undefined {
  if (image?.name === undefined || image.id !== undefined) return undefined
  const key = [image.resourceGroup, image.name].join('\n')
  return { what: 'image', name: image.name, path: ['image', 'name'], key }
}

function isAlike(a: Config, b: Config): boolean {
  return JSON.stringify(a.image) === JSON.stringify(b.image)
}
