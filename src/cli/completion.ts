import type { Command } from './command.js'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** A script that completes commands, flags and file names in a shell. */
export function completionScript(shell: Shell, commands: readonly Command[]): string {
  switch (shell) {
    case 'bash':
      return bash(commands)
    case 'zsh':
      // zsh reads the completions of bash.
      return `autoload -Uz bashcompinit && bashcompinit\n${bash(commands)}`
    case 'fish':
      return fish(commands)
  }
}

/** `--samples FILE` -> `samples` */
function flagsOf({ flags, inputs = [] }: Command): readonly string[] {
  const own = flags.flatMap(([flag]) => /^--([\w-]+)/.exec(flag)?.[1] ?? [])
  return [...new Set([...own, ...inputs.map(({ name }) => name), 'help'])]
}

function bash(commands: readonly Command[]): string {
  const cases = commands.map(
    (command) =>
      `    ${command.name}) flags='${flagsOf(command)
        .map((name) => `--${name}`)
        .join(' ')}' ;;`,
  )
  return `_image_to_pool() {
  local word=\${COMP_WORDS[COMP_CWORD]} flags=
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')}' -- "$word"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  case $word in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _image_to_pool image-to-pool
`
}

function fish(commands: readonly Command[]): string {
  const lines = commands.flatMap((command) => {
    const seen = `__fish_seen_subcommand_from ${command.name}`
    return [
      `complete -c image-to-pool -n __fish_use_subcommand -f -a ${command.name} -d '${command.summary.replaceAll("'", "\\'")}'`,
      ...flagsOf(command).map((name) => `complete -c image-to-pool -n '${seen}' -l ${name}`),
    ]
  })
  return `${lines.join('\n')}\n`
}
