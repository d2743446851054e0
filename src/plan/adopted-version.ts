import type { Config } from '../inputs/config.js'
import type { Facts } from '../model/facts.js'
import { isMadeByUs } from '../model/lineage.js'
import { nodesWanted } from '../model/target-regions.js'
import { versionDifferences, type VersionDifference } from '../model/version-update.js'
import { resolveGallery } from './resolve-gallery.js'

export interface AdoptedDifference extends VersionDifference {
  /** The plan makes it as the config asks. */
  readonly isDone: boolean
}

/** What the config asks of the version that it adopts and the version has otherwise; none where none is adopted. */
export function adoptedDifferences(config: Config, facts: Facts): readonly AdoptedDifference[] {
  const { choice, gallery, accountRegion } = resolveGallery(config, facts) ?? {}
  if (choice?.kind !== 'adopt' || gallery === undefined) return []
  const { version } = choice
  const isOursAlone = isMadeByUs(version.tags) && facts.gallery?.otherUsers?.length === 0
  const wishes = { accountRegion, nodes: nodesWanted(config.pool) }
  return versionDifferences(gallery, version, wishes).map((difference) => ({
    ...difference,
    isDone: difference.kind === 'add' || (difference.kind === 'change' && isOursAlone),
  }))
}
