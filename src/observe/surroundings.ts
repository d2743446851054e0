import type { Surroundings, MissingPlace, NearNames } from '../model/check-facts.js'
import type { Facts } from '../model/facts.js'
import type { Azure, Call } from '../ports/azure.js'
import {
  armTypes,
  hasType,
  idKey,
  parentId,
  parseArmId,
  resourceGroupId,
  sameId,
  type ArmId,
} from '../shared/arm-id.js'
import { AzureFailure } from '../shared/errors.js'
import { mapConcurrent } from '../shared/map-concurrent.js'

const mostReads = 6

/**
 * Of what the config names and Azure does not have: whether its resource group and subscription are there, and if so what lies
 * beside it. Reads nothing where nothing is missing; what may not be listed has no names.
 */
export async function observeSurroundings(
  facts: Facts,
  azure: Azure,
  call: Call,
): Promise<Surroundings | undefined> {
  const missing = missingIds(facts)
  if (missing.length === 0) return undefined
  const groups = new Map(missing.map((id) => [idKey(resourceGroupId(id)), id]))
  const places = await mapConcurrent(
    [...groups.values()],
    mostReads,
    async (id) => await missingPlace(id, azure, call),
  )
  const found = places.filter((place) => place !== undefined)
  const inPlace = missing.filter((id) => !found.some((place) => isIn(id, place)))
  const near = await mapConcurrent(
    inPlace,
    mostReads,
    async (id) => await nearNames(id, azure, call),
  )
  return { missingPlaces: found, near }
}

function isIn(id: ArmId, { subscriptionId, resourceGroup }: MissingPlace): boolean {
  if (!sameId(id.subscriptionId, subscriptionId)) return false
  return resourceGroup === undefined || sameId(id.resourceGroup, resourceGroup)
}

function missingIds({ image, given, gallery, pool }: Facts): readonly ArmId[] {
  const sources = image === undefined ? [] : [image.osSource, ...image.dataSources]
  const ids = [
    ...sources.flatMap(({ found }) => (found.kind === 'missing' ? found.tried : [])),
    ...(given !== undefined && isMissing(given) ? [given.id] : []),
    ...(gallery !== undefined && gallery.definition === undefined ? [gallery.definitionId] : []),
    ...(pool !== undefined && pool.account === undefined ? [pool.accountId] : []),
  ]
  return [...new Set(ids)].flatMap((id) => parseArmId(id) ?? [])
}

function isMissing(given: NonNullable<Facts['given']>): boolean {
  return given.kind === 'managed-image' ? given.image === undefined : given.version === undefined
}

async function missingPlace(
  id: ArmId,
  azure: Azure,
  call: Call,
): Promise<MissingPlace | undefined> {
  const { subscriptionId, resourceGroup } = id
  try {
    if ((await azure.resourceGroup(resourceGroupId(id), call)) !== undefined) return undefined
    const visible = await azure.subscriptions(call)
    if (!visible.some((one) => sameId(one.subscriptionId, subscriptionId))) {
      return {
        subscriptionId,
        known: visible.map((one) => `${one.name} (${one.subscriptionId})`),
      }
    }
    return {
      subscriptionId,
      resourceGroup,
      known: await azure.resourceGroups(subscriptionId, call),
    }
  } catch (error) {
    throwUnlessAzures(error)
    return undefined
  }
}

/** What Azure refuses to show is not known; anything else is a mistake of ours. */
function throwUnlessAzures(error: unknown): void {
  if (!(error instanceof AzureFailure)) throw error
}

async function nearNames(id: ArmId, azure: Azure, call: Call): Promise<NearNames> {
  try {
    return { id: id.text, known: await listBeside(id, azure, call) }
  } catch (error) {
    throwUnlessAzures(error)
    return { id: id.text, known: [] }
  }
}

async function listBeside(id: ArmId, azure: Azure, call: Call): Promise<readonly string[]> {
  const { subscriptionId } = id
  const lists: Readonly<Record<string, () => Promise<readonly { readonly id: string }[]>>> = {
    [armTypes.snapshot]: async () => await azure.snapshots(subscriptionId, call),
    [armTypes.disk]: async () => await azure.disks(subscriptionId, call),
    [armTypes.virtualMachine]: async () => await azure.virtualMachines(subscriptionId, call),
    [armTypes.image]: async () => await azure.images(subscriptionId, call),
    [armTypes.batchAccount]: async () => await azure.batchAccounts(subscriptionId, call),
  }
  const own = Object.entries(lists).find(([type]) => hasType(id, type))?.[1]
  if (own !== undefined) return (await own()).map((one) => one.id)
  if (hasType(id, armTypes.imageVersion)) {
    const definition = parentId(id) ?? ''
    const versions = await azure.imageVersions(definition, call)
    if (versions !== undefined) return versions.map((one) => one.id)
    const gone = parseArmId(definition)
    return gone === undefined ? [] : await listBeside(gone, azure, call)
  }
  if (!hasType(id, armTypes.imageDefinition)) return []
  const galleries = await azure.galleries(subscriptionId, call)
  const ids = galleries.map((one) => one.id)
  const gallery = parentId(id)
  if (!ids.some((one) => sameId(one, gallery))) return ids
  return (await azure.imageDefinitions(gallery ?? '', call)).map((one) => one.id)
}
