import type { ImageConfig } from '../../inputs/config.js'
import { lineageTagCount } from '../../model/lineage.js'
import type { Path } from '../../shared/finding.js'
import { showValue } from '../../shared/show-value.js'
import { mostTags, tagProblems } from '../kit/tags.js'
import type { Found, Violation } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const making = ['osSnapshot', 'dataSnapshots', 'source', 'dataDiskSources'] as const
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

export const configImageRules = rulesOn('config', [
  {
    id: 'config/image-is-complete',
    title: 'an image that is to be made has no source or no name',
    docs: 'https://learn.microsoft.com/cli/azure/image#az-image-create',
    check: ({ snapshots, image, gallery }) => {
      if (image === undefined || image.id !== undefined) return []
      const problems: Violation[] = []
      const hasSource = (image.osSnapshot ?? image.source ?? snapshots) !== undefined
      if (!hasSource) {
        problems.push({
          at: ['image'],
          message: 'there is nothing to make the image from',
          help: 'give os-snapshot (image.osSnapshot) or source (image.source), or image-id (image.id) for an image that exists',
        })
      }
      // Straight from snapshots to the gallery there is no managed image that would need one.
      if (image.name === undefined && gallery?.source !== 'snapshots') {
        problems.push({
          at: ['image'],
          message: 'the image has no name',
          help: 'give image-name (image.name)',
        })
      }
      return problems
    },
  },
  {
    id: 'config/image-tags',
    title: 'a tag of the image that Azure does not take',
    docs: 'https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources',
    check: ({ image }) => {
      const tags = image?.tags ?? {}
      const at = ['image', 'tags']
      return [tagProblems(tags, at), roomProblems(Object.keys(tags).length, at)]
    },
  },
  {
    id: 'config/one-way-to-the-image',
    title:
      'an image is to be made in two ways: from snapshots, from a source as az does, or not at all because it exists',
    docs: 'https://learn.microsoft.com/cli/azure/image#az-image-create',
    check: ({ image }) => {
      if (image === undefined) return []
      return image.id === undefined ? mixed(image) : besideAnImage(image)
    },
  },
  {
    id: 'config/sources-are-distinct',
    title: 'two disks of an image have the same source',
    // Azure makes a managed image of it all the same, as `az image create` asks it to.
    severity: 'warning',
    docs: 'https://learn.microsoft.com/rest/api/compute/images/create-or-update',
    check: ({ image }) => {
      const seen = new Set<string>()
      return sourcesOf(image ?? {}).flatMap(({ at, source }) => {
        const key = source.trim().toLowerCase()
        if (!seen.has(key)) {
          seen.add(key)
          return []
        }
        const message = `${showValue(source)} is the source of more than one disk`
        return { at, message, help: 'give each disk the snapshot that was made of it' }
      })
    },
  },
])

/** What matters least of the lineage is left out where there is no room for it. */
function roomProblems(count: number, at: Path): Found {
  const room = mostTags - count
  if (count > mostTags || room >= lineageTagCount) return []
  const message = `${String(count)} tags leave room for ${String(room)} of the ${String(lineageTagCount)} that say where the image comes from`
  const help = `give at most ${String(mostTags - lineageTagCount)} for all of them`
  return { at, severity: 'notice', message, help }
}

type Making = (typeof making)[number]

function mixed(image: ImageConfig): Found {
  const both = exclusive.find((keys) => keys.every((key) => isGiven(image, key)))
  if (both === undefined) return []
  const [one, other] = both
  return {
    at: ['image', other],
    message: `${inputs[one]} and ${inputs[other]} exclude each other`,
    help: 'give os-snapshot and data-snapshots, or source and data-disk-sources; source takes a snapshot as well',
  }
}

function besideAnImage(image: ImageConfig): Found {
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

interface Source {
  readonly at: Path
  readonly source: string
}

function sourcesOf(image: ImageConfig): readonly Source[] {
  const { osSnapshot, source, dataSnapshots = [], dataDiskSources = [] } = image
  return [
    ...(osSnapshot === undefined ? [] : [{ at: ['image', 'osSnapshot'], source: osSnapshot }]),
    // Given beside a snapshot it is refused by another rule.
    ...(source === undefined || osSnapshot !== undefined
      ? []
      : [{ at: ['image', 'source'], source }]),
    ...dataSnapshots.map((item, index) => ({
      at: ['image', 'dataSnapshots', index],
      source: item.source,
    })),
    ...dataDiskSources.map((item, index) => ({
      at: ['image', 'dataDiskSources', index],
      source: item,
    })),
  ]
}
