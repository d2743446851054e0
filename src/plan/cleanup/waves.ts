import { idKey } from '../../shared/arm-id.js'
import { currentApiVersion } from '../../model/batch-api-versions.js'
import type { Change, Step } from '../../model/step.js'
import { sourceOf } from '../../model/version-source.js'
import type { Thing, ThingKind } from '../../in-use/thing.js'

export interface Doomed {
  readonly thing: Thing
  readonly because: Change
}

/**
 * Deletes in an order in which nothing loses what it stands on: pools, versions, images, snapshots; a version or snapshot
 * before the one that it was made from. Those of one wave can go side by side.
 */
export function wavesOf(doomed: readonly Doomed[]): readonly (readonly Step[])[] {
  const of = (kind: ThingKind): readonly Doomed[] =>
    doomed.filter(({ thing }) => thing.of.kind === kind)
  const versions = derivedFirst(of('image-version'))
  const waves = [of('pool'), ...versions, of('image'), ...derivedFirst(of('snapshot'))]
  return waves.filter((wave) => wave.length > 0).map((wave) => wave.map(toStep))
}

function derivedFirst(doomed: readonly Doomed[]): readonly (readonly Doomed[])[] {
  const waves: (readonly Doomed[])[] = []
  let left = doomed
  while (left.length > 0) {
    const sources = new Set(left.map(({ thing }) => sourceKey(thing)))
    const free = left.filter(({ thing }) => !sources.has(thing.key))
    // Azure knows no circles; whatever looks like one goes at once rather than never.
    const wave = free.length > 0 ? free : left
    waves.push(wave)
    left = left.filter((one) => !wave.includes(one))
  }
  return waves
}

function sourceKey({ of }: Thing): string | undefined {
  if (of.kind === 'snapshot') return idKey(of.snapshot.sourceResourceId ?? '')
  const source = of.kind === 'image-version' ? sourceOf(of.version.properties) : undefined
  return source?.kind === 'image' ? idKey(source.id) : undefined
}

function toStep({ thing, because }: Doomed): Step {
  const step = {
    title: `delete ${thing.title}`,
    resource: thing.id,
    impact: 'destroy',
    because: [because],
  } as const
  switch (thing.of.kind) {
    case 'pool':
      return {
        ...step,
        kind: 'delete-pool',
        apiVersion: currentApiVersion,
        etag: thing.of.pool.etag,
      }
    case 'image-version':
      return { ...step, kind: 'delete-image-version' }
    case 'image':
      return { ...step, kind: 'delete-image' }
    case 'snapshot':
      return { ...step, kind: 'delete-snapshot' }
  }
}
