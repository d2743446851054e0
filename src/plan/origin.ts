/** Where what is there, or is being made, comes from, as far as it says so itself. */
import type { Config } from '../inputs/config.js'
import { objectAt } from '../shared/json-at.js'
import type { Facts } from '../model/facts.js'
import { usedVersion } from './resolve-gallery.js'
import { isOurs, lineageNames, ownMetadata, sourcesIn } from '../model/lineage.js'
import { sourcesOf } from './sources.js'
import type { Plan } from '../model/step.js'

type Items = Readonly<Record<string, string>>

export interface Origin {
  /** Version of this action. */
  readonly tool: string
  /** ISO 8601: when the run began that made it. */
  readonly made: string | undefined
  readonly digest: string | undefined
  readonly repository: string | undefined
  readonly commit: string | undefined
  /** `{run id}/{attempt}` */
  readonly run: string | undefined
  readonly pullRequest: string | undefined
}

/** From the snapshots to the pool. What somebody else made says nothing of where it comes from. */
export interface Chain {
  /** The virtual machine whose disks the run takes snapshots of, and those disks; the OS disk first. */
  readonly machine?: { readonly id: string; readonly disks: readonly string[] }
  /** Ids of snapshots, disks or a VM, or URIs of VHDs; the OS disk's first. */
  readonly sources: readonly string[]
  readonly image: Origin | undefined
  readonly imageVersion: Origin | undefined
  readonly pool: Origin | undefined
}

/** The chain as it is once the plan is carried out. */
export function chainOf(config: Config, facts: Facts, plan: Plan): Chain {
  const given = facts.given?.kind === 'managed-image' ? facts.given.image : undefined
  const there = ownMetadata(facts.pool?.existing?.properties ?? {})
  const sources = sourcesOf(config, facts)
  const image = tagsIn(plan, 'create-image') ?? facts.image?.existing?.tags ?? given?.tags
  const version = tagsIn(plan, 'create-image-version') ?? usedVersion(config, facts)?.tags
  const { snapshots } = facts
  return {
    ...(snapshots !== undefined && {
      machine: { id: snapshots.vmId, disks: snapshots.disks.map(({ diskId }) => diskId) },
    }),
    sources: sources.length > 0 ? sources : sourcesIn(there),
    image: originIn(image),
    imageVersion: originIn(version),
    pool: originIn(metadataIn(plan)) ?? originIn(there),
  }
}

/** Undefined for what somebody else made. */
function originIn(items: Items | undefined): Origin | undefined {
  if (items === undefined || !isOurs(items)) return undefined
  const byName = new Map(Object.entries(items).map(([name, value]) => [name.toLowerCase(), value]))
  const read = (name: string) => byName.get(name)
  return {
    tool: read(lineageNames.tool) ?? '',
    made: read(lineageNames.made),
    digest: read(lineageNames.digest),
    repository: read(lineageNames.repository),
    commit: read(lineageNames.commit),
    run: read(lineageNames.run),
    pullRequest: read(lineageNames.pullRequest),
  }
}

/** Of what the plan makes. */
function tagsIn(plan: Plan, kind: 'create-image' | 'create-image-version'): Items | undefined {
  const step = plan.steps.find((one) => one.kind === kind)
  const tags = step !== undefined && 'body' in step ? objectAt(step.body, 'tags') : undefined
  if (tags === undefined) return undefined
  return Object.fromEntries(
    Object.entries(tags).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  )
}

/** What the plan's last write of a pool says of where it comes from; most updates say nothing. */
function metadataIn({ steps }: Plan): Items | undefined {
  const written = steps.flatMap((step) => {
    if (step.kind === 'mark-pool') return [step.metadata.set]
    if (step.kind !== 'create-pool' && step.kind !== 'update-pool') return []
    return [ownMetadata(objectAt(step.body, 'properties') ?? {})]
  })
  return written.findLast(isOurs)
}
