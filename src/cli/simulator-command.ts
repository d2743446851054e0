import { WrongCall, type Command } from './command.js'

/** Served by a bundle of its own, which dist/cli.js starts; here it is for the help. */
export const simulatorCommand: Command = {
  name: 'simulator',
  summary: 'serves an Azure on this machine, to try all of this on',
  usage: 'simulator [--port PORT] [--scenario FILE] [--speed NUMBER] [--transcript FILE]',
  flags: [
    ['--port PORT', 'where to listen; default: a free port'],
    ['--scenario FILE', 'YAML or JSON: what the Azure holds, and how it behaves'],
    ['--speed NUMBER', 'simulated seconds per second'],
    ['--transcript FILE', 'gets a line for each request'],
  ],
  run: async () => await Promise.reject(new WrongCall('the simulator is started by dist/cli.js')),
}
