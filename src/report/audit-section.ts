import type { Ending } from '../outcome/inventory.js'
import { isGood, type RunReport } from '../outcome/result.js'
import { nameOfId } from '../shared/arm-id.js'
import { mdCode, mdText } from './escape.js'
import { mdTable } from './markdown-table.js'
import { findingsSection, titled } from './summary-sections.js'

const mostRows = 100
const mostPools = 5

/** How many of the audited pools are in order. */
export function auditHeadline({ results }: Pick<RunReport, 'results'>): string {
  const bad = results.filter(
    ({ outcome, findings }) =>
      !isGood(outcome) || findings.some(({ severity }) => severity !== 'notice'),
  ).length
  const all = `${String(results.length)} audited`
  return bad === 0 ? `${all}, all in order` : `${all}, ${String(bad)} with findings`
}

/** The findings of all pools in one table, what ends soon, and what was not looked at. */
export function auditSections(report: RunReport): readonly string[] {
  const { results, inventory } = report
  const findings = results.flatMap((result) => result.findings)
  return [
    findingsSection(findings, 'Findings', report),
    endingsSection(inventory?.endings ?? []),
    notLookedAtSection(inventory?.notLookedAt ?? []),
  ]
}

function endingsSection(endings: readonly Ending[]): string {
  const rows = endings
    .slice(0, mostRows)
    .map(({ on, kind, name, pools }) => [
      on ?? 'no date known',
      `${kind} ${mdCode(name.startsWith('/') ? nameOfVersion(name) : name)}`,
      poolNames(pools),
    ])
  const table = mdTable(['ends', 'what', 'pools'], rows, endings.length)
  return titled('What ends within 180 days, or is over', table)
}

/** `render-node/1.0.3` */
function nameOfVersion(id: string): string {
  const parts = id.split('/')
  return `${parts.at(-3) ?? ''}/${parts.at(-1) ?? ''}`
}

function poolNames(ids: readonly string[]): string {
  const names = ids.slice(0, mostPools).map((id) => mdCode(nameOfId(id)))
  const left = ids.length - names.length
  return [...names, ...(left === 0 ? [] : [`${String(left)} more`])].join(', ')
}

function notLookedAtSection(all: readonly { readonly id: string; readonly why: string }[]): string {
  const rows = all.slice(0, mostRows).map(({ id, why }) => [mdCode(nameOfId(id)), mdText(why)])
  return titled('Not looked at', mdTable(['what', 'why'], rows, all.length))
}
