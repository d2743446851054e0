/** `mode: cleanup`: looks at whole subscriptions once, and deletes what nobody needs, for all config files together. */
import { raceAbort } from '../cancel/race-abort.js'
import { carryOutCleanup, type CleanupPart, type PlannedCleanup } from './carry-out-cleanup.js'
import { subscriptionsIn } from '../inputs/subscriptions-in.js'
import { openSight } from '../in-use/look.js'
import type { Unread } from '../in-use/seen.js'
import { withIds } from '../observe/named-ids.js'
import { planHash } from './plan-hash.js'
import { poolsWithJobs } from './pools-with-jobs.js'
import { planCleanup } from '../plan/cleanup.js'
import { scopeOf, type PullRequestName } from '../plan/cleanup/scope.js'
import { worstImpact, type Plan } from '../model/step.js'
import type { RunContext } from '../ports/host.js'
import { describeOutcome } from '../outcome/outcome-message.js'
import { logLine } from '../report/escape.js'
import { reportFindings } from '../report/findings.js'
import type { ConfigResult, Outcome } from '../outcome/result.js'
import { describeImpact, planLines } from '../report/step-log.js'
import { newState, type ConfigJob, type State } from './config-job.js'
import { UserError } from '../shared/errors.js'
import type { Finding } from '../shared/finding.js'

export interface BegunCleanup {
  /** What it came to so far. */
  readonly results: () => readonly ConfigResult[]
  /** Deletes, unless it is only to be said what would be. Never throws: how it failed is part of the results. */
  readonly carryOut: () => Promise<readonly ConfigResult[]>
}

/** From the subscriptions to a plan for each config; writes nothing. Never throws either. */
export async function beginCleanup(jobs: readonly ConfigJob[]): Promise<BegunCleanup> {
  const parts = jobs.map((job) => ({ job, state: newState(job) }))
  const results = (): readonly ConfigResult[] => parts.map(resultOf)
  const begun = await settleAll(parts, async () => await makePlans(parts))
  const carryOut = async (): Promise<readonly ConfigResult[]> => {
    if (begun !== undefined && jobs[0]?.runOptions.dryRun === false) {
      await settleAll(parts, async () => {
        await carryOutCleanup(parts, begun)
      })
    }
    return results()
  }
  return { results, carryOut }
}

async function makePlans(parts: readonly CleanupPart[]): Promise<PlannedCleanup> {
  const [first] = parts
  if (first === undefined) throw new Error('a cleanup has at least one config')
  const { azure, signal, clock, runOptions, host } = first.job
  const closed = closedPullRequest(host.run)
  const scopes = await Promise.all(
    parts.map(async ({ job }) => {
      const loaded = await withIds(job.loaded, runOptions, job.reader, { signal })
      return scopeOf({ loaded, resourceGroup: runOptions.resourceGroup, closed })
    }),
  )
  const subscriptions = subscriptionsOf(parts)
  const sight = openSight(azure, subscriptions)
  const seen = await sight.look(signal)
  reportUnread(parts, seen.unread)
  const wish = { subscriptions, scopes, now: clock.now(), ahead: true }
  const alone = planCleanup(seen, wish)
  const held = await poolsWithJobs(alone.waves.flat(), azure, signal)
  const plan = held.size === 0 ? alone : planCleanup(seen, { ...wish, held })
  parts.forEach(({ job, state }, index) => {
    const { steps = [], keep = [] } = plan.scopes[index] ?? {}
    const { notLookedAt } = seen
    state.plan = { steps, keep, foreign: plan.foreign, notLookedAt, impact: worstImpact(steps) }
    state.planHash = planHash(state.plan)
    logPlan(job, state.plan, state.planHash)
  })
  return { plan, scopes, subscriptions, sight }
}

