import { autoscaleCommand } from './autoscale-command.js'
import type { Command } from './command.js'

/** In the order in which `--help` shows them. What a command needs it loads itself, once it runs. */
export const commands: readonly Command[] = [autoscaleCommand]
