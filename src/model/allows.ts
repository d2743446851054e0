import type { Permission } from '../ports/azure.js'

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
