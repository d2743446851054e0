import type { Config } from '../../inputs/config.js'
import type { OfflineRule, Violation } from '../rule.js'

const highestLun = 63

export const lunsAreDistinct: OfflineRule = {
  id: 'image/luns-are-distinct',
  title: 'data disks have LUNs of their own, from 0 to 63',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/compute/images/create-or-update',
  needs: 'config',
  check: (config) => [...tooMany(config), ...badLuns(config)],
}

function tooMany({ image }: Config): readonly Violation[] {
  const keys = ['dataSnapshots', 'dataDiskSources'] as const
  return keys.flatMap((key): Violation[] => {
    const count = image?.[key]?.length ?? 0
    if (count <= highestLun + 1) return []
    return [
      {
        at: ['image', key],
        message: `${String(count)} data disks are more than an image can have`,
        help: `give at most ${String(highestLun + 1)}`,
      },
    ]
  })
}

function badLuns({ image }: Config): readonly Violation[] {
  const disks = image?.dataSnapshots ?? []
  return disks.flatMap(({ lun, source }, index): Violation[] => {
    const at = ['image', 'dataSnapshots', index]
    if (lun === undefined) return []
    if (lun > highestLun) {
      return [
        {
          at: [...at, 'lun'],
          message: `LUN ${String(lun)} of ${source} is too high`,
          help: `give a number from 0 to ${String(highestLun)}`,
        },
      ]
    }
    const earlier = disks.slice(0, index).find((disk) => disk.lun === lun)
    if (earlier === undefined) return []
    return [
      {
        at: [...at, 'lun'],
        message: `LUN ${String(lun)} is given to ${earlier.source} and to ${source}`,
        help: 'give each data disk a number of its own, or leave lun out and take the next free one',
      },
    ]
  })
}
