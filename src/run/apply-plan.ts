/** Carries a config's plan out, and sees to it that nothing is left behind when that fails. */
import { apply } from '../apply/apply.js'
import type { RunState } from '../model/run-state.js'
import type { StepContext } from '../apply/context.js'
import type { Page } from '../apply/undo/journal.js'
import { watchResizes } from '../apply/nodes/watch-resizes.js'
import type { Plan } from '../model/step.js'
import type { Clock } from '../ports/clock.js'
import { createStepLog, heartbeatMs, type StepLog } from '../report/step-log.js'
import { onceNodesAreGone, withoutNodes } from '../outcome/advice.js'
import { describeInFlight } from '../outcome/in-flight.js'
import type { ConfigJob, State } from './config-job.js'
import {
  handleCancellation,
  handleFailure,
  keepUnseen,
  withoutDeleted,
  type Settled,
} from './handle-failure.js'
import { sameId, subscriptionsOf } from '../shared/arm-id.js'

interface Carried {
  readonly plan: Plan
  readonly page: Page
  /** What there was before the plan was carried out. */
  readonly found: RunState
}

/** The config's part of the journal. */
export function openPage({ loaded, journal }: ConfigJob, { steps }: Plan): Page {
  const { onFailure = 'keep', onCancel = 'keep' } = loaded.config.rollout ?? {}
  const { file } = loaded
  const subscriptions = subscriptionsOf(steps.map(({ resource }) => resource))
  return journal.open({ ...(file !== undefined && { file }), onFailure, onCancel, subscriptions })
}

/** What is done about it when the plan was not carried out whole. Throws nothing. */
export async function closeJournalPage(
  job: ConfigJob,
  state: State,
  { plan, page, found }: Carried,
): Promise<void> {
  const { problem } = state
  if (problem === undefined || isBlank(page)) {
    page.close()
    return
  }
  const { cancelled: signal, azure, host } = job
  if (problem.kind === 'azure' && problem.isUnseen === true) {
    reportReused(state, keepUnseen(page), found)
    return
  }
  const hasPost = host.journal !== undefined
  if (problem.kind === 'cancelled') {
    reportReused(state, await handleCancellation(page, { azure, hasPost }), found)
    return
  }
  await withStepLog(job, plan, async (stepLog) => {
    const context = stepContext({ ...job, signal }, state, { stepLog, page })
    reportReused(state, await handleFailure(page, context, hasPost), found)
  })
}

/** Nothing was asked of Azure that could be taken back or stopped. */
function isBlank(page: Page): boolean {
  const { entries, resizing } = page.text()
  return entries.length + resizing.length === 0
}

function reportReused(state: State, settled: Settled, { activePoolId }: RunState): void {
  const { done, left, deleted, restored, nodesGone, emptied, isStopped } = settled
  state.takenBack = done
  state.notTakenBack = left
  if (emptied.length > 0) state.emptied = [...new Set(emptied)]
  if (nodesGone.length > 0) {
    state.problem = state.problem && withoutNodes(state.problem)
    state.made = { ...state.made, nodeErrors: state.made.nodeErrors.map(onceNodesAreGone) }
  }
  if (isStopped === true) {
    state.still = describeInFlight(state.events, { ...state.made, allocationState: 'Steady' })
  }
  const isLiveAgain = restored.some((id) => sameId(id, state.made.activePoolId))
  if (isLiveAgain && activePoolId !== undefined) state.made = { ...state.made, activePoolId }
  if (deleted.length === 0) return
  state.made = withoutDeleted(state.made, deleted)
  // It was about what is gone.
  state.still = []
}

/** Carries the plan out; what it does is noted before it is asked for. Throws what ended it. */
export async function applyPlan(
  job: ConfigJob,
  state: State,
  { plan, page }: Pick<Carried, 'plan' | 'page'>,
): Promise<void> {
  const azure = watchResizes(job.azure, page)
  await withStepLog(job, plan, async (stepLog) => {
    await apply(plan, stepContext({ ...job, azure }, state, { stepLog, page }))
  })
}

interface Heard {
  readonly stepLog: StepLog
  readonly page: Page
}

function stepContext(job: ConfigJob, state: State, { stepLog, page }: Heard): StepContext {
  const { azure, clock, signal, deadline } = job
  const events = [...state.events]
  state.events = events
  return {
    azure,
    clock,
    signal,
    deadline,
    subscriptions: page.text().subscriptions ?? [],
    emit: (event) => {
      events.push(event)
      stepLog.emit(event)
    },
    made: () => state.made,
    recordUndo: page.add,
    discardUndo: page.remove,
    record: (news) => {
      state.made = { ...state.made, ...news }
    },
  }
}

async function withStepLog<T>(
  { host, clock, isAlone, loaded }: ConfigJob,
  plan: Plan,
  work: (stepLog: StepLog) => Promise<T>,
): Promise<T> {
  const prefix = isAlone ? undefined : loaded.file
  const stepLog = createStepLog(host.log, plan, prefix)
  const over = new AbortController()
  const heart = keepBeating(stepLog, clock, over.signal)
  try {
    return await work(stepLog)
  } finally {
    over.abort()
    await heart
  }
}

async function keepBeating(stepLog: StepLog, clock: Clock, over: AbortSignal): Promise<void> {
  try {
    for (;;) {
      await clock.sleep(heartbeatMs / 4, over)
      stepLog.beat(clock.now())
    }
  } catch (error) {
    if (!over.aborted) throw error
  }
}