/** Nothing that such a list could have named is deleted; once told, however many things that holds back. */
function reportUnread(parts: readonly CleanupPart[], unread: readonly Unread[]): void {
  const [first] = parts
  if (first === undefined || unread.length === 0) return
  const findings = unread.map(({ list, why, help, names }): Finding => {
    const kept = names.some((name) => name === 'image' || name === 'image-version')
      ? 'it may name what uses any image, so no image and no version is deleted, nor a snapshot'
      : 'it may name what uses any snapshot, so what it holds and all snapshots are kept'
    return {
      ...{ rule: 'cleanup/references-are-readable', severity: 'warning' },
      message: `${list} cannot be read (${why}): ${kept}`,
      help: help ?? 'run it again once Azure answers',
      at: { kind: 'default' },
    }
  })
  for (const { state } of parts) state.findings = [...state.findings, ...findings]
  reportFindings(first.job.host, findings)
}

function subscriptionsOf(parts: readonly CleanupPart[]): readonly string[] {
  const all = parts.flatMap(({ job: { loaded, runOptions } }) => [
    ...(runOptions.subscriptionId === undefined ? [] : [runOptions.subscriptionId.toLowerCase()]),
    ...subscriptionsIn(loaded.config),
  ])
  return [...new Set(all)]
}

/** Throws `UserError` for a closed pull request that the event does not name: all the rest must not go in its place. */
function closedPullRequest(run: RunContext): PullRequestName | undefined {
  if (run.isClosed !== true) return undefined
  const { repository, pullRequest: number } = run
  if (repository !== undefined && number !== undefined) return { repository, number }
  const message = 'a pull request was closed, but the event does not say which'
  const help = 'run it for the event pull_request with the type closed, or on a schedule'
  const rule = 'cleanup/pull-request'
  throw new UserError([{ rule, severity: 'error', message, help, at: { kind: 'default' } }])
}

/** Undefined when it failed; then every part says so. */
async function settleAll<T>(
  parts: readonly CleanupPart[],
  work: () => Promise<T>,
): Promise<T | undefined> {
  const [first] = parts
  if (first === undefined) return undefined
  try {
    return await raceAbort(work(), first.job.signal)
  } catch (error) {
    const found = error instanceof UserError ? error.findings : []
    reportFindings(first.job.host, found)
    for (const { state } of parts) {
      state.findings = [...state.findings, ...found]
      state.problem = describeOutcome(error, state.events)
      state.still = stillDeleting(state)
    }
    return undefined
  }
}

/** Deletes that Azure had begun, or may have. */
function stillDeleting({ events }: State): readonly string[] {
  const steps = events.flatMap((event) => (event.type === 'step-started' ? [event.step] : []))
  const isOpen = (step: unknown): boolean =>
    !events.some(
      (event) =>
        event.type === 'step-ended' &&
        event.step === step &&
        (event.how === 'done' || event.how === 'failed'),
    )
  return steps
    .filter(isOpen)
    .map(({ title }) => `${title.replace(/^delete /, '')} may still be being deleted`)
}

function resultOf(part: CleanupPart): ConfigResult {
  const { state } = part
  return { ...state, outcome: outcomeOf(part), events: [...state.events] }
}

function outcomeOf({ job, state: { problem, plan, made } }: CleanupPart): Outcome {
  if (problem !== undefined) return problem.kind === 'cancelled' ? 'cancelled' : 'failed'
  if (job.runOptions.dryRun) return plan?.impact === 'none' ? 'unchanged' : 'succeeded'
  return made.changed ? 'succeeded' : 'unchanged'
}

function logPlan({ host, isAlone, loaded }: ConfigJob, plan: Plan, hash: string): void {
  const prefix = isAlone ? '' : `[${loaded.file ?? ''}] `
  const lines = [`plan: ${describeImpact(plan)}`, ...planLines(plan), `plan-hash: ${hash}`]
  const { result: say = host.log.info } = host.log
  for (const line of lines) say(logLine(`${prefix}${line}`))
}
