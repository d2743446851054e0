import { goalCounts, noNodes, totalOf } from '../../model/node-counts.js'
import { describeCounts } from '../nodes/describe-nodes.js'
import { nextVmSize } from '../nodes/judge-capacity.js'
import { describeMeddling } from '../nodes/judge-meddling.js'
import { NodesMissing } from '../nodes/nodes-missing.js'
import type { AwaitNodes } from '../../model/step.js'
import { isSameSize, spellSize } from '../../model/vm-sizes.js'
import { nameOfId } from '../../shared/arm-id.js'
import { textAt } from '../../shared/json-at.js'
import type { StepContext } from '../context.js'
import { lookCloser } from '../nodes/look-closer.js'
import { renewNodes } from '../nodes/renew-nodes.js'
import { countsOf, driveResizes, firstCourse, type Ending } from '../nodes/resize-attempts.js'
import { switchVmSize } from '../nodes/switch-vm-size.js'
import { awaitHealthyNodes } from './await-healthy-nodes.js'

/**
 * Waits until the pool has its nodes, over as many resizes and VM sizes as the step allows, and says truthfully what is
 * there. Below the target but not below the minimum is noted as partial. Nodes that an earlier run left failed are made
 * up for by new ones where the step says so. Throws `NodesMissing` with explanations for anything less, `DeadlinePassed`,
 * `AzureFailure`.
 */
export async function awaitNodes(step: AwaitNodes, context: StepContext): Promise<void> {
  try {
    await reachNodes(step, context)
  } catch (error) {
    const isOld = step.renews === true && context.made().nodeErrors.length > 0
    if (!isOld || !(error instanceof NodesMissing)) throw error
    const say = `an earlier run left pool ${nameOfId(step.resource)} so: ${error.message}; new nodes take the place of these`
    note(context, 'notice', say)
    await renewNodes(step, context)
    await reachNodes({ ...step, existing: false, nodesBefore: noNodes }, context)
  }
}

async function reachNodes(step: AwaitNodes, context: StepContext): Promise<void> {
  let course = firstCourse(step, context)
  let [best, isBack] = [{ size: '', nodes: 0 }, false]
  for (;;) {
    const ending = await driveResizes(step, course, context)
    const reached = reachedIn(ending)
    if (reached.nodes > best.nodes) best = reached
    const next = isBack ? undefined : fallbackFor(ending, step)
    isBack = next === undefined && !isBack && isWorse(ending, reached, best)
    const size = isBack ? spellSize(best.size, step.vmSizes) : next
    if (size === undefined || step.made === undefined) {
      await conclude(ending, step, context)
      break
    }
    const { made } = step
    noteFallback(ending, { size, isBack }, { step, context })
    const resize = await switchVmSize(
      { step: { ...step, made }, size, resize: ending.resize },
      context,
    )
    course = { ...course, resize, reports: ending.reports, before: noNodes }
  }
  if (step.until === 'nodes') await awaitHealthyNodes(step, context)
}

interface Reached {
  /** As Azure shows it. */
  readonly size: string
  readonly nodes: number
}

function reachedIn({ look }: Ending): Reached {
  const size = textAt(look.pool.properties, 'vmSize') ?? ''
  return { size, nodes: totalOf(countsOf(look)) }
}

/** More came with another size: what is the most that can be had is what is left in the end. */
function isWorse(ending: Ending, reached: Reached, best: Reached): boolean {
  return isHopeless(ending) && best.nodes > reached.nodes && !isSameSize(best.size, reached.size)
}

/** Nodes that suffice are kept, whatever their size; one that runs out of time stays what it is. */
function isHopeless({ settled, stop, meddling }: Ending): boolean {
  const isOver = stop !== undefined && stop !== 'time' && settled.kind === 'too-few'
  return isOver && meddling === undefined
}

function fallbackFor(ending: Ending, step: AwaitNodes): string | undefined {
  const live = textAt(ending.look.pool.properties, 'vmSize')
  if (!isHopeless(ending) || live === undefined) return undefined
  return step.made && nextVmSize(step.vmSizes, live, ending.settled.errors, step.hopelessSizes)
}

interface RunEnvironment {
  readonly step: AwaitNodes
  readonly context: StepContext
}

