import { endOfImage } from '../../model/account-list.js'
import { hasOtherImage } from '../../model/given-image.js'
import {
  hasOwnImage,
  marketplaceImageOf,
  ownImageId,
  vmConfigurationPath,
} from '../../model/pool-body.js'
import { securityTypeOf } from '../../plan/image-definition.js'
import { imageOfPool } from '../../plan/pool-image.js'
import { resolveGallery } from '../../plan/resolve-gallery.js'
import { sameId } from '../../shared/arm-id.js'
import { textAt } from '../../shared/json-at.js'
import { listedEndProblem } from '../kit/listed-end.js'
import { vmPath } from '../kit/values.js'
import type { Rule } from '../rule.js'

/** Definitions that make VMs of their own security type and no others. */
const strict = ['trustedLaunch', 'confidentialVM'] as const

export const poolImageReferenceInAzureRules: readonly Rule[] = [
  {
    id: 'pool/image-reference-agrees',
    title: 'an image that the pool names is the one that the sections image and gallery end in',
    severity: 'error',
    docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
    needs: 'facts',
    check: (config, facts) => {
      const properties = config.pool?.properties
      const image = imageOfPool(config, facts)
      if (image === undefined || !hasOwnImage(properties)) return []
      const own = ownImageId(properties)
      if (sameId(own, image.id)) return []
      return [
        {
          at: ['pool', 'properties', ...vmConfigurationPath, 'imageReference'],
          message: `the pool names ${own ?? 'a marketplace or shared image'}, the image sections end in ${image.id}`,
          help: 'remove imageReference from the pool (it is filled in), or the sections image and gallery',
        },
      ]
    },
  },
  {
    id: 'pool/os-image-is-listed',
    title:
      'a marketplace image that the account lists is one that it will support for another year',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-linux-nodes',
    needs: 'facts',
    reads: ['supportedImages'],
    check: ({ pool }, facts) => {
      const name = marketplaceImageOf(pool?.properties)
      const end = endOfImage(name, facts)
      if (end === undefined) return []
      const help = 'choose a newer release, and the node agent that fits it'
      const subject = `the image ${name}`
      return listedEndProblem({ at: vmPath('imageReference'), subject, help, end }, facts)
    },
  },
  {
    id: 'pool/security-profile-fits',
    title: 'the pool states the security type that its image definition asks for',
    severity: 'error',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/trusted-launch',
    needs: 'facts',
    check: (config, facts) => {
      const properties = config.pool?.properties
      if (config.pool === undefined || hasOtherImage(config)) return []
      const given = facts.given?.kind === 'gallery' ? facts.given.definition : undefined
      const definition = resolveGallery(config, facts)?.definition ?? given
      if (definition === undefined) return []
      const held = securityTypeOf(definition)
      const wanted = strict.find((type) => type.toLowerCase() === held.toLowerCase())
      const path = [...vmConfigurationPath, 'securityProfile', 'securityType'] as const
      const stated = textAt(properties, ...path)
      if (wanted === undefined || stated?.toLowerCase() === wanted.toLowerCase()) return []
      return [
        {
          at: ['pool', 'properties', ...path],
          message: `image definition ${definition.id} makes only ${held} VMs, the pool states ${stated ?? 'no security type'}`,
          help: `write securityProfile: { securityType: ${wanted}, uefiSettings: { secureBootEnabled: true, vTpmEnabled: true } } under virtualMachineConfiguration`,
        },
      ]
    },
  },
]
