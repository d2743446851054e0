import { WrongCall, type Command } from './command.js'

export function completionCommand(all: () => readonly Command[]): Command {
  return {
    name: 'completion',
    summary: 'prints a script that completes commands and flags in bash, zsh or fish',
    usage: 'completion SHELL',
    flags: [['SHELL', 'bash, zsh or fish']],
    examples: ['source <(image-to-pool completion bash)'],
    run: async ([wanted], { out }) => {
      const { completionScript, shells } = await import('./completion.js')
      const shell = shells.find((one) => one === wanted)
      if (shell === undefined) throw new WrongCall(`completion takes one of ${shells.join(', ')}`)
      out(completionScript(shell, all()))
      return 0
    },
  }
}
