import { isSameText } from '../../shared/same-text.js'
import { endOfImage, listedImages } from '../../model/account-list.js'
import { hasOtherImage } from '../../model/given-image.js'
import {
  hasOwnImage,
  marketplaceImageOf,
  nodeAgentOf,
  ownImageId,
  vmConfigurationPath,
  wantsAutoNodeAgent,
} from '../../model/pool-body.js'
import { securityTypeOf } from '../../plan/image-definition.js'
import { imageOfPool } from '../../plan/pool-image.js'
import { resolveGallery } from '../../plan/resolve-gallery.js'
import { sameId } from '../../shared/arm-id.js'
import type { SupportedImage } from '../../ports/azure.js'
import { nearest } from '../../shared/suggest.js'
import { isNewPool } from '../kit/new-pool.js'
import { objectAt, textAt } from '../../shared/json-at.js'
import { listedEndProblem } from '../kit/listed-end.js'
import { poolPath, vmPath } from '../kit/values.js'
import { rulesOn } from '../kit/rules-on.js'

/** Definitions that make VMs of their own security type and no others. */
const strict = ['trustedLaunch', 'confidentialVM'] as const

export const poolImageReferenceInAzureRules = rulesOn('facts', [
  {
    id: 'pool/image-reference-agrees',
    title: 'the pool names another image than the sections image and gallery end in',
    docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
    check: (config, facts) => {
      const properties = config.pool?.properties
      const image = imageOfPool(config, facts)
      if (image === undefined || !hasOwnImage(properties)) return []
      const own = ownImageId(properties)
      if (sameId(own, image.id)) return []
      return {
        at: vmPath('imageReference'),
        message: `the pool names ${own ?? 'a marketplace or shared image'}, the image sections end in ${image.id}`,
        help: 'remove imageReference from the pool (it is filled in), or the sections image and gallery',
      }
    },
  },
  {
    id: 'pool/os-image-is-listed',
    title: 'the account will not support the marketplace image for another year',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-linux-nodes',
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
    title: 'the pool does not state the security type that its image definition asks for',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/trusted-launch',
    check: (config, facts) => {
      const properties = config.pool?.properties
      if (config.pool === undefined || hasOtherImage(config)) return []
      const given = facts.given?.kind === 'gallery' ? facts.given.definition : undefined
      const definition = resolveGallery(config, facts)?.definition ?? given
      if (definition === undefined) return []
      const held = securityTypeOf(definition)
      const wanted = strict.find((type) => isSameText(type, held))
      const path = [...vmConfigurationPath, 'securityProfile', 'securityType'] as const
      const stated = textAt(properties, ...path)
      if (wanted === undefined || isSameText(stated, wanted)) return []
      return {
        at: poolPath(...path),
        message: `image definition ${definition.id} makes only ${held} VMs, the pool states ${stated ?? 'no security type'}`,
        help: `write securityProfile: { securityType: ${wanted}, uefiSettings: { secureBootEnabled: true, vTpmEnabled: true } } under virtualMachineConfiguration`,
      }
    },
  },
  {
    id: 'pool/os-image-is-known',
    title: 'the account makes no pools from the marketplace image with the node agent',
    docs: 'https://learn.microsoft.com/azure/batch/batch-linux-nodes',
    reads: ['supportedImages'],
    check: (config, facts) => {
      const { pool } = config
      const name = marketplaceImageOf(pool?.properties)
      const images = listedImages(facts)
      if (name === '::' || images === undefined) return []
      // A pool that is there was made: the list may have dropped its image since.
      const severity = isNewPool(config, facts) ? 'error' : 'warning'
      const entries = images.filter((one) => urnOf(one).toLowerCase() === name.toLowerCase())
      const account = facts.pool?.account?.name ?? ''
      if (entries.length === 0) {
        const near = nearest(name, [...new Set(images.map(urnOf))], 3)
        const message = `the image ${name} is not among those that Batch account ${account} supports`
        return {
          at: vmPath('imageReference'),
          severity,
          message,
          help: `the nearest that it has: ${near.join(', ')}`,
        }
      }
      const agent = nodeAgentOf(pool?.properties) ?? ''
      if (agent === '' || wantsAutoNodeAgent(pool?.properties)) return []
      const agents = [...new Set(entries.map(({ nodeAgentSkuId }) => nodeAgentSkuId))]
      if (agents.some((id) => id.toLowerCase() === agent.trim().toLowerCase())) return []
      const message = `the image ${name} takes the node agent ${agents.join(' or ')}, not ${agent}`
      return {
        at: vmPath('nodeAgentSkuId'),
        severity,
        message,
        help: `write ${agents[0] ?? 'auto'}, or auto`,
      }
    },
  },
  {
    id: 'pool/os-image-runs-containers',
    title: 'a pool with containers has an image without a container runtime',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-docker-container-workloads',
    reads: ['supportedImages'],
    check: ({ pool }, facts) => {
      const name = marketplaceImageOf(pool?.properties)
      const path = [...vmConfigurationPath, 'containerConfiguration'] as const
      if (objectAt(pool?.properties, ...path) === undefined || name === '::') return []
      const images = listedImages(facts) ?? []
      const entries = images.filter((one) => urnOf(one).toLowerCase() === name.toLowerCase())
      const isAble = entries.some(({ capabilities }) => capabilities.includes('DockerCompatible'))
      if (entries.length === 0 || isAble) return []
      const others = images.filter(({ capabilities }) => capabilities.includes('DockerCompatible'))
      const [near] = nearest(name, [...new Set(others.map(urnOf))], 1)
      return {
        at: poolPath(...path),
        message: `the image ${name} brings no container runtime (Batch does not list it as DockerCompatible), and the pool has a containerConfiguration`,
        help: `choose an image with one${near === undefined ? '' : `, such as ${near}`}, or install it in an image of your own`,
      }
    },
  },
])

function urnOf({ publisher, offer, sku }: SupportedImage): string {
  return [publisher, offer, sku].join(':')
}
