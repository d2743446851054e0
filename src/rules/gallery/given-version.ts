import { givenImagePath, isOwnGiven } from '../../model/given-image.js'
import { isAlive } from '../../model/version-choice.js'
import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'
import type { AzureRule } from '../rule.js'

export const givenVersion: AzureRule = {
  id: 'gallery/given-version',
  title: 'the gallery version that the config names is there and usable',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/image-version',
  needs: 'facts',
  check: (config, { given }) => {
    if (given?.kind !== 'gallery') return []
    const at = givenImagePath(config)
    // Who may not see it gets the same answer, and Batch may see more than the caller.
    const severity = isOwnGiven(config) ? 'warning' : 'error'
    const id = parseArmId(given.id)
    const isFloating = id !== undefined && hasType(id, armTypes.imageDefinition)
    if (given.definition === undefined) {
      const message = `the image definition of ${given.id} does not exist`
      const help = 'check the id, and that the identity may read the gallery'
      return [{ at, message, help, severity }]
    }
    if (given.version === undefined) {
      const message = isFloating
        ? `image definition ${given.id} has no version that counts as latest`
        : `image version ${given.id} does not exist`
      const help = isFloating
        ? 'publish a version that is not excluded from latest, or give the id of a version'
        : 'check the id, or make the version by giving a gallery section'
      return [{ at, message, help, severity }]
    }
    if (isAlive(given.version)) return []
    const message = `image version ${given.version.id} is ${given.version.provisioningState}`
    return [{ at, message, help: 'give another version' }]
  },
}
