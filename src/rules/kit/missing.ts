/** What can be said of something that the config names and Azure does not have. */
import type { Facts } from '../../model/facts.js'
import {
  idKey,
  nameOfId,
  parentId,
  parseArmId,
  resourceGroupId,
  sameId,
  type ArmId,
} from '../../shared/arm-id.js'
import { nearest, suggest } from '../../shared/suggest.js'

const mostNamed = 5

/** Whether it is missing because its resource group or subscription is: that is told once, for all that lies there. */
export function isInMissingPlace(idText: string, { checks }: Facts): boolean {
  const id = parseArmId(idText)
  if (id === undefined) return false
  return (checks?.surroundings?.missingPlaces ?? []).some(
    ({ subscriptionId, resourceGroup }) =>
      sameId(subscriptionId, id.subscriptionId) &&
      (resourceGroup === undefined || sameId(resourceGroup, id.resourceGroup)),
  )
}

/**
 * Of the first of `tried` of which that can be said: the name that was probably meant, or the resource group that has one of just
 * this name. Undefined where nothing is near.
 */
export function didYouMean(tried: readonly string[], { checks }: Facts): string | undefined {
  const lists = (checks?.surroundings?.near ?? []).filter(({ id }) =>
    tried.some((one) => sameId(one, id)),
  )
  for (const { id, known } of lists) {
    const wanted = asHighAs(known[0], id)
    if (wanted === undefined) continue
    const twin = known.find(
      (one) =>
        nameOfId(one).toLowerCase() === wanted.name.toLowerCase() && !sameId(one, wanted.text),
    )
    if (twin !== undefined) return `did you mean ${twin}?`
    const group = idKey(`${resourceGroupId(wanted)}/`)
    const beside = known.filter((one) => idKey(one).startsWith(group))
    const near = suggest(wanted.name, beside.map(nameOfId))
    if (near !== undefined) return `did you mean ${near}?`
  }
  const beside = lists.flatMap(({ known }) => known.map(nameOfId))
  if (beside.length === 0) return undefined
  const name = nameOfId(tried[0] ?? '')
  return `there ${beside.length === 1 ? 'is' : 'are'} ${nearest(name, beside, mostNamed).join(', ')}`
}

/** Where the gallery of a definition is missing it is galleries that are known, and it is the gallery's name that is compared. */
function asHighAs(known: string | undefined, id: string): ArmId | undefined {
  const depth = parseArmId(known ?? '')?.types.length ?? 0
  let wanted = parseArmId(id)
  while (wanted !== undefined && wanted.types.length > depth) {
    wanted = parseArmId(parentId(wanted) ?? '')
  }
  return wanted
}
