import type { Facts } from '../../model/facts.js'
import { givenImagePath } from '../../model/given-image.js'
import type { Config } from '../../inputs/config.js'
import type { MissingPlace } from '../../model/check-facts.js'
import { parseArmId, sameId } from '../../shared/arm-id.js'
import type { Path } from '../../shared/finding.js'
import { suggest } from '../../shared/suggest.js'
import { rulesOn } from '../kit/rules-on.js'

const mostNamed = 10

export const configPlacesInAzureRules = rulesOn('facts', [
  {
    id: 'config/place-exists',
    title: 'a subscription or resource group that the config names does not exist',
    docs: 'https://learn.microsoft.com/azure/azure-resource-manager/management/manage-resource-groups-portal',
    reads: ['surroundings'],
    check: (config, facts) =>
      (facts.checks?.surroundings?.missingPlaces ?? []).map((place) => ({
        at: firstPath(place, config, facts),
        ...describe(place),
      })),
  },
])

function describe({ subscriptionId, resourceGroup, known }: MissingPlace) {
  if (resourceGroup === undefined) {
    const sees =
      known.length === 0 ? 'it sees none' : `it sees ${known.slice(0, mostNamed).join(', ')}`
    return {
      message: `subscription ${subscriptionId} does not exist, or the identity of this run may not see it`,
      help: `check subscription-id and the IDs; ${sees}`,
    }
  }
  const near = suggest(resourceGroup, known)
  const there = known.length === 0 ? '' : `; there are ${known.slice(0, mostNamed).join(', ')}`
  return {
    message: `there is no resource group ${resourceGroup} in subscription ${subscriptionId}`,
    help:
      near === undefined
        ? `check resource-group, the IDs and the subscription${there}`
        : `did you mean ${near}?`,
  }
}

/** Where the first thing is named that should be there. */
function firstPath(place: MissingPlace, config: Config, facts: Facts): Path {
  const { image, given, gallery, pool } = facts
  const sources = image === undefined ? [] : [image.osSource, ...image.dataSources]
  const named: readonly (readonly [string, Path])[] = [
    ...sources.flatMap(({ found, path }) =>
      found.kind === 'missing' ? found.tried.map((id) => [id, path] as const) : [],
    ),
    [given?.id ?? '', givenImagePath(config)],
    [gallery?.definitionId ?? '', ['gallery', 'imageDefinition']],
    [pool?.accountId ?? '', ['pool', 'account']],
  ]
  const first = named.find(([text]) => {
    const id = parseArmId(text)
    if (id === undefined || !sameId(id.subscriptionId, place.subscriptionId)) return false
    return place.resourceGroup === undefined || sameId(id.resourceGroup, place.resourceGroup)
  })
  return first?.[1] ?? ['image']
}
