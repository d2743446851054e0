import { suggest } from '../shared/suggest.js'
import { version } from '../shared/version.js'
import { exitStatus, WrongCall, type Command } from './command.js'
import { commands } from './commands.js'
import { helpOf, overview } from './help.js'
import type { Terminal } from './terminal.js'

/** Carries out a command line (without the program's own name) and says what to exit with. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const [first, ...rest] = args
  if (first === '--version') {
    terminal.out(`${version}\n`)
    return exitStatus.succeeded
  }
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    return help(rest[0], terminal)
  }
  try {
    const command = commandNamed(first)
    if (rest.includes('--help') || rest.includes('-h')) {
      terminal.out(helpOf(command))
      return exitStatus.succeeded
    }
    return await command.run(rest, terminal)
  } catch (error) {
    if (!(error instanceof WrongCall)) throw error
    terminal.err(`${error.message}\n`)
    return exitStatus.wrongCall
  }
}

function help(name: string | undefined, terminal: Terminal): number {
  const command = commands.find((one) => one.name === name)
  terminal.out(command === undefined ? overview(commands) : helpOf(command))
  return exitStatus.succeeded
}

function commandNamed(name: string): Command {
  const command = commands.find((one) => one.name === name)
  if (command !== undefined) return command
  const names = commands.map((one) => one.name)
  const meant = suggest(name, names)
  const hint = meant === undefined ? `it is one of ${names.join(', ')}` : `did you mean ${meant}?`
  throw new WrongCall(
    name.startsWith('-')
      ? `the command comes first, before ${name}: ${names.join(', ')}`
      : `there is no command '${name}'; ${hint}`,
  )
}
