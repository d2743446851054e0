import type { Command } from './command.js'
import { inputFlags } from './input-flags.js'

/** The modes of the action, as commands. */
export type Mode = 'validate' | 'plan' | 'apply' | 'cleanup' | 'audit'

export const runCommands: readonly Command[] = [
  modeCommand('validate', 'checks config files; needs no Azure', [
    "image-to-pool validate 'batch/*.yml'",
  ]),
  modeCommand('plan', 'compares configs with Azure and shows what would change', [
    'image-to-pool plan batch/render.yml',
    'image-to-pool plan batch/render.yml --environment simulator',
  ]),
  modeCommand('apply', 'shows the plan, then carries it out', [
    'image-to-pool apply batch/render.yml --wait-for nodes',
    'image-to-pool apply batch/render.yml --dry-run',
  ]),
  modeCommand('cleanup', 'deletes superseded images, versions and pools that no pool uses', [
    'image-to-pool cleanup --resource-group rg-render --dry-run',
  ]),
  modeCommand('audit', 'judges the pools that exist; reads only', [
    'image-to-pool audit --resource-group rg-render',
    "image-to-pool audit 'batch/*.yml'",
  ]),
]

function modeCommand(name: Mode, summary: string, examples: readonly string[]): Command {
  return {
    name,
    summary,
    usage: `${name} [CONFIG...] [--INPUT VALUE...] [--json]`,
    flags: [
      ['--json', 'print the report as JSON'],
      ['--verbose', 'show every request to Azure'],
    ],
    inputs: inputFlags,
    examples,
    run: async (args, terminal) => {
      const { runMode } = await import('./run-mode.js')
      return await runMode(name, args, terminal)
    },
  }
}
