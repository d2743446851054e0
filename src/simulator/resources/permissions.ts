import { permissionVersions } from '../api-versions.js'
import { permissionsAt } from '../rights.js'
import type { Route, RouteContext, SimulatedResponse } from '../kernel.js'

const suffix = 'providers/Microsoft.Authorization/permissions'

/** What the caller may do: everything but the scenario's `denied` and `rights`. */
export const permissionRoutes: readonly Route[] = [
  `/subscriptions/{subscription}/${suffix}`,
  `/subscriptions/{subscription}/resourceGroups/{group}/${suffix}`,
  `/subscriptions/{subscription}/resourceGroups/{group}/providers/{*resource}/${suffix}`,
].map((path) => ({ method: 'GET', path, apiVersions: permissionVersions, handle: showPermissions }))

function showPermissions({ request, scenario }: RouteContext): SimulatedResponse {
  const scope = request.url.pathname.replace(/\/providers\/Microsoft\.Authorization\/.*$/i, '')
  return { status: 200, body: { value: permissionsAt(scope, scenario) } }
}
