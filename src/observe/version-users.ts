import type { Config } from '../inputs/config.js'
import type { Facts } from '../model/facts.js'
import { isMadeByUs } from '../model/lineage.js'
import { ownImageId } from '../model/pool-body.js'
import { adoptedDifferences } from '../plan/adopted-version.js'
import { usedVersion } from '../plan/resolve-gallery.js'
import type { Azure, Call, ImageVersion } from '../ports/azure.js'
import { idKey, nameOfId, parseArmId, sameId, subscriptionsOf } from '../shared/arm-id.js'
import { AzureFailure } from '../shared/errors.js'

/**
 * The pools, the config's own aside, that the adopted version is used by, in the subscriptions of gallery and account. Looked
 * for only where the plan would take something from a version of ours; undefined where it need not, or cannot be seen.
 */
export async function observeVersionUsers(
  config: Config,
  facts: Facts,
  azure: Azure,
  call: Call,
): Promise<readonly string[] | undefined> {
  const version = usedVersion(config, facts)
  if (version === undefined || !isMadeByUs(version.tags)) return undefined
  if (!adoptedDifferences(config, facts).some(({ kind }) => kind === 'change')) return undefined
  const subscriptions = subscriptionsOf([version.id, facts.pool?.accountId ?? ''])
  try {
    const accounts = await Promise.all(
      subscriptions.map(async (id) => await azure.batchAccounts(id, call)),
    )
    const pools = await Promise.all(
      accounts.flat().map(async ({ id }) => await azure.pools(id, call)),
    )
    return pools
      .flat()
      .filter(({ id }) => !sameId(id, facts.pool?.poolId))
      .filter(({ properties }) => {
        const image = ownImageId(properties)
        return image !== undefined && isOf(version, image)
      })
      .map(({ id }) => `pool ${nameOfId(id)} of Batch account ${parseArmId(id)?.names[0] ?? ''}`)
  } catch (error) {
    // Who may not see the pools does not know that there are none.
    if (error instanceof AzureFailure) return undefined
    throw error
  }
}

/** The version itself, or its definition, which stands for any of its versions. */
function isOf({ id }: ImageVersion, named: string): boolean {
  const [key, other] = [idKey(id), idKey(named)]
  return key === other || key.startsWith(`${other}/versions/`)
}
