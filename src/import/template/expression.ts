/** An expression of an ARM template: `concat(parameters('a'), '/b').c[0]`. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'property'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'item'; readonly of: Expression; readonly index: Expression }

/** Deeper ones are no template that anybody wrote. */
const deepest = 100

/** The expression inside of `[...]`; undefined where the text is not one, or cannot be read. */
export function parseExpression(text: string): Expression | undefined {
  const reader: Reader = { text, at: 0 }
  const parsed = readExpression(reader, 0)
  skipSpace(reader)
  return reader.at === text.length ? parsed : undefined
}

interface Reader {
  readonly text: string
  at: number
}

function readExpression(reader: Reader, depth: number): Expression | undefined {
  if (depth > deepest) return undefined
  skipSpace(reader)
  let here = readPrimary(reader, depth)
  while (here !== undefined) {
    skipSpace(reader)
    if (take(reader, '.')) {
      const name = takeName(reader)
      here = name === undefined ? undefined : { kind: 'property', of: here, name }
    } else if (take(reader, '[')) {
      const index = readExpression(reader, depth + 1)
      skipSpace(reader)
      if (index === undefined || !take(reader, ']')) return undefined
      here = { kind: 'item', of: here, index }
    } else return here
  }
  return undefined
}

function readPrimary(reader: Reader, depth: number): Expression | undefined {
  const rest = reader.text.slice(reader.at)
  const quoted = /^'((?:[^']|'')*)'/.exec(rest)
  if (quoted !== null) {
    reader.at += quoted[0].length
    return { kind: 'literal', value: (quoted[1] ?? '').replaceAll("''", "'") }
  }
  const number = /^-?\d+/.exec(rest)
  if (number !== null) {
    reader.at += number[0].length
    return { kind: 'literal', value: Number(number[0]) }
  }
  const name = takeName(reader)
  if (name === undefined) return undefined
  skipSpace(reader)
  if (!take(reader, '(')) return undefined
  const args: Expression[] = []
  skipSpace(reader)
  if (take(reader, ')')) return { kind: 'call', name, args }
  for (;;) {
    const arg = readExpression(reader, depth + 1)
    if (arg === undefined) return undefined
    args.push(arg)
    skipSpace(reader)
    if (take(reader, ')')) return { kind: 'call', name, args }
    if (!take(reader, ',')) return undefined
  }
}

function takeName(reader: Reader): string | undefined {
  const found = /^[A-Za-z_][\w.]*?(?=[^\w.]|\.|$)/.exec(reader.text.slice(reader.at))
  if (found === null) return undefined
  reader.at += found[0].length
  return found[0]
}

function take(reader: Reader, token: string): boolean {
  if (reader.text[reader.at] !== token) return false
  reader.at += 1
  return true
}

function skipSpace(reader: Reader): void {
  while (/\s/.test(reader.text[reader.at] ?? '')) reader.at += 1
}
