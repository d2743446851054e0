import type { FormulaSweep, SweepRow } from '../autoscale/sweep.js'
import type { ConfigResult } from '../outcome/result.js'
import { mdText } from './escape.js'
import { mdTable } from './markdown-table.js'
import { fence } from './summary-charts.js'

/** What the pool's autoscale formula yields, as a table and a chart; empty where there is none. */
export function formulaSection({ formula }: ConfigResult): string {
  if (formula === undefined) return ''
  const { sweep, present } = formula
  const head = ['waiting tasks', 'dedicated', 'low-priority']
  const rows = sweep.rows.map((row, index) => {
    const old = present?.rows[index] ?? present?.rows.at(-1)
    return [
      String(row.pendingTasks),
      cell(row, 'dedicated', old),
      cell(row, 'lowPriority', old),
      [row.error, ...row.doubts]
        .filter((note) => note !== undefined)
        .map(mdText)
        .join('; '),
    ]
  })
  return [
    '#### Autoscale formula',
    '',
    'Nodes that it asks for while so many tasks have been waiting for a while and none runs. The load of now was not read.',
    present === undefined ? '' : 'In brackets: by the formula that the pool has now.',
    '',
    mdTable([...head, ''], rows),
    '',
    chart(sweep),
  ].join('\n')
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
