/** How the benchmark prints its figures. */

export function say(what: string, figure: string, target = ''): void {
  console.log(`${what.padEnd(58)}${figure.padStart(12)}   ${target}`.trimEnd())
}

export function ratio(a: number | undefined, b: number | undefined): string {
  return a === undefined || b === undefined ? 'not measured' : `x${(a / b).toFixed(2)}`
}

export function ms(figure: number): string {
  return figure < 10_000 ? `${figure.toFixed(0)} ms` : `${(figure / 1000).toFixed(1)} s`
}

export function mb(figure: number | undefined): string {
  return figure === undefined ? 'not measured' : `${figure.toFixed(0)} MB`
}
