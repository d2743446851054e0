/**
 * How a node reads the command line of a start task: it splits it into words and starts the first one; no shell is
 * involved (https://learn.microsoft.com/azure/batch/batch-compute-node-environment-variables). So operators of a shell
 * mean something only inside the one word that a shell is handed.
 */
export interface Word {
  readonly text: string
  /** Where it begins and ends in the line. */
  readonly start: number
  readonly end: number
  readonly isQuoted: boolean
}

export interface CommandLine {
  readonly words: readonly Word[]
  /** A quote that is opened and not closed. */
  readonly openQuote?: string
}

/** The line without what quotes protect: from every shell, or from all but what double quotes let through (`$HOME`, `%PATH%`). */
export function bareText(
  line: string,
  isWindows: boolean,
): { operators: string; variables: string } {
  const [single, double] = [/'[^']*'/g, /"(?:\\.|[^"\\])*"/g]
  const variables = isWindows ? line : line.replace(single, "''")
  return { variables, operators: variables.replace(double, '""') }
}

/** Linux nodes know both quotes and the backslash, Windows nodes the double quote alone. */
export function splitCommandLine(line: string, isWindows: boolean): CommandLine {
  const quotes = isWindows ? '"' : '"\''
  const words: Word[] = []
  let at = 0
  while (at < line.length) {
    while (at < line.length && /\s/.test(line.charAt(at))) at += 1
    if (at >= line.length) break
    const start = at
    let text = ''
    let quote = ''
    let isQuoted = false
    for (; at < line.length && (quote !== '' || !/\s/.test(line.charAt(at))); at += 1) {
      const sign = line.charAt(at)
      if (quote === '' && quotes.includes(sign)) {
        quote = sign
        isQuoted = true
      } else if (sign === quote) quote = ''
      else if (sign === '\\' && !isWindows && quote !== "'" && at + 1 < line.length) {
        at += 1
        const next = line.charAt(at)
        // Within double quotes it protects these alone, and stays before all others.
        text += quote === '"' && !'"\\$`'.includes(next) ? sign + next : next
      } else text += sign
    }
    words.push({ text, start, end: at, isQuoted })
    if (quote !== '') return { words, openQuote: quote }
  }
  return { words }
}

const posixShell = /^(?:.*\/)?(?:ba|da|z|k)?sh$/
const interpreter = /^(?:.*\/)?(?:python[\d.]*|perl|ruby|node|(?:ba|da|z|k)?sh)$/
/** Programs that start another one: they and their own arguments come before it. */
const wrapper = /^(?:.*\/)?(?:sudo|env|nice|nohup|timeout|time|stdbuf|setsid|ionice|exec)$/
const operator = /^(?:&&|\|\|?|;|&|\d?>>?(?:&\d)?|<)$|;$|^\d?>>?\S|^&&|^\|\|/

/** What a shell or an interpreter of the line never understands, though it is written for it. */
export interface LostWords {
  /** The shell as written. */
  readonly shell: string
  /** The one word that it runs; undefined without `-c`. */
  readonly script: string | undefined
  /** The rest of the line, which it does not run. */
  readonly rest: string
  /** The whole line as it was meant. */
  readonly rewritten: string
  /** The shell gets it all, and takes the quotes for a part of the name of a program. */
  readonly isMisread?: true
}

