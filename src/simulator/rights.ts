/** What the caller may do, and where. */
import type { JsonObject, RightsScenario, Scenario } from './kernel.js'
import { matchesPattern } from './patterns.js'
import { decodePart } from './router.js'

type Rights = Pick<Scenario, 'denied' | 'rights'>

/**
 * Whether the caller lacks an action at a scope (a path or an id): the nearest entry of `rights` that names it decides,
 * above them `denied`, which holds everywhere.
 */
export function isDenied(
  action: string,
  { denied = [], rights = [] }: Rights,
  scope = '',
): boolean {
  if (denied.some((pattern) => matchesPattern(pattern, action))) return true
  for (const { allow = [], deny = [] } of entriesAt(rights, scope).toReversed()) {
    if (allow.some((pattern) => matchesPattern(pattern, action))) return false
    if (deny.some((pattern) => matchesPattern(pattern, action))) return true
  }
  return false
}

/** Whether the caller has the action somewhere below a scope: a list there answers then, with what may be seen. */
export function isAllowedBelow(action: string, { rights = [] }: Rights, scope: string): boolean {
  const prefix = `${keyOf(scope)}/`
  return rights.some(
    (entry) =>
      keyOf(entry.scope).startsWith(prefix) &&
      (entry.allow ?? []).some((pattern) => matchesPattern(pattern, action)),
  )
}

const isSubscription = /^\/subscriptions\/[^/]+$/i

/** Whether a list leaves a resource out, without a word: https://learn.microsoft.com/azure/role-based-access-control/overview */
export function isHidden(id: string, scenario: Rights): boolean {
  if ((scenario.rights ?? []).length === 0) return false
  const action = actionOf('GET', id)
  if (action === undefined || !isDenied(action, scenario, id)) return false
  return !isSubscription.test(id) || !isAllowedBelow(action, scenario, id)
}

/** The permissions of a scope, as `Microsoft.Authorization/permissions` lists them. */
export function permissionsAt(scope: string, { denied = [], rights = [] }: Rights): JsonObject[] {
  let actions = ['*']
  let notActions: string[] = []
  for (const { allow = [], deny = [] } of entriesAt(rights, scope)) {
    if (deny.includes('*')) [actions, notActions] = [[], []]
    notActions = [...notActions.filter((one) => !allow.includes(one)), ...deny].filter(
      (one) => one !== '*',
    )
    if (!actions.includes('*')) actions = [...actions, ...allow]
  }
  if (actions.length === 0) return []
  const dataActions: string[] = []
  return [{ actions, notActions: [...denied, ...notActions], dataActions, notDataActions: [] }]
}

/** Those that hold at a scope, the widest first. */
function entriesAt(rights: readonly RightsScenario[], scope: string): readonly RightsScenario[] {
  const key = `${keyOf(scope)}/`
  return rights
    .filter((entry) => key.startsWith(`${keyOf(entry.scope)}/`))
    .toSorted((a, b) => keyOf(a.scope).length - keyOf(b.scope).length)
}

function keyOf(scope: string): string {
  return decodePart(scope).replace(/\/+$/, '').toLowerCase()
}

/**
 * `Microsoft.Compute/images/write` for a PUT of an image; an extension's own provider counts. What has no provider is
 * Resource Manager's own: `Microsoft.Resources/subscriptions/resourceGroups/read`. Undefined outside of subscriptions.
 */
export function actionOf(method: string, pathname: string): string | undefined {
  const own = pathname.replace(/^\/?(?=subscriptions\/)/i, '/providers/Microsoft.Resources/')
  const parts = /.*\/providers\/(.+)$/i
    .exec(own)?.[1]
    ?.split('/')
    .filter((part) => part !== '')
  if (parts === undefined) return undefined
  const [provider = '', ...rest] = parts
  const types = rest.filter((_, index) => index % 2 === 0)
  if (method === 'POST') {
    // A query of Resource Graph only reads, whatever its method.
    return [provider, ...types, isQuery(provider) ? 'read' : 'action'].join('/')
  }
  const verbs: Readonly<Record<string, string>> = { GET: 'read', HEAD: 'read', DELETE: 'delete' }
  return [provider, ...types, verbs[method] ?? 'write'].join('/')
}

function isQuery(provider: string): boolean {
  return provider.toLowerCase() === 'microsoft.resourcegraph'
}
