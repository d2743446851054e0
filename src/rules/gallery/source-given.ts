import type { OfflineRule } from '../rule.js'

export const sourceGiven: OfflineRule = {
  id: 'gallery/source-given',
  title: 'a gallery version has something to be made from',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/image-version',
  needs: 'config',
  check: ({ gallery, image }) => {
    if (gallery === undefined) return []
    const isMade = image?.osSnapshot !== undefined || image?.source !== undefined
    if (gallery.source === 'snapshots' && image?.id !== undefined) {
      const message = `source snapshots cannot be had with image id ${image.id}`
      const help = 'give os-snapshot instead of image-id, or gallery-source image'
      return [{ at: ['gallery', 'source'], message, help }]
    }
    if (isMade || image?.id !== undefined) return []
    const message = 'a gallery version is asked for, but there is nothing to make it from'
    const help =
      'give os-snapshot, or image-id; to use a version that exists, give its id as image-id and no gallery inputs'
    return [{ at: ['gallery'], message, help }]
  },
}
