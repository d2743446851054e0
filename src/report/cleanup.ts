/** What is told of a cleanup beside its steps: what stays and why, and how much was not looked at twice. */
import type { ForeignCounts, Plan, Step } from '../model/step.js'
import { mdText } from './escape.js'
import { mdTable } from './markdown-table.js'
import type { ConfigResult } from '../outcome/result.js'
import { shorten } from './shorten.js'
import { capitalise } from './summary-sections.js'

const nouns = {
  pool: ['pool', 'pools'],
  'image-version': ['gallery version', 'gallery versions'],
  image: ['image', 'images'],
  snapshot: ['snapshot', 'snapshots'],
} as const

const kinds = ['pool', 'image-version', 'image', 'snapshot'] as const

/** For the log, below the steps. */
export function keepLines({ keep = [], foreign, notLookedAt }: Plan): readonly string[] {
  return [
    ...keep.map(({ title, because }) => `keep ${title}: ${because}`),
    ...(foreign === undefined ? [] : [foreignLine(foreign)].filter((line) => line !== '')),
    ...(notLookedAt === undefined ? [] : [notLookedAtLine(notLookedAt)]),
  ]
}

/** `2 images and 1 pool that this action did not make are left alone`; empty where there are none. */
function foreignLine(foreign: ForeignCounts): string {
  const parts = countsOf(foreign)
  const all = kinds.reduce((sum, kind) => sum + foreign[kind], 0)
  if (all === 0) return ''
  return `${parts} that this action did not make ${all === 1 ? 'is' : 'are'} left alone`
}

/** What may use what is deleted, and is not held against it. */
function notLookedAtLine(notLookedAt: readonly string[]): string {
  const unseen = 'subscriptions and tenants that this identity cannot see'
  return `not looked at: ${[...notLookedAt, unseen].join('; ')}`
}

function countsOf(counts: ForeignCounts): string {
  const parts = kinds.flatMap((kind) => {
    const [one, many] = nouns[kind]
    const count = counts[kind]
    return count === 0 ? [] : [`${String(count)} ${count === 1 ? one : many}`]
  })
  const last = parts.pop() ?? 'nothing'
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
}

/** What stays and why, as Markdown. `rows`, `characters`: the most that is shown. */
export function keptSection(
  { plan }: ConfigResult,
  { rows, characters }: { readonly rows: number; readonly characters: number },
): string {
  if (plan?.keep === undefined) return ''
  const cells = plan.keep
    .slice(0, rows)
    .map(({ title, because }) => [
      mdText(shorten(title, characters)),
      mdText(shorten(because, characters)),
    ])
  const table = mdTable(['what stays', 'why'], cells, plan.keep.length)
  const foreign = plan.foreign === undefined ? '' : foreignLine(plan.foreign)
  const blind = plan.notLookedAt === undefined ? '' : notLookedAtLine(plan.notLookedAt)
  const parts = [
    table,
    foreign === '' ? '' : `${mdText(foreign)}.`,
    blind === '' ? '' : `${mdText(shorten(capitalise(blind), characters))}.`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : `#### Kept\n\n${parts.join('\n\n')}`
}

/** The steps of a cleanup that were carried out. */
export function deletedSteps({ events }: Pick<ConfigResult, 'events'>): readonly Step[] {
  return events.flatMap((event) =>
    event.type === 'step-ended' && event.how === 'done' ? [event.step] : [],
  )
}

/** `deleted 1 pool and 3 images, kept 12`; of a dry run what would be. */
export function describeCleanup(results: readonly ConfigResult[], dryRun: boolean): string {
  const steps = results.flatMap((result) =>
    dryRun ? (result.plan?.steps ?? []) : deletedSteps(result),
  )
  const count = (kind: Step['kind']): number => steps.filter((step) => step.kind === kind).length
  const counts: ForeignCounts = {
    pool: count('delete-pool'),
    'image-version': count('delete-image-version'),
    image: count('delete-image'),
    snapshot: count('delete-snapshot'),
  }
  const kept = results.flatMap(({ plan }) => plan?.keep ?? []).length
  const did = dryRun ? 'would delete' : 'deleted'
  return `${did} ${countsOf(counts)}, ${dryRun ? 'keep' : 'kept'} ${String(kept)}`
}
