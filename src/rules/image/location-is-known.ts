import { resolveImage } from '../../plan/image.js'
import { normaliseRegion } from '../../shared/region.js'
import type { LiveRule, Problem } from '../rule.js'

export const locationIsKnown: LiveRule = {
  id: 'image/location-is-known',
  title:
    'the region of the image is given or follows from the sources or the resource group, and exists',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/reliability/regions-list',
  needs: 'facts',
  check: (config, facts) => {
    const { givenLocation, locations } = facts.image ?? {}
    const at = ['image', 'location']
    const problems: Problem[] = []
    const wanted = facts.image && resolveImage(config, facts.image)
    if (wanted !== undefined && wanted.location === undefined) {
      problems.push({
        at,
        message:
          'the region of the image is not known: neither the source nor the resource group tells it',
        help: 'give location',
      })
    }
    if (givenLocation === undefined || locations === undefined) return problems
    const short = normaliseRegion(givenLocation)
    const known = locations.some(
      ({ name, displayName }) =>
        normaliseRegion(name) === short || normaliseRegion(displayName) === short,
    )
    if (!known) {
      problems.push({
        at,
        message: `"${givenLocation}" is no region of this subscription`,
        help: `give one of ${locations.map(({ name }) => name).join(', ')}`,
      })
    }
    return problems
  },
}
