import type { ImageConfig } from '../../inputs/config.js'
import type { OfflineRule, Violation } from '../rule.js'

const making = ['osSnapshot', 'dataSnapshots', 'source', 'dataDiskSources'] as const
type Making = (typeof making)[number]

const inputs = {
  osSnapshot: 'os-snapshot',
  dataSnapshots: 'data-snapshots',
  source: 'source',
  dataDiskSources: 'data-disk-sources',
} as const satisfies Record<Making, string>

const exclusive: readonly (readonly [Making, Making])[] = [
  ['osSnapshot', 'source'],
  ['dataSnapshots', 'dataDiskSources'],
  ['osSnapshot', 'dataDiskSources'],
  ['source', 'dataSnapshots'],
]

export const oneWayToTheImage: OfflineRule = {
  id: 'config/one-way-to-the-image',
  title: 'an image is made from snapshots, or as az makes it from a source, or is there already',
  severity: 'error',
  docs: 'https://learn.microsoft.com/cli/azure/image#az-image-create',
  needs: 'config',
  check: ({ image }) => {
    if (image === undefined) return []
    return image.id === undefined ? mixed(image) : besideAnImage(image)
  },
}

function mixed(image: ImageConfig): readonly Violation[] {
  const problems = exclusive.flatMap(([one, other]): Violation[] => {
    if (!isGiven(image, one) || !isGiven(image, other)) return []
    const message = `${inputs[one]} and ${inputs[other]} exclude each other`
    const help =
      'give os-snapshot and data-snapshots, or source and data-disk-sources; source takes a snapshot as well'
    return [{ at: ['image', other], message, help }]
  })
  return problems.slice(0, 1)
}

function besideAnImage(image: ImageConfig): readonly Violation[] {
  return making
    .filter((key) => isGiven(image, key))
    .map((key) => ({
      at: ['image', key],
      message: `${inputs[key]} and image-id exclude each other: with image-id no image is made`,
      help: `remove ${inputs[key]}, or image-id`,
    }))
}

function isGiven(image: ImageConfig, key: Making): boolean {
  const value = image[key]
  return value !== undefined && value.length > 0
}
