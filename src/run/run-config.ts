import { applyPlan, openPage, closeJournalPage } from './apply-plan.js'
import { raceAbort } from '../cancel/race-abort.js'
import { newState, type ConfigJob, type State } from './config-job.js'
import { lineageOf } from './lineage-of.js'
import { observeLive } from '../observe/live.js'
import { withIds } from '../observe/named-ids.js'
import { observe } from '../observe/observe.js'
import { slowDigest } from '../ports/digest.js'
import { hashOfMarks, planMarks, type PlanMark } from './plan-hash.js'
import type { CheckFact } from '../model/check-facts.js'
import type { Facts } from '../model/facts.js'
import { formulaOf } from '../model/pool-formula.js'
import { chainOf } from '../plan/origin.js'
import { figuresOf } from '../plan/figures.js'
import { planConfig } from '../plan/plan.js'
import type { Plan } from '../model/step.js'
import { logLine } from '../report/escape.js'
import { describeFindings, isBlocking, reportFindings } from '../report/findings.js'
import { existingResources } from '../outcome/existing-resources.js'
import { describeOutcome } from '../outcome/outcome-message.js'
import type { ConfigResult, Outcome } from '../outcome/result.js'
import { describeImpact, planLines } from '../report/step-log.js'
import { describeInFlight } from '../outcome/in-flight.js'
import { secretsIn } from '../secrets/secrets-in.js'
import { checkRules, wantedFacts, withoutOverruled } from '../rules/check.js'
import { withHopelessSizes } from '../rules/hopeless-sizes.js'
import { rules } from '../rules/index.js'
import { Cancelled, DeadlinePassed, UserError } from '../shared/errors.js'
import type { Finding } from '../shared/finding.js'

/** Some 15 quick reads. What is only good to know must not hold the run up: Azure may ask to wait ten minutes. */
const mostMsOfChecks = 60_000

/** A config that was read, checked and planned. */
export interface BegunConfig {
  readonly job: ConfigJob
  readonly state: State
  /** What the plan was made from; absent where there is none. */
  readonly planned: () => Planned | undefined
  /** What it came to so far; a copy: work that an abort left behind must not change what is being told. */
  readonly result: () => ConfigResult
}

export interface Planned {
  readonly facts: Facts
  readonly marks: readonly PlanMark[]
}

/** From what a config says to its plan; writes nothing. Never throws: how it failed is part of the result. */
export async function beginConfig(given: ConfigJob): Promise<BegunConfig> {
  const state = newState(given)
  let job = given
  let planned: Planned | undefined
  const keep = (known: Planned): void => {
    planned = known
  }
  const begin = async (): Promise<void> => {
    job = await withNamedIds(given, state)
    await makePlan(job, state, keep)
  }
  await settle(given, state, begin())
  const result = (): ConfigResult => ({
    ...state,
    outcome: outcomeOf(job, state),
    events: [...state.events],
  })
  return { job, state, planned: () => planned, result }
}

/** The same plan, whose run leaves a mark on what it makes and changes: which reviewed plan it is held to. */
export function heldTo(begun: BegunConfig, mark: readonly string[] | undefined): BegunConfig {
  const { job, state } = begun
  const facts = begun.planned()?.facts
  if (state.plan === undefined || facts?.lineage === undefined || mark === undefined) return begun
  const marked = { ...facts, lineage: { ...facts.lineage, plan: mark } }
  const { figures } = state.plan
  const plan = planConfig(job.loaded.config, marked)
  state.plan = { ...plan, ...(figures !== undefined && { figures }) }
  return begun
}

/** Carries the plan out, where there is one and it is to be. Never throws either. */
export async function endConfig({ job, state, result }: BegunConfig): Promise<ConfigResult> {
  const { plan, problem } = state
  if (plan !== undefined && problem === undefined && !isOnlyPlanned(job)) {
    const page = openPage(job, plan)
    const found = state.made
    await settle(job, state, applyPlan(job, state, { plan, page }))
    await closeJournalPage(job, state, { plan, page, found })
  }
  return result()
}

function isOnlyPlanned({ runOptions: { mode, dryRun } }: ConfigJob): boolean {
  return mode === 'plan' || dryRun
}

async function settle(job: ConfigJob, state: State, work: Promise<void>): Promise<void> {
  try {
    await raceAbort(work, job.signal)
  } catch (error) {
    if (error instanceof UserError) addFindings(job, state, error.findings)
    state.problem = describeOutcome(error, state.events)
    // A step that Azure refused or ended has nothing under way; one that we left may well have.
    const isLeft = error instanceof Cancelled || error instanceof DeadlinePassed
    if (isLeft) state.still = describeInFlight(state.events, state.made)
  }
}

