/** How long a config may make its run wait, as far as the config says. */
import { goalCounts, totalOf } from '../model/node-counts.js'
import type { Config } from '../inputs/config.js'
import { parseIsoDuration, type Duration } from '../shared/duration.js'
import { textAt } from '../shared/json-at.js'
import { nodeGoal, recommendedResizeTimeout } from '../model/pool-body.js'
import { routeOf } from './pool-image.js'
import { stageNodesFor, stagesNeeded } from './resize-stages.js'

export interface ResizeWait {
  /** Of one resize. */
  readonly timeout: Duration
  /** The user gave it. */
  readonly isWritten: boolean
  /** Resizes that it takes when each brings all that it asks for. */
  readonly resizes: number
}

export interface Waits {
  /** Undefined where nobody waits for nodes, or a formula decides when they come. */
  readonly resize: ResizeWait | undefined
  /** For the replica that the pool needs; only where the user gave it: our own is no more than a last resort. */
  readonly replication: Duration | undefined
}

export function waitsOf(config: Config): Waits {
  const { gallery, image } = config
  const replicates = gallery !== undefined && image !== undefined
  return {
    resize: resizeWait(config),
    replication: replicates ? gallery.replicationTimeout : undefined,
  }
}

const path = ['scaleSettings', 'fixedScale', 'resizeTimeout'] as const

function resizeWait(config: Config): ResizeWait | undefined {
  const { pool, rollout } = config
  if (pool === undefined || rollout?.waitFor === 'none') return undefined
  const goal = nodeGoal(pool, rollout)
  const counts = goalCounts(goal)
  const nodes = totalOf(counts)
  if (goal.autoScale || nodes === 0) return undefined
  const stageNodes = stageNodesFor(routeOf(config), goal)
  const written = parseIsoDuration(textAt(pool.properties, ...path) ?? '')
  return {
    timeout: written ?? recommendedResizeTimeout(stageNodes ?? nodes),
    isWritten: written !== undefined,
    resizes: stagesNeeded({ dedicated: 0, lowPriority: 0 }, counts, stageNodes),
  }
}

/** All of it, one after the other. */
export function waitMs({ resize, replication }: Waits): number {
  return (resize === undefined ? 0 : resize.timeout.ms * resize.resizes) + (replication?.ms ?? 0)
}

/** `PT1H for the replica and 4 resizes of PT30M each` */
export function describeWaits({ resize, replication }: Waits): string {
  const each = resize === undefined || resize.resizes === 1 ? '' : ' each'
  const count = resize?.resizes === 1 ? 'a resize' : `${String(resize?.resizes ?? 0)} resizes`
  return [
    ...(replication === undefined ? [] : [`${replication.iso} for the replica`]),
    ...(resize === undefined ? [] : [`${resize.timeout.iso} for ${count}${each}`]),
  ].join(' and ')
}
