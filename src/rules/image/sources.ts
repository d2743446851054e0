import { isSameText } from '../../shared/same-text.js'
import type { Config } from '../../inputs/config.js'
import { type SourceRole, readSource, showSource } from '../../model/image-source.js'
import { parseArmId } from '../../shared/arm-id.js'
import type { Path } from '../../shared/finding.js'
import { showValue } from '../../shared/show-value.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const highestLun = 63

export const imageSourcesRules = rulesOn('config', [
  {
    id: 'image/source-is-well-formed',
    title: 'a source is no ID, name or URI of something that an image can be made from',
    docs: 'https://learn.microsoft.com/cli/azure/image#az-image-create',
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
  },
  {
    id: 'image/luns-are-distinct',
    title: 'two data disks have the same LUN, or one is not from 0 to 63',
    docs: 'https://learn.microsoft.com/rest/api/compute/images/create-or-update',
    check: (config) => [tooMany(config), badLuns(config)],
  },
  {
    id: 'image/sources-in-one-subscription',
    title: 'the sources of an image are in several subscriptions',
    // Azure reads them across subscriptions for those who may; mostly it is a copied line.
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/capture-image-resource',
    check: (config) => {
      const [first, ...others] = writtenIds(config)
      if (first === undefined) return []
      return others.flatMap(({ at, subscription, name }) => {
        if (isSameText(subscription, first.subscription)) return []
        const message = `${showValue(name)} is in subscription ${subscription}, ${showValue(first.name)} in ${first.subscription}`
        const help = `copy the snapshot to subscription ${first.subscription}, or check the ID`
        return { at, message, help }
      })
    },
  },
])

interface WrittenSource {
  readonly role: SourceRole
  readonly text: string
  readonly at: Path
}

function writtenSources({ image = {} }: Config): readonly WrittenSource[] {
  const { osSnapshot, source, dataSnapshots = [], dataDiskSources = [] } = image
  return [
    ...one('os-snapshot', osSnapshot, 'osSnapshot'),
    ...one('os', source, 'source'),
    ...dataSnapshots.map((item, index): WrittenSource => ({
      role: 'data-snapshot',
      text: item.source,
      at: ['image', 'dataSnapshots', index],
    })),
    ...dataDiskSources.map((text, index): WrittenSource => ({
      role: 'data',
      text,
      at: ['image', 'dataDiskSources', index],
    })),
  ]
}

function one(role: SourceRole, text: string | undefined, key: string): readonly WrittenSource[] {
  return text === undefined ? [] : [{ role, text, at: ['image', key] }]
}

function tooMany({ image }: Config): Found {
  const keys = ['dataSnapshots', 'dataDiskSources'] as const
  return keys.flatMap((key): Found => {
    const count = image?.[key]?.length ?? 0
    if (count <= highestLun + 1) return []
    return {
      at: ['image', key],
      message: `${String(count)} data disks are more than an image can have`,
      help: `give at most ${String(highestLun + 1)}`,
    }
  })
}

function badLuns({ image }: Config): Found {
  const disks = image?.dataSnapshots ?? []
  return disks.flatMap(({ lun, source }, index): Found => {
    const at = ['image', 'dataSnapshots', index]
    if (lun === undefined) return []
    if (lun > highestLun) {
      return {
        at: [...at, 'lun'],
        message: `LUN ${String(lun)} of ${source} is too high`,
        help: `give a number from 0 to ${String(highestLun)}`,
      }
    }
    const earlier = disks.slice(0, index).find((disk) => disk.lun === lun)
    if (earlier === undefined) return []
    return {
      at: [...at, 'lun'],
      message: `LUN ${String(lun)} is given to ${earlier.source} and to ${source}`,
      help: 'give each data disk a number of its own, or leave lun out and take the next free one',
    }
  })
}

interface SourceInSubscription {
  readonly at: Path
  readonly name: string
  readonly subscription: string
}

function writtenIds({ image = {} }: Config): readonly SourceInSubscription[] {
  const { osSnapshot, source, dataSnapshots = [], dataDiskSources = [] } = image
  const texts: readonly (readonly [Path, string | undefined])[] = [
    [['image', 'osSnapshot'], osSnapshot],
    [['image', 'source'], source],
    ...dataSnapshots.map(
      (item, index) => [['image', 'dataSnapshots', index], item.source] as const,
    ),
    ...dataDiskSources.map((text, index) => [['image', 'dataDiskSources', index], text] as const),
  ]
  return texts.flatMap(([at, text = '']) => {
    const id = parseArmId(text)
    return id === undefined ? [] : [{ at, name: id.name, subscription: id.subscriptionId }]
  })
}
