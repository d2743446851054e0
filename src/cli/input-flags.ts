import type { ActionInput } from '../inputs/action-input.js'
import { actionInputs } from '../inputs/inputs-table.js'

/** Every input is a flag of its name, but for the mode, which is the command. */
export const inputFlags: readonly ActionInput[] = actionInputs.filter(({ name }) => name !== 'mode')

/** Those that `import` has: what says where to read. Its own `--pool` is a name. */
export const importInputs = inputFlags.filter(({ name }) =>
  [
    'batch-account',
    'subscription-id',
    'tenant-id',
    'client-id',
    'credential',
    'environment',
    'scenario',
  ].includes(name),
)

/** Whether an input may be given several times: one item, or one pair of a map, each time. */
export function isRepeated({ kind }: ActionInput): boolean {
  return kind === 'list' || kind === 'map' || kind === 'text-or-list'
}
