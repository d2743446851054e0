import type { OfflineRule, Violation } from '../rule.js'

export const imageIsComplete: OfflineRule = {
  id: 'config/image-is-complete',
  title: 'an image that is to be made has a source and a name',
  severity: 'error',
  docs: 'https://learn.microsoft.com/cli/azure/image#az-image-create',
  needs: 'config',
  check: ({ image, gallery }) => {
    if (image === undefined || image.id !== undefined) return []
    const problems: Violation[] = []
    if (image.osSnapshot === undefined && image.source === undefined) {
      problems.push({
        at: ['image'],
        message: 'there is nothing to make the image from',
        help: 'give os-snapshot (image.osSnapshot) or source (image.source), or image-id (image.id) for an image that exists',
      })
    }
    // Straight from snapshots to the gallery there is no managed image that would need one.
    if (image.name === undefined && gallery?.source !== 'snapshots') {
      problems.push({
        at: ['image'],
        message: 'the image has no name',
        help: 'give image-name (image.name)',
      })
    }
    return problems
  },
}
