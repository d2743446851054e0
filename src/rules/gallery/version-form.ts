import { parseVersion } from '../../model/version-number.js'
import { showValue } from '../../shared/show-value.js'
import type { OfflineRule } from '../rule.js'

export const versionForm: OfflineRule = {
  id: 'gallery/version-form',
  title: 'a version is Major.Minor.Patch, or auto',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/image-version',
  needs: 'config',
  check: ({ gallery }) => {
    const given = gallery?.imageVersion
    if (given === undefined || given.toLowerCase() === 'auto') return []
    if (parseVersion(given) !== undefined) return []
    return [
      {
        at: ['gallery', 'imageVersion'],
        message: `image version ${showValue(given)} is not of the form Major.Minor.Patch`,
        help: 'write three whole numbers up to 2147483647 without leading zeros, such as 1.0.0, or auto for the next free one',
      },
    ]
  },
}