interface NextSize {
  readonly size: string
  /** It was tried before, and brought more nodes than those after it. */
  readonly isBack: boolean
}

function noteFallback(
  ending: Ending,
  { size, isBack }: NextSize,
  { step, context }: RunEnvironment,
): void {
  const { look, settled, explanations } = ending
  const counts = describeCounts(countsOf(look), settled.goal)
  const codes = [...new Set(explanations.map(({ code }) => code))].join(', ')
  const live = spellSize(textAt(look.pool.properties, 'vmSize') ?? '', step.vmSizes)
  const pool = `pool ${nameOfId(step.resource)}`
  // What ended the last size may be anything; only capacity leads on to another one.
  const say = isBack
    ? `${live} brought fewer nodes (${[codes, counts].filter(Boolean).join(', ')}): ${pool} goes back to ${size}, of which more came`
    : `the region is out of capacity for ${live} (${codes}, ${counts}): ${pool} continues with ${size}`
  note(context, 'warning', say)
}

async function conclude(ending: Ending, step: AwaitNodes, context: StepContext): Promise<void> {
  const { look, settled, explanations, meddling } = ending
  const { state } = look
  for (const { code } of settled.leftovers) {
    const since = state.resizeStart === undefined ? '' : ` (${state.resizeStart})`
    note(
      context,
      'notice',
      `${code} is left over from an earlier resize${since}, not from this run`,
    )
  }
  const counts = describeCounts(countsOf(look), settled.goal)
  const others = meddling === undefined ? '' : `: ${describeMeddling(meddling)}`
  const pool = `pool ${nameOfId(step.resource)}`
  if (step.stageNodes !== undefined && meddling === undefined) {
    const { dedicated, lowPriority } = goalCounts(step.goal)
    context.record({ targetDedicatedNodes: dedicated, targetLowPriorityNodes: lowPriority })
  }
  if (settled.kind === 'enough') {
    if (meddling !== undefined) note(context, 'notice', `${pool} has ${counts}${others}`)
    return
  }
  const isReported = meddling !== undefined && explanations.length === 0
  const closer = isReported
    ? explanations
    : await lookCloser(explanations, step, look.pool, context)
  if (settled.kind === 'partial') {
    context.record({ partial: true })
    const why = closer.map(({ code, cause }) => `: ${code}, ${cause}`).join('')
    const ends = `${others}${stopped(ending, step)}`
    note(context, 'warning', `${pool} has ${counts}, which meets the minimum${ends}${why}`)
    return
  }
  throw new NodesMissing(`${pool} ${failure(ending, step)}${others}`, step.resource, closer)
}

function failure(ending: Ending, step: AwaitNodes): string {
  const { look, settled, explanations, meddling } = ending
  const counts = describeCounts(countsOf(look), settled.goal)
  if (settled.kind === 'failed') {
    const codes = settled.errors.map(({ code }) => code).join(', ')
    const isFormula = step.goal.autoScale && look.state.autoScale?.error !== undefined
    const what = isFormula ? 'autoscale evaluation' : 'resize'
    return `has ${counts}, but its ${what} ended with ${codes}`
  }
  const said = `is steady with ${counts}${stopped(ending, step)}`
  const isUntold = explanations.length === 0 && meddling === undefined
  return isUntold ? `${said}, and Azure gives no reason` : said
}

/** Why there was no further resize, where the errors do not say it by themselves. */
function stopped({ stop, resizes }: Ending, { resizeAttempts, stageNodes }: AwaitNodes): string {
  const after = resizes > 1 ? ` after ${String(resizes)} resizes` : ''
  const each = stageNodes === undefined ? '' : ' for each stage'
  if (stop === undefined) return after
  switch (stop) {
    case 'stalled':
      return resizes > 1 ? `${after}, the last of which added none` : ''
    case 'attempts':
      return `${after || ' after one resize'}, as many as resize-attempts (${String(resizeAttempts)}) allows${each}`
    case 'time':
      return `${after}: what is left of the timeout is too short for another one`
    case 'refused':
      return after
  }
}

function note({ clock, emit }: StepContext, severity: 'notice' | 'warning', say: string): void {
  emit({ type: 'note', at: clock.now(), severity, say })
}
