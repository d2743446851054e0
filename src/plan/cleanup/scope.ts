import type { LoadedConfig } from '../../inputs/config.js'
import { idKey, parseArmId, sameId } from '../../shared/arm-id.js'
import { seriesOf } from '../../model/series.js'
import { lineageNames } from '../../model/lineage.js'
import { definitionKey, type Thing } from '../../in-use/thing.js'

/** A pull request as tags and metadata name it. */
export interface PullRequestName {
  /** `owner/name` */
  readonly repository: string
  readonly number: number
}

/** Part of what this action made, and how much of it is to stay. */
export interface CleanupScope {
  readonly includes: (thing: Thing) => boolean
  /** How many of the newest of each lineage stay; undefined: none, as what they were made for is over. */
  readonly keepLast: number | undefined
}

const usualKeepLast = 3

export interface ScopeWish {
  /** Names lineages; one without any section stands for everything. */
  readonly loaded: LoadedConfig
  readonly resourceGroup: string | undefined
  /** The run is there to clean up after it. */
  readonly closed: PullRequestName | undefined
}

export function scopeOf({ loaded, resourceGroup, closed }: ScopeWish): CleanupScope {
  const { config } = loaded
  const named = isGeneral(loaded) ? inGroup(resourceGroup) : namedBy(loaded)
  if (closed === undefined) {
    return { includes: named, keepLast: config.rollout?.keepLast ?? usualKeepLast }
  }
  return { includes: (thing) => named(thing) && isOf(closed, thing), keepLast: undefined }
}

/** Whether a config names nothing that could be deleted. */
function isGeneral({ config: { snapshots, image, gallery, pool } }: LoadedConfig): boolean {
  return [snapshots, image, gallery, pool].every((section) => section === undefined)
}

function inGroup(group: string | undefined): CleanupScope['includes'] {
  if (group === undefined) return () => true
  return ({ id }) => parseArmId(id)?.resourceGroup.toLowerCase() === group.toLowerCase()
}

function isOf({ repository, number }: PullRequestName, { items }: Thing): boolean {
  return (
    items.get(lineageNames.repository)?.toLowerCase() === repository.toLowerCase() &&
    items.get(lineageNames.pullRequest) === String(number)
  )
}

function namedBy({ config }: LoadedConfig): CleanupScope['includes'] {
  const { snapshots, image, gallery, pool } = config
  const family = seriesOf(config)
  const isSame = (a: string | undefined, b: string | undefined): boolean =>
    a !== undefined && a.toLowerCase() === b?.toLowerCase()
  return (thing) => {
    const id = parseArmId(thing.id)
    const { of, items } = thing
    switch (of.kind) {
      case 'image': {
        if (image?.id !== undefined) return sameId(thing.id, image.id)
        const group = image?.resourceGroup
        const isThere = group === undefined || isSame(group, id?.resourceGroup)
        return (
          isThere &&
          (isSame(family, items.get(lineageNames.family)) || isSame(image?.name, id?.name))
        )
      }
      case 'snapshot': {
        const group = snapshots?.resourceGroup
        const isThere = group === undefined || isSame(group, id?.resourceGroup)
        return isThere && isSame(family, items.get(lineageNames.family))
      }
      case 'image-version':
        return (
          gallery?.imageDefinition !== undefined &&
          definitionKey(of.version) === idKey(gallery.imageDefinition)
        )
      case 'pool': {
        const [account, name] = id?.names ?? []
        const isThere =
          pool?.account?.includes('/') === true
            ? sameId(pool.account, thing.id.slice(0, thing.id.lastIndexOf('/pools/')))
            : isSame(pool?.account, account)
        return (
          isThere && (isSame(pool?.name, name) || isSame(pool?.name, items.get(lineageNames.pool)))
        )
      }
    }
  }
}
