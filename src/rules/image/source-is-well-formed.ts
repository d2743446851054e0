import type { Config } from '../../inputs/config.js'
import { readSource, showSource, type SourceRole } from '../../model/image-source.js'
import type { Path } from '../../shared/finding.js'
import { showValue } from '../../shared/show-value.js'
import type { OfflineRule } from '../rule.js'

interface LocatedValue {
  readonly role: SourceRole
  readonly text: string
  readonly at: Path
}

export const sourceIsWellFormed: OfflineRule = {
  id: 'image/source-is-well-formed',
  title: 'each source is an id, a name or a URI of something that an image can be made from',
  severity: 'error',
  docs: 'https://learn.microsoft.com/cli/azure/image#az-image-create',
  needs: 'config',
  check: (config) =>
    writtenSources(config).flatMap(({ role, text, at }) => {
      const reference = readSource(text, role)
      if (reference.kind !== 'malformed') return []
      return {
        at,
        message: `${showValue(showSource(text))} ${reference.why}`,
        help: reference.help,
      }
    }),
}

function writtenSources({ image = {} }: Config): readonly LocatedValue[] {
  const { osSnapshot, source, dataSnapshots = [], dataDiskSources = [] } = image
  return [
    ...one('os-snapshot', osSnapshot, 'osSnapshot'),
    ...one('os', source, 'source'),
    ...dataSnapshots.map((item, index): LocatedValue => ({
      role: 'data-snapshot',
      text: item.source,
      at: ['image', 'dataSnapshots', index],
    })),
    ...dataDiskSources.map((text, index): LocatedValue => ({
      role: 'data',
      text,
      at: ['image', 'dataDiskSources', index],
    })),
  ]
}

function one(role: SourceRole, text: string | undefined, key: string): readonly LocatedValue[] {
  return text === undefined ? [] : [{ role, text, at: ['image', key] }]
}
