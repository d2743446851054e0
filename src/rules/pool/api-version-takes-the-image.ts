import { isAtLeast, managedImageApiVersion } from '../../model/batch-api-versions.js'
import { routeOf } from '../../plan/pool-image.js'
import type { OfflineRule } from '../rule.js'

export const apiVersionTakesTheImage: OfflineRule = {
  id: 'pool/api-version-takes-the-image',
  title:
    'the API version takes images of this kind: managed ones up to 2019-08-01, gallery ones from then on',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
  needs: 'config',
  check: (config) => {
    const version = config.pool?.batchApiVersion
    if (version === undefined || !/^\d{4}-\d\d-\d\d(-preview)?$/.test(version)) return []
    const at = ['pool', 'batchApiVersion']
    const route = routeOf(config)
    if (route === 'managed-image' && version.slice(0, 10) > managedImageApiVersion) {
      const message = `Batch API ${version} takes gallery images, and the pool is made straight from a managed image`
      const help = `publish the image through a gallery, or leave batch-api-version out to have ${managedImageApiVersion}`
      return [{ at, message, help }]
    }
    if (route === 'gallery' && !isAtLeast(version, managedImageApiVersion)) {
      const message = `Batch API ${version} takes no gallery images`
      const help = `leave batch-api-version out, or write ${managedImageApiVersion} or newer`
      return [{ at, message, help }]
    }
    return []
  },
}
