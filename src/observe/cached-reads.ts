import { idKey } from '../shared/arm-id.js'
import type { Azure, Call, Place } from '../ports/azure.js'
import { AzureFailure } from '../shared/errors.js'

/**
 * An Azure that reads nothing twice: config files share galleries, accounts and snapshots, and one run asks
 * for each once. Refusals are kept too. For looking before any write; what is carried out asks Azure itself.
 */
export function cacheReads(azure: Azure): Azure {
  const byId = ([id]: readonly [string, ...unknown[]]): string => idKey(id)
  const byPlace = ([place]: readonly [Place, ...unknown[]]): string =>
    idKey(`${place.subscriptionId} ${place.location}`)
  return {
    ...azure,
    locations: remember(byId, async (id, call) => await azure.locations(id, call)),
    permissions: remember(byId, async (scope, call) => await azure.permissions(scope, call)),
    computeUsages: remember(byPlace, async (place, call) => await azure.computeUsages(place, call)),
    virtualNetwork: remember(byId, async (id, call) => await azure.virtualNetwork(id, call)),
    resourceGroup: remember(byId, async (id, call) => await azure.resourceGroup(id, call)),
    resourceGroups: remember(byId, async (id, call) => await azure.resourceGroups(id, call)),
    subscriptions: remember(
      () => '',
      async (call: Call) => await azure.subscriptions(call),
    ),
    linkedResource: remember(byId, async (id, call) => await azure.linkedResource(id, call)),
    disk: remember(byId, async (id, call) => await azure.disk(id, call)),
    virtualMachine: remember(
      ([id, { instanceView }]) => `${idKey(id)} ${String(instanceView)}`,
      async (id, call) => await azure.virtualMachine(id, call),
    ),
    snapshots: remember(byId, async (id, call) => await azure.snapshots(id, call)),
    image: remember(byId, async (id, call) => await azure.image(id, call)),
    gallery: remember(byId, async (id, call) => await azure.gallery(id, call)),
    imageDefinition: remember(byId, async (id, call) => await azure.imageDefinition(id, call)),
    imageVersions: remember(byId, async (id, call) => await azure.imageVersions(id, call)),
    imageVersion: remember(
      ([id, { replication }]) => `${idKey(id)} ${String(replication)}`,
      async (id, call) => await azure.imageVersion(id, call),
    ),
    batchAccount: remember(byId, async (id, call) => await azure.batchAccount(id, call)),
    batchAccounts: remember(byId, async (id, call) => await azure.batchAccounts(id, call)),
    images: remember(byId, async (id, call) => await azure.images(id, call)),
    galleries: remember(byId, async (id, call) => await azure.galleries(id, call)),
    imageDefinitions: remember(byId, async (id, call) => await azure.imageDefinitions(id, call)),
    pools: remember(byId, async (id, call) => await azure.pools(id, call)),
    vmSizes: remember(byPlace, async (place, call) => await azure.vmSizes(place, call)),
    pool: remember(
      ([id, apiVersion]) => `${idKey(id)} ${apiVersion}`,
      async (id, apiVersion, call) => await azure.pool(id, apiVersion, call),
    ),
    supportedImages: remember(
      ([account]) => idKey(account.id),
      async (account, call) => await azure.supportedImages(account, call),
    ),
  }
}

function remember<Args extends readonly unknown[], Answer>(
  keyOf: (args: NoInfer<Args>) => string,
  read: (...args: Args) => Promise<Answer>,
): (...args: Args) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>()
  async function ask(...args: Args): Promise<Answer> {
    const key = keyOf(args)
    const known = answers.get(key)
    const answer = known ?? read(...args)
    answers.set(key, answer)
    try {
      return await answer
    } catch (error) {
      if (error instanceof AzureFailure) throw error
      // Whoever asked gave up, which says nothing to others: they may have more time.
      if (answers.get(key) === answer) answers.delete(key)
      if (known === undefined) throw error
      return await ask(...args)
    }
  }
  return ask
}
