import { initialRunState } from '../../src/outcome/result.js'
import type { UndoEntry } from '../../src/apply/undo/undo.js'
import { apply } from '../../src/apply/apply.js'
import type { RunState } from '../../src/model/run-state.js'
import type { StepContext } from '../../src/apply/context.js'
import { openAzure } from '../../src/azure/open-azure.js'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import type { Config, LoadedConfig, RunOptions } from '../../src/inputs/config.js'
import { lineageOf } from '../../src/run/lineage-of.js'
import { cacheReads } from '../../src/observe/cached-reads.js'
import { observeLive } from '../../src/observe/live.js'
import { observe } from '../../src/observe/observe.js'
import { planConfig } from '../../src/plan/plan.js'
import type { Plan } from '../../src/model/step.js'
import type { Azure } from '../../src/ports/azure.js'
import type { Clock } from '../../src/ports/clock.js'
import type { Event } from '../../src/model/events.js'
import { checkRules, wantedFacts } from '../../src/rules/check.js'
import { withHopelessSizes } from '../../src/rules/hopeless-sizes.js'
import { rules } from '../../src/rules/index.js'
import type { Finding } from '../../src/shared/finding.js'
import { recordAnswers } from './record-answers.js'
import type { Scenario } from '../../src/simulator/kernel.js'
import { createSimulator, type Simulator } from '../../src/simulator/simulator.js'

/** A simulated Azure, the real SDKs before it, and a clock that only waiting turns. */
export interface World {
  readonly simulator: Simulator
  readonly azure: Azure
  readonly clock: Clock
  /** Turns the clock without anybody waiting. */
  readonly pass: (ms: number) => void
}

export async function openWorld(scenario: Scenario): Promise<World> {
  let now = Date.parse('2026-11-23T08:00:00Z')
  const simulator = createSimulator(scenario, {
    clock: { now: () => now, speed: 1 },
    ...recordAnswers(),
  })
  const azure = await azureOf(simulator)
  const pass = (ms: number): void => {
    now += ms
  }
  const clock: Clock = {
    now: () => now,
    sleep: async (ms, signal) => {
      signal.throwIfAborted()
      pass(ms)
      await Promise.resolve()
    },
  }
  return { simulator, azure, clock, pass }
}

/** The real SDKs before a simulated Azure. */
export async function azureOf(simulator: Pick<Simulator, 'httpClient'>): Promise<Azure> {
  return await openAzure({
    environment: 'AzureCloud',
    credential: 'auto',
    env: {},
    version: '0.0.0',
    signal: new AbortController().signal,
    httpClient: simulator.httpClient(),
    tokenCredential: {
      getToken: async () =>
        await Promise.resolve({ token: 'simulated', expiresOnTimestamp: Date.now() + 3_600_000 }),
    },
  })
}

export interface Outcome {
  readonly findings: readonly Finding[]
  /** Undefined when the findings left nothing to plan. */
  readonly plan?: Plan
  readonly made: RunState
  readonly events: readonly Event[]
  /** What ended the run early. */
  readonly error?: unknown
}

/** A step's surroundings, with what it records and emits kept. */
export function stepContext(world: Pick<World, 'azure' | 'clock'>, deadline = Infinity) {
  const events: Event[] = []
  const undos: UndoEntry[] = []
  let made: RunState = initialRunState
  const context: StepContext = {
    ...world,
    signal: new AbortController().signal,
    deadline,
    emit: (event) => events.push(event),
    made: () => made,
    recordUndo: (entry) => undos.push(entry),
    discardUndo: (entry) => undos.splice(undos.indexOf(entry), 1),
    record: (news) => {
      made = { ...made, ...news }
    },
  }
  return { context, events, undos, made: () => made }
}

/** Runs every stage for one set of action inputs, up to the first stage with an error. */
export async function runInputs(
  inputs: Readonly<Record<string, string>>,
  world: World,
): Promise<Outcome> {
  const {
    runOptions: settings,
    configs,
    findings,
  } = await loadInputs({
    input: (name) => inputs[name] ?? '',
    env: () => undefined,
    files: {
      relative: (path) => path,
      glob: async () => await Promise.resolve([]),
      read: async () => await Promise.resolve({ kind: 'missing' }),
    },
  })
  const [loaded] = configs
  if (settings === undefined || loaded === undefined) return { findings, ...untouched }
  return await runLoaded({ loaded, settings, findings }, world)
}

const origin = { repository: 'owner/name', commit: 'a'.repeat(40), attempt: '1/1', pullRequest: 7 }
const untouched = { made: initialRunState, events: [] }

interface Job {
  readonly loaded: LoadedConfig
  readonly settings: RunOptions
  readonly findings?: readonly Finding[]
  /** Until the plan's execution gives up; absent: never. */
  readonly limitMs?: number
}

export async function runLoaded(job: Job, world: World): Promise<Outcome> {
  const { loaded, settings, findings: before = [] } = job
  const offline = [...before, ...checkRules(rules, loaded)]
  if (offline.some(isError)) return { findings: offline, ...untouched }
  try {
    const { signal } = new AbortController()
    const azure = cacheReads(world.azure)
    const known = await observe(loaded, settings, azure, signal)
    const wanted = wantedFacts(rules)
    const { mode } = settings
    const limit = signal
    const live = await observeLive({ loaded, facts: known, mode, azure, signal, limit, wanted })
    const lineage = lineageOf(loaded, origin, world.clock.now())
    const facts = withHopelessSizes(rules, loaded.config, { ...known, lineage, checks: live })
    const findings = [...offline, ...checkRules(rules, loaded, facts)]
    if (findings.some(isError)) return { findings, ...untouched }
    const plan = planConfig(loaded.config, facts)
    return { findings, plan, ...(await applyPlan(plan, world, job.limitMs)) }
  } catch (error) {
    return { findings: offline, ...untouched, error }
  }
}

async function applyPlan(plan: Plan, world: World, limitMs = Infinity) {
  const { context, events, made } = stepContext(world, world.clock.now() + limitMs)
  try {
    await apply(plan, context)
    return { made: made(), events }
  } catch (error) {
    return { made: made(), events, error }
  }
}

function isError({ severity }: Finding): boolean {
  return severity === 'error'
}

/** A config as if from inputs of the simulated subscription. */
export function jobOf(config: Config, settings: Partial<RunOptions> = {}): Job {
  return {
    loaded: { file: undefined, config, originOf: () => ({ kind: 'default' }) },
    settings: {
      mode: 'apply',
      subscriptionId: undefined,
      tenantId: undefined,
      clientId: undefined,
      credential: 'auto',
      environment: 'AzureCloud',
      resourceGroup: undefined,
      location: undefined,
      failOn: 'error',
      comment: 'never',
      expectedPlanHash: undefined,
      timeout: { iso: 'PT6H', ms: 21_600_000 },
      parallelism: 1,
      dryRun: false,
      prices: 'none',
      ...settings,
    },
  }
}
