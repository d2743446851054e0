import { hasOtherImage } from '../../model/given-image.js'
import { marketplaceImageOf } from '../../model/pool-body.js'
import { resolvePool } from '../../plan/resolve-pool.js'
import { imageSecurityType, knownImage, osDiskSizeGB } from '../kit/image-content.js'
import { vmPath, vmValue } from '../kit/values.js'
import { rulesOn } from '../kit/rules-on.js'
import { firstGeneration } from './image-reference.js'

/** Which security types of a definition boot as what: https://learn.microsoft.com/azure/virtual-machines/trusted-launch */
const bootsAs: Readonly<Record<string, RegExp>> = {
  trustedlaunch:
    /^(TrustedLaunch|TrustedLaunchSupported|TrustedLaunchAndConfidentialVmSupported)$/i,
  confidentialvm:
    /^(ConfidentialVM|ConfidentialVMSupported|TrustedLaunchAndConfidentialVmSupported)$/i,
}

export const poolImageAndDisksRules = rulesOn('facts', [
  {
    id: 'pool/os-disk-holds-image',
    title: 'the OS disk of the nodes is smaller than that of the image',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#osdisk',
    check: (config, facts) => {
      const written = vmValue(config, 'osDisk', 'diskSizeGB')
      const least = osDiskSizeGB(config, facts)
      if (typeof written !== 'number' || least === undefined || written >= least) return []
      return {
        at: vmPath('osDisk', 'diskSizeGB'),
        message: `an OS disk of ${String(written)} GiB cannot hold the image, whose OS disk has ${String(least)} GiB`,
        help: `write ${String(least)} or more, or leave diskSizeGB out`,
      }
    },
  },
  {
    id: 'pool/image-takes-security-type',
    title: 'the image cannot boot as what securityProfile asks for',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/trusted-launch',
    check: (config, facts) => {
      const type = vmValue(config, 'securityProfile', 'securityType')
      if (typeof type !== 'string' || hasOtherImage(config)) return []
      const fitting = bootsAs[type.toLowerCase()]
      // By the twin that the account lists beside it; what the name itself says is found without Azure.
      const isFirst = knownImage(config, facts).hyperVGeneration === 'V1'
      if (
        fitting !== undefined &&
        isFirst &&
        marketplaceImageOf(config.pool?.properties) !== '::'
      ) {
        return firstGeneration(config, type)
      }
      const held = imageSecurityType(config, facts)
      if (fitting === undefined || held === undefined) return []
      const at = vmPath('securityProfile', 'securityType')
      const resolved = resolvePool(config, facts)
      const generation = resolved?.image?.traits?.hyperVGeneration
      if (generation === 'V1') {
        const message = `securityType is ${type}, and the image is of generation V1, which boots without secure boot and vTPM only`
        return {
          at,
          message,
          help: 'make the image of generation V2, or leave securityProfile out',
        }
      }
      if (fitting.test(held)) return []
      const what =
        resolved?.definition === undefined
          ? 'a managed image boots as a Standard VM only'
          : `image definition ${resolved.definition.id} is of security type ${held}`
      const wanted = /^trusted/i.test(type) ? 'TrustedLaunchSupported' : 'ConfidentialVMSupported'
      return {
        at,
        message: `securityType is ${type}, and ${what}`,
        help: `publish the image under a definition with the feature SecurityType=${wanted}, or leave securityProfile out`,
      }
    },
  },
])
