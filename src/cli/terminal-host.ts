import type { Annotation, Host } from '../ports/host.js'
import { colourOfLine, painter, severityColours, type Paint } from './colours.js'
import type { GivenInputs } from './read-inputs.js'
import type { Mode } from './run-commands.js'
import type { Terminal } from './terminal.js'

/** A host on a terminal: findings and progress go to stderr, results to stdout, and no line is a workflow command. */
export function createTerminalHost(
  terminal: Terminal,
  mode: Mode,
  { flags, operands }: GivenInputs,
): { readonly host: Host } {
  const isJson = flags.get('json') === 'true'
  const paintErr = painter(terminal.hasColours)
  const paintOut = painter(terminal.machine.hasColouredResults)
  const inputs = new Map([...flags, ['mode', mode], ...configOf(flags, operands)])
  const say = (line: string): void => {
    terminal.err(`${line}\n`)
  }
  const host: Host = {
    isTerminal: true,
    log: {
      info: (line) => {
        say(coloured(paintErr, line))
      },
      result: (line) => {
        if (!isJson) terminal.out(`${coloured(paintOut, line)}\n`)
      },
      debug: (line) => {
        if (flags.get('verbose') === 'true') say(paintErr('dim', line))
      },
      startGroup: (title) => {
        say(paintErr('bold', title))
      },
      endGroup: () => undefined,
      annotate: (annotation, details = []) => {
        say(annotationLine(paintErr, annotation))
        // The place and the rule stand in the line above already.
        const [, ...rest] = details
        for (const line of rest) say(paintErr('dim', line))
      },
      fail: (message) => {
        for (const line of message.split('\n')) say(paintErr('red', line))
      },
    },
    run: {},
    env: terminal.env,
    workspace: terminal.folder,
    input: (name) => inputs.get(name) ?? '',
    setOutput: () => undefined,
    writeSummary: () => undefined,
    writeFile: terminal.machine.writeFile,
    saveState: () => undefined,
    state: () => '',
    journal: mode === 'apply' ? terminal.machine.journalOf(operands) : undefined,
    comment: async () => await Promise.resolve({ kind: 'no-pull-request' }),
    review: async () =>
      await Promise.resolve({
        kind: 'none',
        message: 'a terminal is no run of a merged pull request',
        help: 'give the hash itself',
      }),
    setSecret: () => undefined,
    getIdToken: undefined,
  }
  return { host }
}

/** Operands are config files. */
function configOf(
  flags: GivenInputs['flags'],
  operands: readonly string[],
): readonly [string, string][] {
  const all = [flags.get('config') ?? '', ...operands].filter((line) => line !== '')
  return [['config', all.join('\n')]]
}

function coloured(paint: Paint, line: string): string {
  const colour = colourOfLine(line)
  return colour === undefined ? line : paint(colour, line)
}

/** `batch/render.yml:4:10: error: …`, as compilers write it, for editors to find the place. */
function annotationLine(paint: Paint, annotation: Annotation): string {
  const { severity, message, title, file, line, column } = annotation
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  const rule = title === undefined ? '' : paint('dim', ` [${title}]`)
  const at = place === '' ? '' : `${paint('bold', place)}: `
  return `${at}${paint(severityColours[severity], `${severity}:`)} ${message}${rule}`
}
