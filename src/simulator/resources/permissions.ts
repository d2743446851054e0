import { permissionVersions } from '../api-versions.js'
import type { Route, RouteContext, SimulatedResponse } from '../kernel.js'

const suffix = 'providers/Microsoft.Authorization/permissions'

/** What the caller may do: everything but the scenario's `denied`. */
export const permissionRoutes: readonly Route[] = [
  `/subscriptions/{subscription}/${suffix}`,
  `/subscriptions/{subscription}/resourceGroups/{group}/${suffix}`,
  `/subscriptions/{subscription}/resourceGroups/{group}/providers/{*resource}/${suffix}`,
].map((path) => ({ method: 'GET', path, apiVersions: permissionVersions, handle: showPermissions }))

function showPermissions({ scenario }: RouteContext): SimulatedResponse {
  const permission = {
    actions: ['*'],
    notActions: [...(scenario.denied ?? [])],
    dataActions: [],
    notDataActions: [],
  }
  return { status: 200, body: { value: [permission] } }
}
