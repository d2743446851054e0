import { computeVersions } from '../api-versions.js'
import { page } from '../arm.js'
import type { JsonObject, Route, RouteContext, SimulatedResponse } from '../kernel.js'
import { regionName } from '../regions.js'
import { vmSizes } from './batch/vm-sizes.js'

/** A subscription that has asked for more than the usual. */
const generousLimit = 10_000
/** Whole regions fit on a page. */
const wideFactor = 100

/** What a subscription uses of its core quotas: what user-subscription accounts live on. */
export const usageRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/subscriptions/{subscription}/providers/Microsoft.Compute/locations/{location}/usages',
    apiVersions: computeVersions,
    handle: listUsages,
  },
]

function listUsages(context: RouteContext): SimulatedResponse {
  const { scenario, params } = context
  const region = regionName(scenario, params['location'] ?? '')
  const families = [...new Set(vmSizes.map(({ family }) => family))]
  const usages = ['cores', 'lowPriorityCores', ...families].map((name): JsonObject => {
    const { used = 0, limit = generousLimit } = scenario.coreUsages?.[name] ?? {}
    return { unit: 'Count', currentValue: used, limit, name: { value: name, localizedValue: name } }
  })
  const known = (scenario.locations ?? []).some(({ name }) => name === region)
  return page(context, known ? usages : [], wideFactor)
}
