import type { Annotation } from '../ports/host.js'
import type { Finding, Origin } from '../shared/finding.js'
import { logLine } from './escape.js'
import { keepEnds } from './limits.js'
import { rulePage } from './rule-page.js'
import { shorten } from './shorten.js'

/** `render.yml:4:10`, `input pool:3:5`, the ID of a resource, or nothing for a default. */
export function formatOrigin(at: Origin): string {
  if (at.kind === 'default') return ''
  if (at.kind === 'resource') return at.id
  const where = at.kind === 'file' ? at.file : `input ${at.input}`
  return at.span === undefined
    ? where
    : `${where}:${String(at.span.line)}:${String(at.span.column)}`
}

/** A finding as an annotation: at its line where it has one, naming its place in words where it has none and the message does not. */
export function toAnnotation(finding: Finding): Annotation {
  const { rule, severity, message, help, at } = finding
  const isNamed = at.kind === 'input' && at.span === undefined && message.startsWith(`${at.input} `)
  const place = at.kind === 'file' || isNamed ? '' : formatOrigin(at)
  const said = help === '' ? message : `${message}; ${help}`
  return {
    severity,
    // GitHub takes 255 characters of a title (https://docs.github.com/rest/checks/runs).
    title: shorten(logLine(rule), 255),
    message: keepEnds(logLine(place === '' ? said : `${place}: ${said}`)),
    ...(at.kind === 'file' ? { file: at.file, ...linesOf(at.span) } : {}),
  }
}

function linesOf(
  span: Extract<Origin, { kind: 'file' }>['span'],
): Pick<Annotation, 'line' | 'endLine' | 'column' | 'endColumn'> {
  const { line, column, endLine, endColumn } = span
  // A span that ends before the first character of a line ends on the line before it.
  const lastLine = endColumn === 1 && endLine > line ? endLine - 1 : endLine
  return lastLine === line
    ? { line, endLine: line, column, endColumn: endLine === line ? endColumn : column }
    : { line, endLine: lastLine, column }
}

/** What the log says of a finding beneath its annotation, whose sentence the log shows already. */
export function detailLines(finding: Finding, rulesPage?: string): readonly string[] {
  const { rule, docs, at, snippet } = finding
  const place = at.kind === 'file' ? `${formatOrigin(at)} ` : ''
  return [
    `    ${place}[${rule}]`,
    ...(snippet?.split('\n').map((line) => `    | ${line}`) ?? []),
    `    ${rulePage(rule, rulesPage)}`,
    ...(docs === undefined ? [] : [`    ${docs}`]),
  ].map(logLine)
}
