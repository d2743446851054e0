import type { Event } from '../model/events.js'
import { mermaidLabel } from './escape.js'

/** The steps on a time axis, as a Mermaid Gantt chart; empty when none was started. */
export function timelineChart(events: readonly Event[]): string {
  const bars = events.flatMap((event) => {
    if (event.type !== 'step-started') return []
    const { step, at } = event
    const end = events.find((other) => other.type === 'step-ended' && other.step === step)
    const until = end?.at ?? events.at(-1)?.at ?? at
    const failed = end?.type === 'step-ended' && end.how !== 'done'
    // A bar of no length is not drawn.
    return [{ label: mermaidLabel(step.title), failed, at, until: Math.max(until, at + 1000) }]
  })
  if (bars.length === 0) return ''
  return fence([
    'gantt',
    '    dateFormat x',
    '    axisFormat %H:%M:%S',
    '    todayMarker off',
    ...bars.map(({ label, failed, at, until }, index) => {
      const tag = failed ? 'crit, ' : ''
      return `    ${label} :${tag}s${String(index + 1)}, ${String(at)}, ${String(until)}`
    }),
  ])
}

interface Sample {
  readonly at: number
  readonly nodes: number
  readonly target: number
}

const mostPoints = 40

/**
 * Seen in light and dark (3:1 and more against #ffffff and #0d1117) and told apart by those who see no red or no green. The
 * first colours of GitHub's theme are all but invisible on white.
 */
const colours = { target: '#bc4c00', current: '#0969da' } as const

/** Nodes there and nodes wanted over time, as a Mermaid line chart; empty with fewer than two sightings. */
export function nodesChart(events: readonly Event[]): string {
  const samples = events.flatMap((event) => {
    if (event.type !== 'step-progress' || event.nodes === undefined) return []
    const { dedicated, lowPriority, targetDedicated, targetLowPriority } = event.nodes
    return [
      { at: event.at, nodes: dedicated + lowPriority, target: targetDedicated + targetLowPriority },
    ]
  })
  const first = samples[0]
  const last = samples.at(-1)
  if (first === undefined || last === undefined || last.at === first.at) return ''
  const points = spread(samples, first.at, last.at)
  const highest = Math.max(1, ...points.flatMap(({ nodes, target }) => [nodes, target]))
  const seconds = (last.at - first.at) / 1000
  const [unit, length] = seconds < 120 ? ['seconds', seconds] : ['minutes', seconds / 60]
  return fence([
    `%%{init: {"themeVariables": {"xyChart": {"backgroundColor": "transparent", "plotColorPalette": "${colours.target}, ${colours.current}"}}}}%%`,
    'xychart-beta',
    '    title "Target (orange) and current nodes (blue)"',
    `    x-axis "${unit}" 0 --> ${length.toFixed(1)}`,
    `    y-axis "nodes" 0 --> ${String(highest)}`,
    `    line [${points.map(({ target }) => target).join(', ')}]`,
    `    line [${points.map(({ nodes }) => nodes).join(', ')}]`,
  ])
}

/** Nodes by state as they were seen last, as a Mermaid pie chart; empty when all are in one state. */
export function statesChart(events: readonly Event[]): string {
  const last = events.findLast((event) => event.type === 'step-progress' && event.states)
  const states = last?.type === 'step-progress' ? (last.states ?? {}) : {}
  const slices = Object.entries(states).filter(([, count]) => count > 0)
  if (slices.length < 2) return ''
  return fence([
    'pie showData',
    '    title Nodes by state, as last seen',
    ...slices.map(([state, count]) => `    "${mermaidLabel(state)}" : ${String(count)}`),
  ])
}

/** The chart sets its points at even distances, sightings come unevenly: what held at each even moment. */
function spread(samples: readonly Sample[], from: number, to: number): readonly Sample[] {
  const count = Math.min(mostPoints, Math.max(2, samples.length))
  return Array.from({ length: count }, (_, index) => {
    const at = from + ((to - from) * index) / (count - 1)
    return samples.findLast((sample) => sample.at <= at)
  }).filter((sample) => sample !== undefined)
}

/** Lines of Mermaid as Markdown shows them. */
export function fence(lines: readonly string[]): string {
  return ['```mermaid', ...lines, '```'].join('\n')
}
