import { collision, isOneName, madeTwice, type RunState } from '../across-configs.js'
import type { Config } from '../../inputs/config.js'
import type { AcrossRule } from '../rule.js'

export const versionsAreMadeOnce: AcrossRule = {
  id: 'across/versions-are-made-once',
  title: 'config files that name the same gallery version make it from the same image',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/image-version',
  needs: 'configs',
  check: (configs) =>
    madeTwice(configs, versionOf)
      .filter((twice) => isOneName(twice) || !isAlike(twice.first.config, twice.loaded.config))
      .map(collision),
}

function versionOf({ gallery }: Config): RunState | undefined {
  const version = gallery?.imageVersion
  if (version === undefined || version.toLowerCase() === 'auto') return undefined
  const key = [gallery?.imageDefinition, version].join('\n')
  return { what: 'gallery version', name: version, path: ['gallery', 'imageVersion'], key }
}

function isAlike(a: Config, b: Config): boolean {
  return JSON.stringify([a.image, a.gallery]) === JSON.stringify([b.image, b.gallery])
}
