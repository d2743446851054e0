import type { Permission } from '../ports/azure.js'
import { parseArmId, resourceGroupId, sameId } from '../shared/arm-id.js'
import { allows } from '../model/allows.js'
import type { ScopeGrants } from '../model/check-facts.js'
import type { PlannedWrite } from './planned-writes.js'

/** The resource group around a scope; the scope itself where it is one. */
export function groupScope(scope: string): string {
  const id = parseArmId(scope)
  return id === undefined ? scope : resourceGroupId(id)
}

/**
 * Whether a write may be done, as far as grants tell. Those at the resource itself hold all that is inherited, so they decide;
 * those at its group can only say yes.
 */
export function isGranted(
  { action, scope }: PlannedWrite,
  all: readonly ScopeGrants[],
): boolean | undefined {
  const at = (wanted: string): readonly Permission[] | undefined => {
    const read = all.find((grants) => sameId(grants.scope, wanted))?.read
    return read?.kind === 'found' ? read.value : undefined
  }
  const [own, group] = [at(scope), at(groupScope(scope))]
  if (group !== undefined && allows(group, action)) return true
  return own === undefined ? undefined : allows(own, action)
}
