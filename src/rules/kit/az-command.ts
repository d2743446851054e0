import { parseArmId } from '../../shared/arm-id.js'
import { inSubscription } from '../../shared/az-command.js'

/** Arguments that name a gallery version to az: `-g … -r … -i … -e …`. */
export function versionArguments(versionId: string): string {
  const { resourceGroup = '', names = [] } = parseArmId(versionId) ?? {}
  const [gallery = '', definition = '', version = ''] = names
  return `-g ${resourceGroup} -r ${gallery} -i ${definition} -e ${version}${inSubscription(versionId)}`
}
