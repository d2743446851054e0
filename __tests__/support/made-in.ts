/** All that runs make, for comparing one world with another. */
import type { StoredResource } from '../../src/simulator/kernel.js'
import type { Simulator } from '../../src/simulator/simulator.js'

const types = [
  'Microsoft.Compute/snapshots',
  'Microsoft.Compute/images',
  'Microsoft.Compute/galleries/images',
  'Microsoft.Compute/galleries/images/versions',
  'Microsoft.Batch/batchAccounts/pools',
]

/** All that a run can make; what tells one run from another, and times, left out. */
export function madeIn({ store }: Pick<Simulator, 'store'>): readonly unknown[] {
  return types
    .flatMap((type) => store.ofType(type))
    .map(({ id, location, tags, properties }: StoredResource) => ({
      ...{ id, location },
      tags: withoutRun(tags ?? {}),
      properties: plain(properties),
    }))
    .sort((a, b) => a.id.localeCompare(b.id))
}

const ofOneRun = ['image-to-pool-made', 'image-to-pool-run']

function withoutRun(tags: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(tags).filter(([name]) => !ofOneRun.includes(name)))
}

const moments =
  /^(creationTime|lastModified|allocationStateTransitionTime|provisioningStateTransitionTime|startTime|publishedDate|timeCreated|uniqueId|vmId)$/

function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = (value as unknown[]).filter(
      (item) => !ofOneRun.includes((item as { name?: string } | null)?.name ?? ''),
    )
    return items.map(plain)
  }
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([name]) => !moments.test(name))
  return Object.fromEntries(kept.map(([name, inner]) => [name, plain(inner)]))
}
