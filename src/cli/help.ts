import type { ActionInput } from '../inputs/action-input.js'
import type { Command } from './command.js'
import { isRepeated } from './input-flags.js'

const program = 'image-to-pool'
const width = 100
const widestName = 34

type Row = readonly [string, string]

/** What `--help` shows. */
export function overview(commands: readonly Command[]): string {
  return lines([
    `${program} COMMAND [CONFIG...] [--INPUT VALUE...]`,
    '',
    'From snapshots to an Azure Batch pool with ready nodes, checked before anything is written.',
    '',
    ...table(commands.map(({ name, summary }): Row => [name, summary])),
    '',
    `${program} COMMAND --help   how a command is called`,
    `${program} --version`,
    '',
    'Every input of the action is a flag of its name; one that holds a list is repeated, a boolean may',
    'stand alone. Results go to stdout, progress and findings to stderr. The exit status is 0 for',
    'success, 1 for a failure or findings, 2 for a call that cannot be understood.',
    '',
    'A first look, without an account:',
    `  ${program} plan batch/render.yml --environment simulator`,
    'From a pool that exists to its config:',
    `  az batch pool show --pool-id render | ${program} import - > batch/render.yml`,
  ])
}

/** What `COMMAND --help` shows. */
export function helpOf({ usage, summary, flags, inputs = [], examples = [] }: Command): string {
  const groups = [...new Set(inputs.map(({ group }) => group))]
  return lines([
    `${program} ${usage}`,
    '',
    summary,
    ...(examples.length === 0 ? [] : ['', ...examples.map((example) => `  ${example}`)]),
    '',
    ...table(flags),
    ...groups.flatMap((group) => [
      '',
      `${group}:`,
      ...table(inputs.filter((input) => input.group === group).map(rowOf)),
    ]),
  ])
}

function rowOf(input: ActionInput): Row {
  const value = input.kind === 'boolean' ? '' : ` ${valueOf(input)}`
  return [`--${input.name}${value}${isRepeated(input) ? ' ...' : ''}`, plain(input.description)]
}

function valueOf({ kind }: ActionInput): string {
  if (kind === 'integer' || kind === 'integer-or-auto') return 'NUMBER'
  if (kind === 'map') return 'KEY=VALUE'
  return kind === 'yaml' ? 'YAML' : 'VALUE'
}

function plain(markdown: string): string {
  return markdown.replaceAll('`', '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
}

/** Two columns; a name that is too wide has a line to itself. */
function table(rows: readonly Row[]): readonly string[] {
  const nameWidth = Math.min(widestName, Math.max(0, ...rows.map(([name]) => name.length)))
  const pad = ' '.repeat(nameWidth + 5)
  return rows.flatMap(([name, about]) => {
    const [head = '', ...rest] = wrapped(about, width - pad.length)
    const first =
      name.length > nameWidth
        ? [`  ${name}`, `${pad}${head}`]
        : [`  ${name.padEnd(nameWidth)}   ${head}`]
    return [...first, ...rest.map((line) => `${pad}${line}`)]
  })
}

function wrapped(text: string, most: number): readonly string[] {
  const found: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && longer.length > most) {
      found.push(line)
      line = word
    } else line = longer
  }
  return [...found, line]
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`
}
