/**
 * A Markdown table; the cells are Markdown already, without line breaks. Empty without rows. `total`: how many
 * rows there would be, where only the first are given.
 */
export function mdTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  total = rows.length,
): string {
  if (rows.length === 0) return ''
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const left = total - rows.length
  return [
    line(head),
    line(head.map(() => '---')),
    ...rows.map(line),
    ...(left === 0 ? [] : ['', `… and ${String(left)} more.`]),
  ].join('\n')
}
