import type { OfflineRule } from '../rule.js'

export const sourceGiven: OfflineRule = {
  id: 'gallery/source-given',
  title: 'a gallery version has something to be made from',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/image-version',
  needs: 'config',
  check: ({ gallery, image }) => {
    if (gallery === undefined) return []
    if (gallery.source === 'snapshots' && image?.id !== undefined) {
      const message = 'gallery-source: snapshots and image-id exclude each other'
      const help = 'give os-snapshot instead of image-id, or gallery-source: image'
      return [{ at: ['gallery', 'source'], message, help }]
    }
    if (image !== undefined) return [] // an image section without a source is found elsewhere
    const message = 'a gallery version is asked for, but there is nothing to make it from'
    const help =
      'give os-snapshot, or image-id; to use a version that exists, give its id as image-id and no gallery inputs'
    return [{ at: ['gallery'], message, help }]
  },
}