async function withNamedIds(job: ConfigJob, state: State): Promise<ConfigJob> {
  const { loaded, runOptions, reader, signal } = job
  try {
    return { ...job, loaded: await withIds(loaded, runOptions, reader, { signal }) }
  } catch (error) {
    addFindings(job, state, job.open)
    throw error
  }
}

async function makePlan(
  job: ConfigJob,
  state: State,
  keep: (planned: Planned) => void,
): Promise<void> {
  const { loaded, runOptions, host, clock, open } = job
  const lineage = lineageOf(loaded, host.run, clock.now())
  state.lineage = lineage
  const read = await readFacts(job, state)
  // Azure may quote what it is sent of a pool that is put back, too.
  for (const secret of secretsIn({}, [read.pool])) host.setSecret(secret)
  const formula = await formulaFacts(job, read)
  const known = { ...read, lineage, formula, digestSecret: slowDigest }
  const facts = withHopelessSizes(rules, loaded.config, known)
  state.formula = formula
  const standing = withoutOverruled(rules, open, { config: loaded.config, facts })
  addFindings(job, state, [...standing, ...checkRules(rules, loaded, facts)])
  if (state.findings.some((finding) => isBlocking(finding, runOptions.failOn))) {
    throw new UserError([], describeFindings(state.findings, loaded.file))
  }
  const planned = planConfig(loaded.config, facts)
  const at = new Date(clock.now()).toISOString()
  const figures = figuresOf(loaded.config, facts, { steps: planned.steps, at })
  const plan = { ...planned, ...(figures !== undefined && { figures }) }
  state.plan = plan
  const marks = planMarks(plan, loaded.config.rollout)
  keep({ facts, marks })
  state.planHash = hashOfMarks(marks)
  state.chain = chainOf(loaded.config, facts, plan)
  state.made = existingResources(plan, facts)
  logPlan(job, plan, state.planHash)
  if (isOnlyPlanned(job) && runOptions.failsOnChanges === true && plan.impact !== 'none') {
    const headline = `something would change (${plan.impact}), and fail-on is changes`
    state.problem = { kind: 'findings', headline }
  }
}

/** The parser of formulas is loaded only where there is a formula. */
async function formulaFacts(job: ConfigJob, facts: Facts): Promise<Facts['formula']> {
  const { loaded, runOptions, clock, reader: azure, signal } = job
  const formula = formulaOf(loaded.config)
  if (formula === undefined) return undefined
  const { sweepOf } = await import('./sweep-formula.js')
  const { taskSlotsPerNode } = formula.pool
  const asked = { text: formula.text, taskSlotsPerNode, facts, nowMs: clock.now(), azure, signal }
  return await sweepOf({
    ...asked,
    isShown: runOptions.mode === 'plan' && job.isOnlyCompared !== true,
  })
}

async function readFacts(job: ConfigJob, state: State): Promise<Facts> {
  const { loaded, runOptions, reader, signal } = job
  try {
    const facts = await observe(loaded, runOptions, reader, signal)
    if (job.isOnlyCompared === true) return facts
    const limit = AbortSignal.timeout(mostMsOfChecks)
    const prices: readonly CheckFact[] = runOptions.prices === 'list' ? ['prices'] : []
    const wanted = [...wantedFacts(rules), ...prices]
    const asked = { loaded, facts, mode: runOptions.mode, azure: reader, signal, limit }
    return { ...facts, checks: await observeLive({ ...asked, wanted }) }
  } catch (error) {
    addFindings(job, state, job.open)
    throw error
  }
}

function addFindings(job: ConfigJob, state: State, found: readonly Finding[]): void {
  const news = found.filter((finding) => !state.findings.includes(finding))
  state.findings = [...state.findings, ...news]
  reportFindings(job.host, news)
}

function logPlan({ host, isAlone, loaded }: ConfigJob, plan: Plan, hash: string): void {
  const title = `plan: ${describeImpact(plan)}`
  const { result: say = host.log.info } = host.log
  const isGroup = isAlone && host.log.result === undefined
  if (isGroup) host.log.startGroup(logLine(title))
  else say(logLine(isAlone ? title : `[${loaded.file ?? ''}] ${title}`))
  for (const line of [...planLines(plan), `plan-hash: ${hash}`]) {
    say(isAlone ? line : logLine(`[${loaded.file ?? ''}] ${line}`))
  }
  if (isGroup) host.log.endGroup()
}

function outcomeOf(job: ConfigJob, { problem, plan, made }: State): Outcome {
  if (problem !== undefined) return problem.kind === 'cancelled' ? 'cancelled' : 'failed'
  if (isOnlyPlanned(job)) {
    return plan?.impact === 'none' ? 'unchanged' : 'succeeded'
  }
  if (made.partial) return 'partial'
  return made.changed ? 'succeeded' : 'unchanged'
}
