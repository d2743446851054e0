import type { Config } from '../../inputs/config.js'
import { roleFor } from '../../diagnosis/roles.js'
import type { Facts } from '../../model/facts.js'
import { isGranted } from '../../plan/grants.js'
import { plannedWrites } from '../../plan/planned-writes.js'
import type { Violation } from '../rule.js'

export const rightsDocs =
  'https://learn.microsoft.com/azure/role-based-access-control/built-in-roles'

/**
 * Rights that the caller lacks for what the plan writes in a section. In `plan` a warning: whoever applies may well have
 * them.
 */
export function missingRights(
  config: Config,
  facts: Facts,
  section: 'snapshots' | 'image' | 'gallery' | 'pool',
): readonly Violation[] {
  const { checks: live } = facts
  if (live?.permissions === undefined) return []
  const { permissions, mode } = live
  return plannedWrites(config, facts).flatMap((write) => {
    const { at, action, purpose, scope } = write
    if (at[0] !== section || isGranted(write, permissions) !== false) return []
    return [
      {
        at,
        message: `to ${purpose}, the right ${action} is missing at ${scope}`,
        help: `ask for ${roleFor(action)} at ${scope}`,
        ...(mode !== 'apply' && { severity: 'warning' as const }),
      },
    ]
  })
}
