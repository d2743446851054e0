import { page, publicView, requireResource } from '../arm.js'
import { networkVersions } from '../api-versions.js'
import type { Route, RouteContext } from '../kernel.js'

/** What nodes and their subnets may need of Microsoft.Network beside virtual networks; only read. */
const types = [
  'natGateways',
  'routeTables',
  'networkSecurityGroups',
  'serviceEndpointPolicies',
  'privateEndpoints',
  'publicIPAddresses',
  'networkInterfaces',
] as const
const provider = 'providers/Microsoft.Network'

/** Lists by group and subscription, and one by name, of each type. */
export const networkPartRoutes: readonly Route[] = types.flatMap((type) => {
  const full = `Microsoft.Network/${type}`
  const inGroup = `/subscriptions/{subscription}/resourceGroups/{group}/${provider}/${type}`
  const route = (path: string, handle: Route['handle']): Route => ({
    ...{ method: 'GET', path, apiVersions: networkVersions, handle },
  })
  return [
    route(inGroup, (context) => page(context, listed(context, full, groupIdOf(context)))),
    route(`/subscriptions/{subscription}/${provider}/${type}`, (context) =>
      page(context, listed(context, full)),
    ),
    route(`${inGroup}/{name}`, (context) => {
      const { name = '' } = context.params
      const id = `${groupIdOf(context)}/${provider}/${type}/${name}`
      const found = requireResource(context, id, { type: full, name })
      return { status: 200, body: publicView(found, context.clock.now()) }
    }),
  ]
})

function groupIdOf({ params }: RouteContext): string {
  return `/subscriptions/${params['subscription'] ?? ''}/resourceGroups/${params['group'] ?? ''}`
}

function listed({ store, params, clock }: RouteContext, type: string, groupId = '') {
  const prefix = groupId === '' ? '' : `${groupId}/`.toLowerCase()
  return store
    .ofType(type, params['subscription'])
    .filter(({ id }) => id.toLowerCase().startsWith(prefix))
    .map((one) => publicView(one, clock.now()))
}
