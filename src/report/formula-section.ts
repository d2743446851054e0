import type { FormulaSweep, SweepRow } from '../autoscale/sweep.js'
import type { FormulaNow } from '../model/facts.js'
import type { ConfigResult } from '../outcome/result.js'
import { mdText } from './escape.js'
import { mdTable } from './markdown-table.js'
import { fence } from './summary-charts.js'

/** What the pool's autoscale formula yields, as a table and a chart; empty where there is none. */
export function formulaSection({ formula }: ConfigResult): string {
  if (formula === undefined) return ''
  const { sweep, present, now } = formula
  const head = ['waiting tasks', 'dedicated', 'low-priority', '']
  const swept = sweep.rows.map((row, index) =>
    rowOf(String(row.pendingTasks), row, present?.rows[index] ?? present?.rows.at(-1)),
  )
  const parts = [
    '#### Autoscale formula',
    'Nodes that it asks for while so many tasks have been waiting for a while and none runs.',
    mostOf(sweep),
    present === undefined
      ? ''
      : `The pool has another formula now; what that one yields is in brackets where it differs. ${mostOf(present)}`,
    nowSentence(now),
    mdTable(head, [...nowRows(now), ...swept]),
    chart(sweep),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function mostOf({ most, isUnbounded }: FormulaSweep): string {
  const nodes = `${String(most.dedicated)} dedicated and ${String(most.lowPriority)} low-priority nodes`
  return isUnbounded
    ? `It has no bound of its own: at the greatest load it asks for ${nodes}.`
    : `The most that it can ask for: ${nodes}.`
}

function nowSentence(now: FormulaNow | undefined): string {
  if (now === undefined) return ''
  return 'leftOut' in now ? `The load of now is left out: ${mdText(now.leftOut)}.` : ''
}

function nowRows(now: FormulaNow | undefined): readonly (readonly string[])[] {
  if (now === undefined || 'leftOut' in now) return []
  const { waiting, running, row, present } = now
  return [rowOf(`**now**: ${String(waiting)}, and ${String(running)} running`, row, present)]
}

function rowOf(title: string, row: SweepRow, old: SweepRow | undefined): readonly string[] {
  const notes = [row.error, ...row.doubts].filter((note) => note !== undefined)
  const cells = [cell(row, 'dedicated', old), cell(row, 'lowPriority', old)]
  return [title, ...cells, notes.map(mdText).join('; ')]
}

function cell(row: SweepRow, kind: 'dedicated' | 'lowPriority', old: SweepRow | undefined): string {
  const nodes = String(row.targets[kind])
  const before = old === undefined ? nodes : String(old.targets[kind])
  return before === nodes ? nodes : `${nodes} (${before})`
}

function chart({ rows }: FormulaSweep): string {
  const nodes = rows.map(({ targets }) => targets.dedicated + targets.lowPriority)
  return fence([
    'xychart-beta',
    '    title "Nodes by waiting tasks"',
    `    x-axis "waiting tasks" [${rows.map(({ pendingTasks }) => String(pendingTasks)).join(', ')}]`,
    `    y-axis "nodes" 0 --> ${String(Math.max(1, ...nodes))}`,
    `    bar [${nodes.join(', ')}]`,
  ])
}
