import type { Log } from '../ports/host.js'
import { impacts, type Plan, type Step } from '../model/step.js'
import { idKey } from '../shared/arm-id.js'
import { describeChange } from './change.js'
import { keepLines } from './cleanup.js'
import { formatElapsed } from './elapsed.js'
import { logLine } from './escape.js'
import { figuresLines } from './plan-figures.js'
import type { Event } from '../model/events.js'

/** How often something is said although nothing has changed. */
export const heartbeatMs = 60_000

/** How often a line comes of which only the numbers are new. */
const countEveryMs = 30_000

export interface StepLog {
  readonly emit: (event: Event) => void
  /** Says what is being waited for when nothing has been said for a while. */
  readonly beat: (now: number) => void
}

interface Waiting {
  readonly step: Step
  readonly startedAt: number
  /** What was seen last. */
  readonly say: string
  /** What the log said last, and when. */
  readonly said: string
  readonly saidAt: number
  readonly deadline: number | undefined
}

/**
 * The live log of one config: a group per step, a line per change, a heartbeat. With a `prefix` (several
 * configs side by side) lines are prefixed instead, as the runner's groups cannot nest or interleave.
 */
export function createStepLog(log: Log, plan: Plan, prefix: string | undefined): StepLog {
  let waiting: Waiting | undefined
  /** Of steps that go on beside the one whose group is open: told when that is closed. */
  let held: Event[] = []
  let takingBack = { say: '', at: 0 }
  const number = (step: Step): string =>
    `${String(plan.steps.indexOf(step) + 1)}/${String(plan.steps.length)}`
  const labelled = (line: string): string =>
    logLine(prefix === undefined ? line : `[${prefix}] ${line}`)
  const info = (line: string): void => {
    log.info(labelled(line))
  }

  function start(step: Step, at: number): void {
    waiting = { step, startedAt: at, say: '', said: '', saidAt: at, deadline: undefined }
    const title = `${number(step)} ${step.title}`
    if (prefix === undefined) log.startGroup(logLine(title))
    else info(title)
  }

  function progress(event: Extract<Event, { type: 'step-progress' }>): void {
    const { step, at, say, deadline, isBeginning = false } = event
    const before = waiting ?? { step, startedAt: at, say: '', said: '', saidAt: at, deadline }
    // Hundreds of nodes come a few at a time: a line for every count would bury the rest.
    const isCount = before.say !== '' && withoutNumbers(say) === withoutNumbers(before.said)
    const isDue = !isCount || isBeginning || at - before.saidAt >= countEveryMs
    const isNews = say !== before.said && isDue
    waiting = { ...before, say, deadline, ...(isNews && { said: say, saidAt: at }) }
    if (isNews) info(`  ${formatElapsed(at - before.startedAt)}  ${say}`)
    else beat(at)
  }

  function end(event: Extract<Event, { type: 'step-ended' }>): void {
    const { step, at, how } = event
    const took = formatElapsed(at - (waiting?.startedAt ?? at))
    waiting = undefined
    if (prefix === undefined) log.endGroup()
    info(`${marks[how]} ${number(step)} ${step.title}: ${how} after ${took}`)
    const next = held
    held = []
    for (const one of next) emit(one)
  }

  function beat(now: number): void {
    if (waiting === undefined || now - waiting.saidAt < heartbeatMs) return
    const { step, startedAt, say, deadline } = waiting
    waiting = { ...waiting, said: waiting.say, saidAt: now }
    const until = deadline === undefined ? '' : ` (gives up in ${formatElapsed(deadline - now)})`
    const what = say === '' ? step.title : say
    info(`  ${formatElapsed(now - startedAt)}  still waiting: ${what}${until}`)
  }

  function reportUndoing({ say, at }: Extract<Event, { type: 'taking-back' }>): void {
    if (say === takingBack.say && at - takingBack.at < heartbeatMs) return
    takingBack = { say, at }
    info(`  ${say}`)
  }

  function isBeside(event: Event): boolean {
    if (waiting === undefined) return false
    if (event.type === 'step-started') return true
    return 'step' in event && held.some((one) => 'step' in one && one.step === event.step)
  }

  function emit(event: Event): void {
    if (isBeside(event)) {
      held.push(event)
      return
    }
    switch (event.type) {
      case 'step-started':
        start(event.step, event.at)
        return
      case 'step-progress':
        progress(event)
        return
      case 'step-ended':
        end(event)
        return
      case 'waited':
        return
      case 'taking-back':
        reportUndoing(event)
        return
      case 'note':
        log.annotate({ severity: event.severity, message: labelled(event.say) })
        return
    }
  }

  return { emit, beat }
}

function withoutNumbers(text: string): string {
  return text.replace(/\d+/g, '')
}

const marks = { done: '✓', failed: '✗', cancelled: '-' } as const

/** The plan for the log: a line per step and, under it, why. */
export function planLines(plan: Plan): readonly string[] {
  const steps = plan.steps.flatMap((step, index) => [
    `${String(index + 1)}. [${step.impact}] ${step.title}`,
    ...step.because.map((change) => `     ${describeChange(change)}`),
  ])
  return [...steps, ...figuresLines(plan), ...keepLines(plan)].map(logLine)
}

/**
 * `3 resources: 1 update, 2 create`, the worst first; `nothing to change`. Resources are counted and not steps: a pool that
 * is drained, changed and filled again is one.
 */
export function describeImpact({ steps }: Pick<Plan, 'steps'>): string {
  const worst = new Map<string, number>()
  for (const step of steps) {
    const ids =
      step.kind === 'create-snapshots' ? step.snapshots.map(({ id }) => id) : [step.resource]
    for (const id of ids.map(idKey)) {
      worst.set(id, Math.max(worst.get(id) ?? 0, impacts.indexOf(step.impact)))
    }
  }
  const changes = [...worst.values()].filter((impact) => impact > 0)
  if (changes.length === 0) return 'nothing to change'
  const counts = impacts.toReversed().flatMap((impact) => {
    const count = changes.filter((one) => impacts[one] === impact).length
    return count === 0 ? [] : [`${String(count)} ${impact}`]
  })
  const [only = ''] = counts
  if (changes.length === 1) return `1 resource: ${only.replace('1 ', '')}`
  return `${String(changes.length)} resources: ${counts.join(', ')}`
}
