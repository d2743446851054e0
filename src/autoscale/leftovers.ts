/** What other programs leave in a formula, or put into it: templates, shells, escaping, word processors. */

interface Advice {
  readonly message: string
  readonly help: string
}

/** Longer ones are no placeholders, and looking for their ends takes time. */
const longestPlaceholder = 200

const placeholders: readonly (readonly [RegExp, string])[] = [
  [/\$\{\{[^\n]*?\}\}/y, 'an expression of GitHub Actions'],
  [/\{\{[^\n]*?\}\}/y, 'a placeholder of a template'],
  [/\{%[^\n]*?%\}/y, 'a tag of a template'],
  [/<%[^\n]*?%>/y, 'a placeholder of a template'],
  [/\$\{[^\n{}]*\}/y, 'a placeholder of a shell or template'],
  [/\$\([^\n()]*\)/y, 'a placeholder of a shell or pipeline'],
  [/#\{[^\n{}]*\}#?/y, 'a placeholder for a tool that replaces tokens'],
  [/@\{[^\n{}]*\}|@\([^\n()]*\)|@@?[A-Za-z_]\w*@?@?/y, 'a placeholder of a template'],
  [/%[A-Za-z_]\w*%/y, 'a variable of the Windows shell'],
  [
    /\[(?:parameters|variables|concat|format|reference)\([^\n]*?\)\]/y,
    'an expression of an ARM template',
  ],
  [/\{[A-Za-z_][\w.]*\}/y, 'a placeholder of a template'],
]

/** A placeholder that begins here and was never filled in. */
export function placeholderAt(
  formula: string,
  offset: number,
): (Advice & { readonly text: string }) | undefined {
  if (!'${<#@%['.includes(formula.charAt(offset))) return undefined
  const near = formula.slice(offset, offset + longestPlaceholder)
  for (const [pattern, what] of placeholders) {
    pattern.lastIndex = 0
    const text = pattern.exec(near)?.[0]
    if (text === undefined) continue
    return {
      text,
      message: `'${text.length > 60 ? `${text.slice(0, 60)}…` : text}' looks like ${what} that was not filled in`,
      help: 'fill it in before the formula gets here, or write the value',
    }
  }
  return undefined
}

export const entityPattern = /&(?:lt|gt|amp|quot|apos|#\d{1,7}|#[xX][\da-fA-F]{1,6});/y
const namedEntities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])

/** The character that an XML entity stands for. */
export function entityMeaning(entity: string): string {
  const name = entity.slice(1, -1)
  const named = namedEntities.get(name)
  if (named !== undefined) return named
  const isHex = /^#[xX]/.test(name)
  const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '?'
}

export function isQuoteMark(char: string): boolean {
  return "'`‘’‚‛“”„‟«»″＂".includes(char)
}

const foreignMarks: ReadonlyMap<string, string> = new Map([
  ...'‐‑‒–—―−－'.split('').map((dash): [string, string] => [dash, '-']),
  ['×', '*'],
  ['∗', '*'],
  ['＊', '*'],
  ['÷', '/'],
  ['∕', '/'],
  ['／', '/'],
  ['＋', '+'],
  ['≤', '<='],
  ['≥', '>='],
  ['≠', '!='],
  ['＝', '='],
  ['＜', '<'],
  ['＞', '>'],
  ['（', '('],
  ['）', ')'],
  ['，', ','],
  ['；', ';'],
  [';', ';'],
  ['：', ':'],
  ['？', '?'],
  ['∧', '&&'],
  ['∨', '||'],
  ['¬', '!'],
])

/** What a character from elsewhere was meant for. */
export function foreignMark(char: string): string | undefined {
  return foreignMarks.get(char)
}

export function foreignAdvice(char: string, means: string | undefined): Advice {
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  const isShown = /^[\p{L}\p{P}\p{S}]$/u.test(char)
  const message = `${isShown ? `'${char}'` : `the character U+${code}`} is not part of the language`
  if (means === undefined) return { message, help: 'remove it' }
  return { message, help: `write ${means}; a word processor or a web page may have replaced it` }
}

export function escapeAdvice(two: string): Advice {
  const message = `a backslash is not part of the language: '${/^\\\s?$/.test(two) ? '\\' : two}'`
  if (two === '\\"') return { message, help: 'write plain double quotes, as in time("...")' }
  if (/^\\[nrt]$/.test(two)) {
    return { message, help: 'it was escaped twice: write a real line break, or a space' }
  }
  if (two === '\\$') return { message, help: 'write the dollar sign alone' }
  return { message, help: 'remove it' }
}
