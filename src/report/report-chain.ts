import type { Origin } from '../plan/origin.js'
import type { ReportFile } from './report-schema.js'
import type { ConfigResult } from '../outcome/result.js'
import { fixedGoal, targetsOf } from '../outcome/targets.js'

type ReportedChain = ReportFile['configs'][number]['chain']

/** From the snapshots to the nodes, as far as the run came; what it did not make says what it is itself. */
export function reportedChain({ made, chain, plan }: ConfigResult): ReportedChain {
  return {
    ...(chain?.machine !== undefined && {
      machine: { id: chain.machine.id, disks: [...chain.machine.disks] },
    }),
    sources: [...(chain?.sources ?? [])],
    image: linkTo(made.imageId, chain?.image),
    imageVersion: linkTo(made.galleryImageVersionId, chain?.imageVersion),
    imageReference: made.imageReferenceId,
    pool: linkTo(made.poolId, chain?.pool),
    nodes: reportedNodes({ made, plan }),
  }
}

function linkTo(id: string | undefined, origin: Origin | undefined): ReportedChain['image'] {
  if (id === undefined) return undefined
  if (origin === undefined) return { id }
  const { tool, made, digest, repository, commit, run, pullRequest } = origin
  return { id, origin: { tool, made, digest, repository, commit, run, pullRequest } }
}

function reportedNodes({
  made,
  plan,
}: Pick<ConfigResult, 'made' | 'plan'>): ReportedChain['nodes'] {
  if (made.currentDedicatedNodes === undefined) return undefined
  const goal = fixedGoal(plan)
  const targets = targetsOf({ made, plan })
  return {
    allocationState: made.allocationState,
    dedicated: {
      current: made.currentDedicatedNodes,
      target: targets.dedicated,
      needed: goal?.minDedicatedNodes,
    },
    lowPriority: {
      current: made.currentLowPriorityNodes ?? 0,
      target: targets.lowPriority,
      needed: goal?.minLowPriorityNodes,
    },
  }
}
