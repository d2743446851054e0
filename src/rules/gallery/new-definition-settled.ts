import type { OfflineRule, Violation } from '../rule.js'

export const newDefinitionSettled: OfflineRule = {
  id: 'gallery/new-definition-settled',
  title: 'an image definition is created with explicit generation and security type',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries',
  needs: 'config',
  check: ({ gallery, image }) => {
    if (gallery?.createImageDefinition !== true) return []
    const at = ['gallery', 'createImageDefinition']
    const why = 'which a definition can never change'
    const problems: Violation[] = []
    if (gallery.hyperVGeneration === undefined && image?.hyperVGeneration === undefined) {
      const message = `create-image-definition needs the Hyper-V generation, ${why}`
      problems.push({
        at,
        message,
        help: 'set hyper-v-generation (gallery.hyperVGeneration) to V1 or V2',
      })
    }
    if (gallery.securityType === undefined) {
      const message = `create-image-definition needs the security type, ${why}`
      const help =
        'set security-type (gallery.securityType): Standard for plain VMs; left out, Azure would take TrustedLaunchSupported, which no snapshot may feed'
      problems.push({ at, message, help })
    }
    return problems
  },
}
