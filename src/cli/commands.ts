import { autoscaleCommand } from './autoscale-command.js'
import { completionCommand } from './completion-command.js'
import type { Command } from './command.js'
import { importCommand } from './import-command.js'
import { runCommands } from './run-commands.js'
import { simulatorCommand } from './simulator-command.js'

/** In the order in which `--help` shows them. What a command needs it loads itself, once it runs. */
export const commands: readonly Command[] = [
  ...runCommands,
  importCommand,
  autoscaleCommand,
  simulatorCommand,
  completionCommand(() => commands),
]
