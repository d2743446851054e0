import type { Severity } from '../shared/finding.js'

const codes = { red: 31, green: 32, yellow: 33, cyan: 36, dim: 2, bold: 1 } as const
export type Colour = keyof typeof codes

export type Paint = (colour: Colour, text: string) => string

export function painter(isOn: boolean): Paint {
  return (colour, text) =>
    isOn && text !== '' ? `\u001b[${String(codes[colour])}m${text}\u001b[0m` : text
}

export const severityColours: Readonly<Record<Severity, Colour>> = {
  error: 'red',
  warning: 'yellow',
  notice: 'cyan',
}

/** The colour of a line of a plan or of an outcome. */
export function colourOfLine(line: string): Colour | undefined {
  const outcome = /^outcome: (\w+)/.exec(line)?.[1]
  if (outcome !== undefined)
    return outcome === 'failed' || outcome === 'cancelled' ? 'red' : 'green'
  const mark = /^\s*([+~-]) /.exec(line)?.[1]
  if (mark === '+') return 'green'
  if (mark === '~') return 'yellow'
  return mark === '-' ? 'red' : undefined
}