/** Undefined where all of the line reaches the shell, or there is none on a Linux node. */
export function lostWords(line: string): LostWords | undefined {
  const { words, openQuote } = splitCommandLine(line, false)
  if (openQuote !== undefined) return undefined
  const first = indexOfProgram(words)
  const program = words[first]
  if (program === undefined || !interpreter.test(program.text)) return undefined
  const after = words.slice(first + 1)
  const option = posixShell.test(program.text)
    ? after.findIndex(({ text, isQuoted }) => !isQuoted && /^-[a-z]*c$/.test(text))
    : -1
  if (option === -1) return withoutScript(line, { words, first })
  const script = after[option + 1]
  const rest = after.slice(option + 2)
  const [lost] = rest
  if (script === undefined || lost === undefined) return undefined
  const isParameter = /\$[0-9@*#]|\$\{[0-9@*#]/.test(script.text)
  if (isParameter && !rest.some(isOperator)) return undefined
  const tail = line.slice(lost.start)
  const head = line.slice(0, script.start)
  return {
    shell: program.text,
    script: script.text,
    rest: tail,
    rewritten: `${head}${quoteWord(`${script.text} ${tail}`)}`,
  }
}

/** The shell of the line and what its `-c` runs: '' for nothing. Undefined without such a shell. */
export function scriptOf(line: string): { shell: string; script: string } | undefined {
  const { words, openQuote } = splitCommandLine(line, false)
  const first = indexOfProgram(words)
  const program = words[first]
  if (openQuote !== undefined || program === undefined || !posixShell.test(program.text)) {
    return undefined
  }
  const after = words.slice(first + 1)
  const option = after.findIndex(({ text, isQuoted }) => !isQuoted && /^-[a-z]*c$/.test(text))
  return option === -1
    ? undefined
    : { shell: program.text, script: after[option + 1]?.text.trim() ?? '' }
}

/**
 * A quote that does not close in a script: the node hands it over, and the shell refuses it. Undefined also where quotes alone
 * do not tell it: with comments, here-documents, substitutions.
 */
export function openQuoteOf(script: string): string | undefined {
  if (/#|<<|\$\(|`|\n/.test(script)) return undefined
  return splitCommandLine(script, false).openQuote
}

function isOperator({ text, isQuoted }: Word): boolean {
  return !isQuoted && operator.test(text)
}

/** Not indented, and no option: a further command, and not an argument of the one before it. */
function beginsLine({ text, start }: Word, line: string): boolean {
  return line.charAt(start - 1) === '\n' && !text.startsWith('-')
}

/** `bash setup.sh && ./more.sh`: a script with arguments that were meant for a shell. */
function withoutScript(
  line: string,
  { words, first }: { words: readonly Word[]; first: number },
): LostWords | undefined {
  const program = words[first]
  const named = words[first + 1]
  // `sh setup.sh; echo done`: the semicolon is part of the name.
  const isGlued = named !== undefined && !named.isQuoted && /[^;];$/.test(named.text)
  const lost = isGlued
    ? words[first + 2]
    : words.slice(first + 2).find((word) => isOperator(word) || beginsLine(word, line))
  if (lost === undefined || program === undefined) return undefined
  return {
    shell: program.text,
    script: undefined,
    rest: line.slice(lost.start),
    rewritten: `/bin/sh -c ${quoteWord(line.trim())}`,
  }
}

function indexOfProgram(words: readonly Word[]): number {
  let at = 0
  let isAfterWrapper = false
  while (at < words.length) {
    const text = words[at]?.text ?? ''
    const isOwnArgument = isAfterWrapper && /^(-\S*|\w+=.*|[\d.]+[smhd]?)$/.test(text)
    if (!wrapper.test(text) && !isOwnArgument) return at
    isAfterWrapper = true
    at += 1
  }
  return at
}

/** One word of the text, as a node splits words. */
export function quoteWord(text: string): string {
  if (!text.includes("'")) return `'${text}'`
  return `"${text.replace(/(["\\])/g, '\\$1')}"`
}

const commandShell = /^(?:.*[\\/])?cmd(?:\.exe)?$/i
const windowsShell = /^(?:.*[\\/])?(?:powershell|pwsh)(?:\.exe)?$/i
const windowsInterpreter = /^(?:.*[\\/])?(?:python[\d.]*|py|perl|ruby|node|bash|sh)(?:\.exe)?$/i

/** The same on a Windows node. After `/c` cmd takes the rest of the line as it is, and so does PowerShell after -Command. */
export function lostWordsOnWindows(line: string): LostWords | undefined {
  const { words, openQuote } = splitCommandLine(line, true)
  const [program, ...after] = words
  if (openQuote !== undefined || program === undefined) return undefined
  if (commandShell.test(program.text)) {
    const option = after.findIndex(({ text }) => /^\/[ckr]/i.test(text))
    const script = after[option + 1]
    if (option !== -1)
      return script === undefined ? undefined : inSingleQuotes(line, program, script)
    const [first] = after
    if (first === undefined) return undefined
    const rest = line.slice(first.start)
    return notRun(program, rest, `${program.text} /c ${rest}`)
  }
  const isScript =
    windowsInterpreter.test(program.text) ||
    (windowsShell.test(program.text) &&
      after.some(({ text }) => /^-f(?:i(?:l(?:e)?)?)?$|\.ps1$/i.test(text)) &&
      !after.some(({ text }) => /^-c(?:ommand)?$/i.test(text)))
  const first = isScript ? after.slice(1).find(isOperator) : undefined
  return first && notRun(program, line.slice(first.start), `cmd /c ${line.trim()}`)
}

/** cmd knows no single quotes: `'a` is the name of a program that nobody has. */
function inSingleQuotes(line: string, program: Word, script: Word): LostWords | undefined {
  const text = line.slice(script.start).trim()
  if (!/^'[\s\S]*'$/.test(text)) return undefined
  const rewritten = `${line.slice(0, script.start)}"${text.slice(1, -1)}"`
  return { ...notRun(program, text, rewritten), isMisread: true }
}

function notRun({ text }: Word, rest: string, rewritten: string): LostWords {
  return { shell: text, script: undefined, rest, rewritten }
}
