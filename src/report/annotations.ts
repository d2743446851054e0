import type { Annotation } from '../ports/host.js'
import type { Finding, Origin } from '../shared/finding.js'
import { logLine } from './escape.js'

/** `render.yml:4:10`, `input pool:3:5`, or nothing for a default. */
export function formatOrigin(at: Origin): string {
  if (at.kind === 'default') return ''
  const where = at.kind === 'file' ? at.file : `input ${at.input}`
  return at.span === undefined
    ? where
    : `${where}:${String(at.span.line)}:${String(at.span.column)}`
}

/** A finding as an annotation: at its line where it has one, naming its place in words where it has none. */
export function toAnnotation(finding: Finding): Annotation {
  const { rule, severity, message, help, at } = finding
  const place = at.kind === 'file' ? '' : formatOrigin(at)
  const said = help === '' ? message : `${message}; ${help}`
  return {
    severity,
    title: logLine(rule),
    message: logLine(place === '' ? said : `${place}: ${said}`),
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
    : { line, endLine: lastLine }
}

/** A finding for the log: its place and what is wrong, then what to do. */
export function findingLines(finding: Finding): readonly string[] {
  const { rule, severity, message, help, docs, at, snippet } = finding
  const place = formatOrigin(at)
  return [
    `${place === '' ? '' : `${place}: `}${severity}: ${message} [${rule}]`,
    ...(snippet?.split('\n').map((line) => `    | ${line}`) ?? []),
    ...(help === '' ? [] : [`    ${help}`]),
    ...(docs === undefined ? [] : [`    ${docs}`]),
  ].map(logLine)
}
