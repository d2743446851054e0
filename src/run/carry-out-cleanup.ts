import { apply } from '../apply/apply.js'
import type { StepContext } from '../apply/context.js'
import type { Sight } from '../in-use/look.js'
import { planCleanup, type CleanupPlan } from '../plan/cleanup.js'
import type { CleanupScope } from '../plan/cleanup/scope.js'
import { reasonOfRefusal } from '../plan/cleanup/refusal.js'
import type { Plan, Step } from '../model/step.js'
import { logLine } from '../report/escape.js'
import { toFailure } from '../outcome/failure.js'
import type { Failure } from '../outcome/result.js'
import { createStepLog } from '../report/step-log.js'
import type { ConfigJob, State } from './config-job.js'
import { poolsWithJobs } from './pools-with-jobs.js'
import { AzureFailure, Cancelled, DeadlinePassed } from '../shared/errors.js'
import { idKey } from '../shared/arm-id.js'
import { mapConcurrent } from '../shared/map-concurrent.js'

/** A config's part of a cleanup. */
export interface CleanupPart {
  readonly job: ConfigJob
  readonly state: State
}

/** What carrying out needs to judge anew. */
export interface PlannedCleanup {
  readonly plan: CleanupPlan
  readonly scopes: readonly CleanupScope[]
  readonly subscriptions: readonly string[]
  readonly sight: Sight
}

interface Work {
  readonly step: Step
  readonly part: CleanupPart
}

/**
 * Deletes wave by wave, `parallelism` at a time. Right before these go, everything is read again: what came into use
 * meanwhile stays. A delete that fails stops none of the others; of a list that cannot be read any more all that it
 * could have named stays. Throws what ends the run as a whole.
 */
export async function carryOutCleanup(
  parts: readonly CleanupPart[],
  planned: PlannedCleanup,
): Promise<void> {
  const failures = new Map<CleanupPart, readonly unknown[]>()
  const most = parts[0]?.job.runOptions.parallelism ?? 1
  try {
    for (const wave of planned.plan.waves) {
      const work = wave.flatMap((step) => {
        const part = parts.find(({ state }) => state.plan?.steps.includes(step))
        return part === undefined ? [] : [{ step, part }]
      })
      for (const few of inGroups(work, most)) {
        const needed = await stillDeletable(few, planned)
        await mapConcurrent(needed, most, async (one) => {
          const error = await tryToDelete(one)
          if (error !== undefined) {
            failures.set(one.part, [...(failures.get(one.part) ?? []), error])
          }
        })
      }
    }
  } finally {
    for (const [part, errors] of failures) part.state.problem = problemOf(part, errors)
  }
}

function inGroups<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size))
}

/** What of it may go by what there is now; the rest is told as kept. */
async function stillDeletable(
  work: readonly Work[],
  { scopes, subscriptions, sight }: PlannedCleanup,
): Promise<readonly Work[]> {
  const [first] = work
  if (first === undefined) return []
  const { azure, signal, clock } = first.part.job
  signal.throwIfAborted()
  const seen = await sight.look(signal)
  const steps = work.map(({ step }) => step)
  const held = await poolsWithJobs(steps, azure, signal)
  const now = planCleanup(seen, { subscriptions, scopes, now: clock.now(), ahead: false, held })
  const going = new Set(now.waves.flat().map(({ resource }) => idKey(resource)))
  const kept = new Map(
    now.scopes.flatMap(({ keep }) => keep.map((one) => [idKey(one.resource), one.because])),
  )
  return work.filter(({ step, part }) => {
    const key = idKey(step.resource)
    if (going.has(key)) return true
    // Deleted by somebody else, or not marked as ours any more: either way there is nothing to do.
    keepAfterAll(step, part, kept.get(key) ?? 'it is gone, or not marked as made by this action')
    return false
  })
}

/** Undefined when it is deleted, or stays for a reason; else what it failed with. Throws what ends the run as a whole. */
async function tryToDelete({ step, part }: Work): Promise<unknown> {
  try {
    await deleteNow(step, part)
    return undefined
  } catch (error) {
    if (isEnd(error) || part.job.signal.aborted) throw error
    const reason = error instanceof AzureFailure ? reasonOfRefusal(error) : undefined
    if (reason === undefined) return error
    keepAfterAll(step, part, reason)
    return undefined
  }
}

function isEnd(error: unknown): boolean {
  return error instanceof Cancelled || error instanceof DeadlinePassed
}

async function deleteNow(step: Step, { job, state }: CleanupPart): Promise<void> {
  const { azure, clock, signal, deadline, host, isAlone, loaded } = job
  const whole: Plan = state.plan ?? { steps: [step], impact: step.impact }
  const prefix = isAlone ? 'cleanup' : (loaded.file ?? 'cleanup')
  const stepLog = createStepLog(host.log, whole, prefix)
  const context: StepContext = {
    azure,
    clock,
    signal,
    deadline,
    emit: (event) => {
      state.events = [...state.events, event]
      stepLog.emit(event)
    },
    made: () => state.made,
    // What a cleanup deletes cannot be brought back.
    recordUndo: () => undefined,
    discardUndo: () => undefined,
    record: (news) => {
      state.made = { ...state.made, ...news }
    },
  }
  await apply({ steps: [step], impact: step.impact }, context)
}

function keepAfterAll(step: Step, { job, state }: CleanupPart, because: string): void {
  const { host, isAlone, loaded } = job
  const title = step.title.replace(/^delete /, '')
  const keep = [...(state.plan?.keep ?? []), { resource: step.resource, title, because }]
  if (state.plan !== undefined) state.plan = { ...state.plan, keep }
  const prefix = isAlone ? 'cleanup' : (loaded.file ?? 'cleanup')
  host.log.annotate({
    severity: 'notice',
    message: logLine(`[${prefix}] kept ${title}: ${because}`),
  })
}

/** One failure as it is; of several the headline counts, and each is explained. */
function problemOf({ state }: CleanupPart, errors: readonly unknown[]): Failure {
  const problems = errors.map(toFailure)
  const [first, ...others] = problems
  if (first === undefined) throw new Error('no failure to tell of')
  const worst = problems.find(({ kind }) => kind === 'bug') ?? first
  if (others.length === 0 || worst.kind !== 'azure') return worst
  const count = String(state.plan?.steps.length ?? errors.length)
  return {
    kind: 'azure',
    headline: `${String(errors.length)} of ${count} deletes failed: ${problems
      .map(({ headline }) => headline.replace(/^failed to /, ''))
      .join('; ')}`,
    explanations: problems.flatMap((problem) =>
      problem.kind === 'azure' ? problem.explanations : [],
    ),
  }
}
