/** A pool that a blue-green rollout retired, and that a config with another strategy wants: no cleanup may remove it then. */
import type { Pool } from '../../ports/azure.js'
import { isOurs, ownMetadata } from '../../model/lineage.js'
import { marksOfService, ofRetirement, planItem } from '../pool-marks.js'
import type { ResolvedPool } from '../resolve-pool.js'
import type { Change, MarkPool, MetadataEdit } from '../../model/step.js'
import { isRetired, poolNameOf } from '../../model/pool-roles.js'

/** Why its marks change; empty for any other pool. */
export function serviceChanges(existing: Pool | undefined): readonly Change[] {
  if (existing === undefined || !isRetired(existing)) return []
  return isOurs(ownMetadata(existing.properties))
    ? [{ property: 'role', from: 'retired', to: 'live' }]
    : []
}

/** What becomes of its marks; nothing for any other pool. */
export function serviceEdit(existing: Pool, { marks }: ResolvedPool): MetadataEdit {
  if (serviceChanges(existing).length === 0) return { set: {}, remove: [] }
  const set = { ...marksOfService(marks.lineage ?? {}), ...planItem(marks.lineage) }
  return { set, remove: ofRetirement }
}

/** For a pool of which nothing else changes. */
export function serviceSteps(outlook: ResolvedPool): readonly MarkPool[] {
  const { existing, apiVersion } = outlook.facts
  const because = serviceChanges(existing)
  if (existing === undefined || because.length === 0) return []
  return [
    {
      kind: 'mark-pool',
      title: `put pool ${poolNameOf(existing)} back in service: a rollout had retired it`,
      resource: existing.id,
      impact: 'update',
      because,
      apiVersion,
      role: 'live',
      metadata: serviceEdit(existing, outlook),
    },
  ]
}
