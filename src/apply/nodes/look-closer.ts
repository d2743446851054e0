import { setMaxListeners } from 'node:events'
import { weighFindings } from '../../diagnosis/closer-look.js'
import type { CloserLook } from '../../diagnosis/looked-at.js'
import type { Evidence } from '../../diagnosis/decode.js'
import type { Explanation } from '../../model/explanation.js'
import type { AwaitNodes } from '../../model/step.js'
import type { Pool } from '../../ports/azure.js'
import type { StepContext } from '../context.js'
import { readAround } from './read-around.js'

/** The whole look may take no longer: it comes on top of a run that has failed. */
const mostMs = 45_000

/**
 * Where Azure's errors do not say why nodes are missing, looks for itself: image, version, replica, sources, subnet, size
 * and quotas as they are now, side by side, some 15 reads at most. A cause that was found takes the place of what left it
 * open, which stays as evidence; what is in order is evidence too. Never throws.
 */
export async function lookCloser(
  explanations: readonly Explanation[],
  step: AwaitNodes,
  pool: Pool,
  context: StepContext,
): Promise<readonly Explanation[]> {
  if (explanations.length > 0 && !explanations.some(leavesOpen)) return explanations
  const { azure, signal, made } = context
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(mostMs)])
    // Every read listens to it, and Node takes more than ten for a leak and says so in the log.
    setMaxListeners(0, limit)
    const known = { poolId: step.resource, pool, imageId: made().imageReferenceId }
    const look = weighFindings(await readAround(known, azure, { signal: limit }))
    const seen = withCauses(explanations, look)
    explainReports(seen, context)
    return seen
  } catch {
    return explanations // whatever came of looking: the run has failed of something else
  }
}

/** Says that something went wrong, and not why. */
function leavesOpen({ causeUnknown: isOpen }: Explanation): boolean {
  return isOpen === true
}

/** The causes in the place of the first explanation that leaves it open; those that say why stay as they are. */
function withCauses(
  explanations: readonly Explanation[],
  { causes, checked }: CloserLook,
): readonly Explanation[] {
  const open = explanations.filter(leavesOpen)
  const inOrder = checked.map((message) => ({ code: 'looked at', message }))
  const [first, ...others] = causes
  if (first === undefined) {
    return explanations.map((one) =>
      leavesOpen(one) ? { ...one, evidence: [...one.evidence, ...inOrder] } : one,
    )
  }
  const reported = open.flatMap(({ code, message, evidence }) => [{ code, message }, ...evidence])
  const found = [
    { ...first, message: sayCodes(open), evidence: [...reported, ...inOrder] },
    ...others.map((one) => ({ ...one, message: 'found when looking closer', evidence: [] })),
  ]
  return [...found, ...explanations.filter((one) => !leavesOpen(one))]
}

/** `Azure says only AllocationFailed` */
function sayCodes(open: readonly Evidence[]): string {
  const codes = [...new Set(open.map(({ code }) => code))]
  return codes.length === 0 ? 'Azure says nothing' : `Azure says only ${codes.join(', ')}`
}

/** The outputs keep Azure's code, and get the cause that was found. */
function explainReports([first]: readonly Explanation[], { made, record }: StepContext): void {
  if (first === undefined) return
  const { cause, remedy, retryable, evidence } = first
  const codes = new Set(evidence.map(({ code }) => code))
  const resizeErrors = made().resizeErrors.map((report) =>
    codes.has(report.code) ? { ...report, cause, remedy, retryable } : report,
  )
  record({ resizeErrors })
}
