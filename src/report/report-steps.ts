import type { Step } from '../model/step.js'
import { redactProperty } from './escape.js'
import type { Event } from '../model/events.js'
import type { ReportFile } from './report-schema.js'
import type { ConfigResult } from '../outcome/result.js'

type ReportedConfig = ReportFile['configs'][number]

/** ISO 8601 of ms since the epoch. */
export function timeOf(at: number): string {
  return new Date(at).toISOString()
}

/** The steps of the plan without their bodies, which may hold secrets, and how each went. */
export function reportedSteps({ plan, events }: ConfigResult): ReportedConfig['steps'] {
  return (plan?.steps ?? []).map((step) => {
    const { kind, title, resource, impact } = step
    const because = step.because.map(({ property, from, to }) => ({
      property,
      from: from === undefined ? undefined : redactProperty(property, from),
      to: to === undefined ? undefined : redactProperty(property, to),
    }))
    return { kind, title, resource, impact, because, ...courseOf(step, events) }
  })
}

function courseOf(
  step: Step,
  events: readonly Event[],
): Pick<ReportedConfig['steps'][number], 'result' | 'startedAt' | 'tookMs'> {
  const start = events.find((event) => event.type === 'step-started' && event.step === step)
  if (start === undefined) return { result: 'planned' }
  const startedAt = timeOf(start.at)
  const end = events.findLast((event) => event.type === 'step-ended' && event.step === step)
  if (end?.type !== 'step-ended') return { result: 'running', startedAt }
  return { result: end.how, startedAt, tookMs: end.at - start.at }
}

/** One item for each time that a count was another than before: hours of waiting are a few lines. */
export function nodesOverTime({ events, made }: ConfigResult): ReportedConfig['nodesOverTime'] {
  const samples = [...events.flatMap(sampleIn), ...lastSample(events, made)]
  const isNews = (sample: Sample, before: Sample | undefined): boolean =>
    JSON.stringify({ ...sample, at: '' }) !== JSON.stringify({ ...before, at: '' })
  return samples.filter((sample, index) => isNews(sample, samples[index - 1]))
}

type Sample = ReportedConfig['nodesOverTime'][number]

function sampleIn(event: Event): readonly Sample[] {
  if (event.type !== 'step-progress' || event.nodes === undefined) return []
  const { dedicated, targetDedicated, lowPriority, targetLowPriority } = event.nodes
  const states = event.states === undefined ? {} : { states: { ...event.states } }
  return [
    { at: timeOf(event.at), dedicated, targetDedicated, lowPriority, targetLowPriority, ...states },
  ]
}

/** What a wait ends with is no progress of it any more. */
function lastSample(events: readonly Event[], made: ConfigResult['made']): readonly Sample[] {
  const isWait = (event: Event): boolean =>
    event.type === 'step-ended' && event.step.kind === 'await-nodes'
  const end = events.findLast(isWait)
  const { currentDedicatedNodes, currentLowPriorityNodes: lowPriority = 0 } = made
  const { targetDedicatedNodes = 0, targetLowPriorityNodes = 0 } = made
  if (end === undefined || currentDedicatedNodes === undefined) return []
  return [
    {
      at: timeOf(end.at),
      dedicated: currentDedicatedNodes,
      targetDedicated: targetDedicatedNodes,
      lowPriority,
      targetLowPriority: targetLowPriorityNodes,
    },
  ]
}

/** What steps waited for, whenever that was something else, and what was decided and undone on the way. */
export function transcript(events: readonly Event[]): ReportedConfig['transcript'] {
  const remarks: ReportedConfig['transcript'] = []
  let last = ''
  for (const event of events) {
    const { type } = event
    if (type === 'step-started' || type === 'step-ended' || type === 'waited') continue
    const at = timeOf(event.at)
    const { say } = event
    if (type === 'note') remarks.push({ at, kind: 'note', severity: event.severity, say })
    else if (type === 'taking-back') remarks.push({ at, kind: 'taking-back', say })
    else if (say !== last) remarks.push({ at, kind: 'progress', say })
    last = say
  }
  return remarks
}
