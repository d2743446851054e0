import { resolveImage } from '../../plan/image.js'
import { normaliseRegion, sameRegion } from '../../shared/region.js'
import { isKnownLocation, nameSource } from '../image-sources.js'
import type { AzureRule, Violation } from '../rule.js'

export const sameRegionRule: AzureRule = {
  id: 'image/same-region',
  title: 'the image is made in the region of its sources',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/capture-image-resource',
  needs: 'facts',
  check: (config, facts) => {
    const wanted = facts.image && resolveImage(config, facts.image)
    if (facts.image === undefined || wanted?.location === undefined) return []
    if (!isKnownLocation(facts.image)) return []
    const { location } = wanted
    const given = facts.image.givenLocation !== undefined
    return [wanted.os, ...wanted.data].flatMap((source): Violation[] => {
      if (source.location === undefined || sameRegion(source.location, location)) return []
      const region = normaliseRegion(source.location)
      return [
        {
          at: source.path,
          message: `${nameSource(source)} is in ${region}, the image would be in ${location}`,
          help: given
            ? `leave location out, or copy the ${source.kind === 'vm' ? "VM's disks" : source.kind} to ${location}`
            : `copy the ${source.kind} to ${location}, where the OS source is`,
        },
      ]
    })
  },
}
