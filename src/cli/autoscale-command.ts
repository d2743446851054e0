import type { Command } from './command.js'

export const autoscaleCommand: Command = {
  name: 'autoscale',
  summary: 'checks an autoscale formula, evaluates it on this machine and prints its result',
  usage: 'autoscale FILE [--samples FILE] [--now TIME] [--json]',
  flags: [
    ['FILE', 'a formula, or a config that has one (.yml, .yaml, .json); - reads from stdin'],
    ['--samples FILE', 'JSON: { now, before, samples }; without it the account is idle'],
    ['--now TIME', 'evaluate at this time (ISO 8601); default: that of the samples, else now'],
    ['--json', 'print result and findings as JSON'],
  ],
  run: async (args, terminal) => {
    const { runAutoscale } = await import('./autoscale.js')
    return await runAutoscale(args, terminal)
  },
}
