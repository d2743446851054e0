import type { Command } from './command.js'

const program = 'image-to-pool'

/** What `--help` shows. */
export function overview(commands: readonly Command[]): string {
  return [
    `${program} COMMAND ...`,
    '',
    ...table(commands.map(({ name, summary }) => [name, summary])),
    '',
    `${program} COMMAND --help   how a command is called`,
    `${program} --version`,
    '',
  ].join('\n')
}

/** What `COMMAND --help` shows. */
export function helpOf({ usage, summary, flags }: Command): string {
  return [`${program} ${usage}`, '', summary, '', ...table(flags), ''].join('\n')
}

function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length))
  return rows.map(([name, about]) => `  ${name.padEnd(width)}   ${about}`)
}
