import type { ArmId } from '../../shared/arm-id.js'
import { parseArmId } from '../../shared/arm-id.js'

/** Arguments that name a gallery version to az: `-g … -r … -i … -e …`. */
export function versionArguments(versionId: string): string {
  const id = parseArmId(versionId)
  const [gallery = '', definition = '', version = ''] = id?.names ?? []
  return `-g ${id?.resourceGroup ?? ''} -r ${gallery} -i ${definition} -e ${version}${inSubscription(id)}`
}

/** Without it az takes the subscription that it happens to be set to, where the same names may stand for other things. */
export function inSubscription(id: Pick<ArmId, 'subscriptionId'> | undefined): string {
  return id === undefined ? '' : ` --subscription ${id.subscriptionId}`
}
