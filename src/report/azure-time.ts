import { azureTimeOf, azureTimeOfRun, type AzureTimePart } from '../outcome/azure-time.js'
import type { ConfigResult, RunReport } from '../outcome/result.js'
import { formatElapsed } from './elapsed.js'
import { isPlanned } from './verdict.js'

const secondMs = 1000
/** What takes less needs no word on where its time went. */
const leastRunMs = 60 * secondMs
/** Parts that are named; the others are one. */
const mostParts = 4

/** `10:40 of 12:05 went to waiting for Azure: 8:10 replicating …`; undefined of a run that is quick, or changed nothing. */
export function runTimeLine(report: RunReport): string | undefined {
  const { results } = report
  if (isPlanned(report) || results.every(isUnchanged)) return undefined
  const time = azureTimeOfRun(report)
  if (time.ofMs < leastRunMs || time.ms < secondMs) return undefined
  const share = `${shown(time.ms)} of ${formatElapsed(time.ofMs)}`
  if (results.length === 1) return `${share} went to waiting for Azure: ${listed(time.parts)}`
  return `for ${share} at least one of ${String(results.length)} configs was waiting for Azure`
}

/** The same of one of several configs. */
export function configTimeLine(result: ConfigResult): string | undefined {
  if (isUnchanged(result)) return undefined
  const time = azureTimeOf(result)
  if (time.ofMs < leastRunMs || time.ms < secondMs) return undefined
  const share = `${shown(time.ms)} of the ${formatElapsed(time.ofMs)} of its steps`
  return `${share} went to waiting for Azure: ${listed(time.parts)}`
}

function isUnchanged({ outcome }: Pick<ConfigResult, 'outcome'>): boolean {
  return outcome === 'unchanged'
}

/** Rounded down: it is never said of more than was seen. */
function shown(ms: number): string {
  return formatElapsed(Math.floor(ms / secondMs) * secondMs)
}

function listed(parts: readonly AzureTimePart[]): string {
  const named = parts.slice(0, mostParts).filter(({ ms }) => ms >= secondMs)
  const rest = parts.slice(named.length).reduce((sum, { ms }) => sum + ms, 0)
  return [
    ...named.map((part) => `${shown(part.ms)} ${wordsOf(part)}`),
    ...(rest < secondMs ? [] : [`${shown(rest)} other waits`]),
  ].join(', ')
}

const words: Readonly<Record<AzureTimePart['work'], string>> = {
  snapshots: 'taking snapshots',
  image: 'making the image',
  'image-definition': 'making the image definition',
  replication: 'replicating the image version',
  allocation: 'allocating nodes',
  'node-start': 'getting nodes ready for tasks',
  drain: 'letting tasks end and nodes go',
  resize: 'a resize that was under way',
  deletion: 'deleting',
  jobs: 'moving jobs',
  throttling: "pauses for Azure's limits on requests",
}

function wordsOf({ work, where }: AzureTimePart): string {
  return where === undefined ? words[work] : `${words[work]} to ${where}`
}
