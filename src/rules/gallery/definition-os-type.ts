import { resolveGallery } from '../../plan/resolve-gallery.js'
import type { AzureRule } from '../rule.js'

export const definitionOsType: AzureRule = {
  id: 'gallery/definition-os-type',
  title: 'image definition and source have the same OS type',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/troubleshooting-shared-images',
  needs: 'facts',
  check: (config, facts) => {
    const { definition, traits } = resolveGallery(config, facts) ?? {}
    if (definition === undefined) return []
    if (traits?.osType === undefined || traits.osType === definition.osType) return []
    return [
      {
        at: ['gallery', 'imageDefinition'],
        message: `image definition ${definition.id} is for ${definition.osType}, the source holds ${traits.osType}`,
        help: `give an image definition for ${traits.osType}`,
      },
    ]
  },
}
