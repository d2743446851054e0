/** A Markdown table; the cells are Markdown already, without line breaks. Empty without rows. */
export function mdTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  most = 200,
): string {
  if (rows.length === 0) return ''
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const shown = rows.slice(0, most)
  const left = rows.length - shown.length
  return [
    line(head),
    line(head.map(() => '---')),
    ...shown.map(line),
    ...(left === 0 ? [] : ['', `… and ${String(left)} more.`]),
  ].join('\n')
}
