import { resolveGallery } from '../../plan/resolve-gallery.js'
import { securityTypeOf } from '../../plan/image-definition.js'
import type { AzureRule } from '../rule.js'

/** The strict types: such a definition holds such images and no others, and such a source fits no other definition. */
const strict = ['TrustedLaunch', 'ConfidentialVM'] as const

export const definitionSecurityType: AzureRule = {
  id: 'gallery/definition-security-type',
  title: 'image definition and source have the same security type',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/trusted-launch',
  needs: 'facts',
  check: (config, facts) => {
    const { definition, traits, from } = resolveGallery(config, facts) ?? {}
    if (definition === undefined || traits === undefined || from === undefined) return []
    if (facts.given?.kind === 'gallery') return [] // a version of its own definition, judged by Azure
    const held = securityTypeOf(definition)
    const wanted = strict.find((type) => type.toLowerCase() === held.toLowerCase())
    // A snapshot states `ConfidentialVM_DiskEncryptedWithPlatformKey` and the like.
    const had = strict.find((type) => isKindOf(traits.securityType, type))
    if (wanted === had) return []
    return [
      {
        at: ['gallery', 'imageDefinition'],
        message: `image definition ${definition.id} has the security type ${held}, the source ${traits.securityType ?? 'Standard'}`,
        help:
          had === undefined
            ? 'give an image definition with the security type Standard'
            : `give an image definition with the security type ${had}, and gallery-source: snapshots`,
      },
    ]
  },
}

function isKindOf(stated: string | undefined, type: string): boolean {
  return stated?.split('_')[0]?.toLowerCase() === type.toLowerCase()
}
