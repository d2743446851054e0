import type { Permission } from '../ports/azure.js'
import { parseArmId, resourceGroupId, sameId } from '../shared/arm-id.js'
import type { ScopeGrants } from '../model/check-facts.js'
import type { PlannedWrite } from './planned-writes.js'

/** Whether grants add up to an action: one of them has it and does not take it out again. */
export function allows(grants: readonly Permission[], action: string): boolean {
  return grants.some(
    ({ actions, notActions }) =>
      actions.some((pattern) => matches(pattern, action)) &&
      !notActions.some((pattern) => matches(pattern, action)),
  )
}

/** `*` stands for any run of characters, also across slashes. */
function matches(pattern: string, action: string): boolean {
  const parts = pattern.toLowerCase().split('*')
  const [first = '', ...rest] = parts
  let text = action.toLowerCase()
  if (!text.startsWith(first)) return false
  text = text.slice(first.length)
  if (rest.length === 0) return text === ''
  const last = rest.pop() ?? ''
  for (const part of rest) {
    const found = text.indexOf(part)
    if (found < 0) return false
    text = text.slice(found + part.length)
  }
  return text.endsWith(last)
}

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
