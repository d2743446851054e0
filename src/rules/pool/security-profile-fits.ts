import { hasOtherImage } from '../../model/given-image.js'
import { resolveGallery } from '../../plan/resolve-gallery.js'
import { securityTypeOf } from '../../plan/image-definition.js'
import { vmConfigurationPath } from '../../model/pool-body.js'
import { textAt } from '../../shared/json-at.js'
import type { AzureRule } from '../rule.js'

/** Definitions that make VMs of their own security type and no others. */
const strict = ['trustedLaunch', 'confidentialVM'] as const

export const securityProfileFits: AzureRule = {
  id: 'pool/security-profile-fits',
  title: 'the pool states the security type that its image definition asks for',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/trusted-launch',
  needs: 'facts',
  check: (config, facts) => {
    const properties = config.pool?.properties
    if (config.pool === undefined || hasOtherImage(config)) return []
    const given = facts.given?.kind === 'gallery' ? facts.given.definition : undefined
    const definition = resolveGallery(config, facts)?.definition ?? given
    if (definition === undefined) return []
    const held = securityTypeOf(definition)
    const wanted = strict.find((type) => type.toLowerCase() === held.toLowerCase())
    const path = [...vmConfigurationPath, 'securityProfile', 'securityType'] as const
    const stated = textAt(properties, ...path)
    if (wanted === undefined || stated?.toLowerCase() === wanted.toLowerCase()) return []
    return [
      {
        at: ['pool', 'properties', ...path],
        message: `image definition ${definition.id} makes only ${held} VMs, the pool states ${stated ?? 'no security type'}`,
        help: `write securityProfile: { securityType: ${wanted}, uefiSettings: { secureBootEnabled: true, vTpmEnabled: true } } under virtualMachineConfiguration`,
      },
    ]
  },
}
