import { resolveGallery } from '../../plan/resolve-gallery.js'
import type { AzureRule } from '../rule.js'

export const definitionGeneration: AzureRule = {
  id: 'gallery/definition-generation',
  title: 'image definition and source have the same Hyper-V generation',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/troubleshooting-shared-images',
  needs: 'facts',
  check: (config, facts) => {
    const { definition, traits } = resolveGallery(config, facts) ?? {}
    const stated = traits?.hyperVGeneration
    if (definition === undefined || stated === undefined) return []
    if (stated === definition.hyperVGeneration) return []
    const isNew = facts.gallery?.definition === undefined
    return [
      {
        at: ['gallery', isNew ? 'createImageDefinition' : 'imageDefinition'],
        message: `image definition ${definition.id} ${isNew ? 'would be' : 'is'} of generation ${definition.hyperVGeneration}, the source is ${stated}`,
        help: isNew
          ? `set gallery.hyperVGeneration to ${stated}`
          : `give an image definition of generation ${stated}`,
      },
    ]
  },
}
