import { givenImagePath, isOwnGiven } from '../../model/given-image.js'
import { isBeingMade, resolveImage } from '../../plan/image.js'
import { nameOfId } from '../../shared/arm-id.js'
import { normaliseRegion, sameRegion } from '../../shared/region.js'
import { isKnownLocation, nameSource } from '../kit/image-sources.js'
import { didYouMean, isInMissingPlace } from '../kit/missing.js'
import type { Found, Violation } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

export const imagePlaceRules = rulesOn('facts', [
  {
    id: 'image/given-image-exists',
    title: 'the managed image that the config names does not exist or cannot be used',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/capture-image-resource',
    check: (config, facts) => {
      const { given } = facts
      if (given?.kind !== 'managed-image') return []
      const at = givenImagePath(config)
      if (given.image === undefined) {
        if (isInMissingPlace(given.id, facts)) return []
        return {
          at,
          message: `image ${given.id} was not found`,
          help:
            didYouMean([given.id], facts) ??
            'check the spelling, the resource group and the subscription',
          ...(isOwnGiven(config) && { severity: 'warning' as const }),
        }
      }
      const state = given.image.provisioningState ?? 'Succeeded'
      if (state === 'Succeeded' || isBeingMade(state)) return []
      return {
        at,
        message: `image ${given.id} is in state ${state}`,
        help: 'make the image again, or name another',
      }
    },
  },
  {
    id: 'image/resource-group-exists',
    title: 'the resource group of the image does not exist',
    docs: 'https://learn.microsoft.com/azure/azure-resource-manager/management/manage-resource-groups-portal',
    check: (_config, facts) => {
      const { image } = facts
      if (image?.resourceGroup !== 'missing' || image.imageId === undefined) return []
      if (isInMissingPlace(image.imageId, facts)) return []
      const { resourceGroup, subscriptionId } = image.scope
      const name = nameOfId(image.imageId)
      return {
        at: ['image', 'resourceGroup'],
        message: `resource group ${resourceGroup}, where image ${name} is to be, was not found in subscription ${subscriptionId}`,
        help: 'create the resource group, or give the name of another',
        // With a location az writes without having looked for the group, and so do we: Azure then says no.
        ...(image.givenLocation !== undefined && { severity: 'warning' as const }),
      }
    },
  },
  {
    id: 'image/location-is-known',
    title: 'the region of the image is not given and follows from nothing, or does not exist',
    docs: 'https://learn.microsoft.com/azure/reliability/regions-list',
    check: (config, { image }) => {
      if (image === undefined) return []
      const at = ['image', 'location']
      const { givenLocation = '', locations = [] } = image
      const problems: Violation[] = []
      const wanted = resolveImage(config, image)
      if (wanted !== undefined && wanted.location === undefined) {
        problems.push({
          at,
          message:
            'the region of the image is not known: neither the source nor the resource group tells it',
          help: 'give location',
        })
      }
      if (!isKnownLocation(image)) {
        problems.push({
          at,
          message: `"${givenLocation}" is not a region of this subscription`,
          help: `give one of ${locations.map(({ name }) => name).join(', ')}`,
        })
      }
      return problems
    },
  },
  {
    id: 'image/same-region',
    title: 'the image is to be made in another region than its sources are in',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/capture-image-resource',
    check: (config, facts) => {
      const wanted = facts.image && resolveImage(config, facts.image)
      if (facts.image === undefined || wanted?.location === undefined) return []
      if (!isKnownLocation(facts.image)) return []
      const { location } = wanted
      const given = facts.image.givenLocation !== undefined
      return [wanted.os, ...wanted.data].flatMap((source): Found => {
        if (source.location === undefined || sameRegion(source.location, location)) return []
        const region = normaliseRegion(source.location)
        return {
          at: source.path,
          message: `${nameSource(source)} is in ${region}, the image would be in ${location}`,
          help: given
            ? `leave location out, or copy the ${source.kind === 'vm' ? "VM's disks" : source.kind} to ${location}`
            : `copy the ${source.kind} to ${location}, where the OS source is`,
        }
      })
    },
  },
])
