import { armAudiences, batchAudience } from '../signin.js'
import type { JsonObject, Route, RouteContext, SimulatedResponse } from '../kernel.js'

/** How a client that knows nothing but the endpoint learns where to sign in and for which audience. */
export const metadataRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/metadata/endpoints',
    apiVersions: ['2015-01-01', '2019-05-01', '2020-06-01', '2022-09-01'],
    plane: 'open',
    handle: showEndpoints,
  },
]

/** An array with one element for each cloud; a bare object in the oldest version, which knew one cloud. */
function showEndpoints({ apiVersion, origin }: RouteContext): SimulatedResponse {
  const cloud = describeCloud(origin)
  return apiVersion === '2015-01-01' ? { status: 200, body: cloud } : { status: 200, body: [cloud] }
}

function describeCloud(origin: string): JsonObject {
  return {
    name: 'SimulatedCloud',
    portal: 'https://portal.azure.com',
    authentication: {
      loginEndpoint: origin,
      audiences: [...armAudiences],
      tenant: 'common',
      identityProvider: 'AAD',
    },
    resourceManager: origin,
    batch: batchAudience.replace(/\/$/, ''),
    gallery: origin,
    suffixes: { storage: 'core.windows.net', keyVaultDns: 'vault.azure.net' },
  }
}
