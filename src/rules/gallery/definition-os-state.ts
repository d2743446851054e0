import { givenImagePath } from '../../model/given-image.js'
import type { AzureRule } from '../rule.js'

export const definitionOsState: AzureRule = {
  id: 'gallery/definition-os-state',
  title: 'the image definition holds generalized images',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
  needs: 'facts',
  check: (config, { gallery, given }) => {
    const isGiven = given?.kind === 'gallery'
    const definition = gallery?.definition ?? (isGiven ? given.definition : undefined)
    if (definition?.osState !== 'Specialized') return []
    return [
      {
        at: gallery === undefined ? givenImagePath(config) : ['gallery', 'imageDefinition'],
        message: `image definition ${definition.id} is for specialized images, Batch takes generalized ones only`,
        help: 'generalize the VM, take its snapshot again, and give a definition whose OS state is Generalized',
      },
    ]
  },
}
