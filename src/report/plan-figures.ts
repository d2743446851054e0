import type { Plan, PlanFigures, Step } from '../model/step.js'
import type { Json } from '../shared/json.js'
import { mdBlock, mdText, redactJson } from './escape.js'
import { mdTable } from './markdown-table.js'
import { nameOfId } from '../shared/arm-id.js'

/** Rows of what, now, after: what a plan comes to. Empty where nothing is known of it. */
function rowsOf({ nodes, cores = [], usdPerHour, vmSize }: PlanFigures): readonly string[][] {
  const kinds = [
    ['dedicated', 'dedicated nodes'],
    ['spot', 'Spot (low-priority) nodes'],
  ] as const
  return [
    ...kinds.flatMap(([kind, what]) =>
      nodes === undefined || nodes.before[kind] + nodes.after[kind] === 0
        ? []
        : [
            [
              `${what}${vmSize === undefined ? '' : ` of ${vmSize}`}`,
              String(nodes.before[kind]),
              String(nodes.after[kind]),
            ],
          ],
    ),
    ...cores.map(({ kind, before, after }) => [
      `${kind === 'spot' ? 'Spot' : 'dedicated'} cores of the pool`,
      String(before),
      String(after),
    ]),
    ...cores.flatMap(({ quota }) =>
      quota === undefined
        ? []
        : [
            [
              `${quota.of} in use, of ${String(quota.limit)}`,
              String(quota.usedBefore),
              String(quota.usedAfter),
            ],
          ],
    ),
    ...(usdPerHour === undefined
      ? []
      : [['list price per hour (USD)', usd(usdPerHour.before), usd(usdPerHour.after)]]),
  ]
}

function usd(amount: number): string {
  return amount.toFixed(2)
}

/** What the price is of, and what it leaves out. */
function notes({ usdPerHour, replicas }: PlanFigures): readonly string[] {
  return [
    ...(usdPerHour === undefined
      ? []
      : [
          `List price of the nodes in ${usdPerHour.location}, ${usdPerHour.osType}; disks, licences, traffic and your discounts are not included, and Spot prices change.`,
        ]),
    ...(replicas === undefined ? [] : [replicaNote(replicas)]),
  ]
}

function replicaNote({
  count,
  regions,
  gigabytesEach,
}: NonNullable<PlanFigures['replicas']>): string {
  const what = `${String(count)} ${count === 1 ? 'replica' : 'replicas'} in ${String(regions)} ${regions === 1 ? 'region' : 'regions'}`
  if (gigabytesEach === undefined) return `The gallery version: ${what}.`
  return `The gallery version: ${what}, at most ${String(gigabytesEach)} GB each.`
}

/** For the summary and the comment. */
export function figuresBlock({ figures }: Plan): string {
  if (figures === undefined) return ''
  const table = mdTable(
    ['', 'now', 'after'],
    rowsOf(figures).map((row) => row.map(mdText)),
  )
  return [table, ...notes(figures).map(mdText)].filter((part) => part !== '').join('\n\n')
}

/** For the log. */
export function figuresLines({ figures }: Plan): readonly string[] {
  if (figures === undefined) return []
  const rows = rowsOf(figures).map(([what = '', now = '', after = '']) =>
    now === after ? `${what}: ${after}` : `${what}: ${now} -> ${after}`,
  )
  return [...rows, ...notes(figures)]
}

/** All that a plan writes, folded, with what may be secret hidden; `mostCharacters` of each. */
export function writtenBlocks({ steps }: Plan, mostCharacters: number): readonly string[] {
  return steps.flatMap((step) =>
    bodiesOf(step).map(([id, body]) => {
      const text = JSON.stringify(redactJson(body), undefined, 2)
      const shown = text.length > mostCharacters ? `${text.slice(0, mostCharacters)}\n… cut` : text
      const title = `What is written to ${nameOfId(id)}`
      return `<details><summary>${mdText(title)}</summary>\n\n${mdBlock(shown)}\n\n</details>`
    }),
  )
}

function bodiesOf(step: Step): readonly (readonly [string, Json])[] {
  if (step.kind === 'create-snapshots') {
    return step.snapshots.map(({ id, body }) => [id, body] as const)
  }
  return 'body' in step ? [[step.resource, step.body]] : []
}
