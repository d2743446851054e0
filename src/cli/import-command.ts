import type { Command } from './command.js'
import { importInputs } from './input-flags.js'

export const importCommand: Command = {
  name: 'import',
  summary: 'prints the config of a pool that exists, or that another tool describes',
  usage: 'import SOURCE [--pool NAME] [--batch-account ID]',
  flags: [
    [
      'SOURCE',
      'the ID of a pool in Azure, or a file (- reads from stdin): an ARM GET, template or export, a body or answer of the Batch API, az batch pool show or list, terraform show -json or a state file, Get-AzBatchPool | ConvertTo-Json -Depth 10 -EnumsAsStrings',
    ],
    ['--pool NAME', 'the pool to print, where there are several; default: all, one document each'],
  ],
  inputs: importInputs,
  examples: [
    'az batch pool show --pool-id render | image-to-pool import -',
    'terraform show -json | image-to-pool import - --pool render > batch/render.yml',
    'image-to-pool import /subscriptions/.../batchAccounts/renderbatch/pools/render',
  ],
  run: async (args, terminal) => {
    const { runImport } = await import('./import.js')
    return await runImport(args, terminal)
  },
}
