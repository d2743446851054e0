import type { ImageConfig } from '../../inputs/config.js'
import type { Path } from '../../shared/finding.js'
import { showValue } from '../../shared/show-value.js'
import type { OfflineRule } from '../rule.js'

export const sourcesAreDistinct: OfflineRule = {
  id: 'config/sources-are-distinct',
  title: 'each disk of an image has a source of its own',
  // Azure makes a managed image of it all the same, as `az image create` asks it to.
  severity: 'warning',
  docs: 'https://learn.microsoft.com/rest/api/compute/images/create-or-update',
  needs: 'config',
  check: ({ image }) => {
    const seen = new Set<string>()
    return sourcesOf(image ?? {}).flatMap(({ at, source }) => {
      const key = source.trim().toLowerCase()
      if (!seen.has(key)) {
        seen.add(key)
        return []
      }
      const message = `${showValue(source)} is the source of more than one disk`
      return [{ at, message, help: 'give each disk the snapshot that was made of it' }]
    })
  },
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
