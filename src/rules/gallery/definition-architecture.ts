import { resolveGallery } from '../../plan/resolve-gallery.js'
import type { AzureRule } from '../rule.js'

export const definitionArchitecture: AzureRule = {
  id: 'gallery/definition-architecture',
  title: 'image definition and source have the same architecture',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries',
  needs: 'facts',
  check: (config, facts) => {
    const { definition, traits } = resolveGallery(config, facts) ?? {}
    if (definition === undefined || traits?.architecture === undefined) return []
    const wanted = definition.architecture ?? 'x64' // Azure's default
    if (wanted.toLowerCase() === traits.architecture.toLowerCase()) return []
    return [
      {
        at: ['gallery', 'imageDefinition'],
        message: `image definition ${definition.id} is for ${wanted}, the source is for ${traits.architecture}`,
        help: `give an image definition for ${traits.architecture}`,
      },
    ]
  },
}
