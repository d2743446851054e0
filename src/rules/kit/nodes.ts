import type { Config } from '../../inputs/config.js'
import {
  goalCounts,
  noNodes,
  totalOf,
  type NodeCounts,
  type NodeKind,
} from '../../model/node-counts.js'
import { nodeGoal } from '../../model/pool-body.js'
import type { Path } from '../../shared/finding.js'
import { poolPath } from './values.js'

/** What messages call the two kinds of nodes. */
export const nodeWords = { dedicated: 'dedicated', lowPriority: 'low-priority' } as const

const targets = {
  dedicated: 'targetDedicatedNodes',
  lowPriority: 'targetLowPriorityNodes',
} as const

/** Where the config says how many nodes of a kind there are to be. */
export function targetPath(kind: NodeKind): Path {
  return poolPath('scaleSettings', 'fixedScale', targets[kind])
}

export const formulaPath = poolPath('scaleSettings', 'autoScale', 'formula')

/** How many nodes of each kind the config asks for; none where a formula decides. */
export function nodeCountsOf({ pool, rollout }: Config): NodeCounts {
  return pool === undefined ? noNodes : goalCounts(nodeGoal(pool, rollout))
}

/** Nodes of both kinds together. */
export function nodesAskedFor(config: Config): number {
  return totalOf(nodeCountsOf(config))
}
