import { nodeKinds } from '../../model/node-counts.js'
import { readSource } from '../../model/image-source.js'
import { hasOwnImage, ownImageId } from '../../model/pool-body.js'
import { parseArmId } from '../../shared/arm-id.js'
import { isSameText } from '../../shared/same-text.js'
import { showValue } from '../../shared/show-value.js'
import {
  managedImageDocs as docs,
  managedImageLimits,
  ofManagedImage,
} from '../kit/managed-image.js'
import { natPools } from '../kit/nat-pools.js'
import { nodeCountsOf, nodesAskedFor, nodeWords, targetPath } from '../kit/nodes.js'
import { rulesOn } from '../kit/rules-on.js'
import { poolPath, vmPath } from '../kit/values.js'
import type { Found } from '../rule.js'

/** The page on quotas says 2,000 where the page on custom images says 2,500. */
const doubtful = 2000
/** Batch's page says "many hundreds"; from 300 nodes on it wants longer timeouts. */
const manyNodes = 300
const called: Readonly<Record<string, string>> = {
  disk: 'a managed disk',
  vm: 'a virtual machine',
  vhd: 'a VHD',
}

/** In another subscription than the account, by the IDs that are written: by name only Azure knows, as `pool/managed-image-is-near` tells. */
export const isElsewhere = ofManagedImage((pool, { image }) => {
  const own = ownImageId(pool.properties)
  const theirs = parseArmId(own ?? image?.id ?? '')?.subscriptionId
  const ours = parseArmId(pool.account ?? '')?.subscriptionId
  if (theirs === undefined || ours === undefined || isSameText(theirs, ours)) return []
  return {
    at: own === undefined ? ['image', 'id'] : vmPath('imageReference', 'id'),
    message: `the managed image is in subscription ${theirs}, the Batch account in ${ours}`,
    help: 'publish the image through a gallery',
  }
})

export const poolManagedImageRules = rulesOn({ needs: 'config', docs }, [
  {
    id: 'pool/managed-image-node-limit',
    title: 'a pool asks for more nodes than Batch makes from one managed image',
    check: ofManagedImage((_pool, config) =>
      nodeKinds.flatMap((kind): Found => {
        const [nodes, most] = [nodeCountsOf(config)[kind], managedImageLimits[kind]]
        const [at, word] = [targetPath(kind), nodeWords[kind]]
        if (nodes > most) {
          return {
            at,
            message: `${String(nodes)} ${word} nodes are more than the ${String(most)} that Batch makes from one managed image`,
            help: `publish the image through a gallery, or write at most ${String(most)}`,
          }
        }
        if (nodes <= doubtful) return []
        return {
          at,
          severity: 'warning',
          message: `${String(nodes)} ${word} nodes are within the ${String(most)} that one page of Batch allows for a managed image, and over the ${String(doubtful)} of another`,
          help: `publish the image through a gallery, or write at most ${String(doubtful)}`,
        }
      }),
    ),
  },
  {
    id: 'pool/managed-images-have-retired',
    title: 'a pool is made from a managed image, which Batch has retired',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-custom-image-pools-to-azure-compute-gallery-migration-guide',
    check: ofManagedImage(({ properties }) => ({
      at: hasOwnImage(properties) ? vmPath('imageReference') : ['image'],
      message:
        'pools made straight from a managed image retired on 2026-03-31: Azure may refuse the pool, or give it no nodes',
      help: 'publish the image through a gallery: give gallery-image-definition (a gallery section), and the pool is made from the version',
    })),
  },
  {
    id: 'pool/managed-image-from-snapshot',
    title: 'a managed image for hundreds of nodes is not made from snapshots',
    severity: 'warning',
    check: ofManagedImage(({ properties }, config) => {
      const { source, id } = config.image ?? {}
      const nodes = nodesAskedFor(config)
      if (nodes <= manyNodes || hasOwnImage(properties)) return []
      const what = id === undefined && source !== undefined && called[readSource(source, 'os').kind]
      if (what === undefined || what === false) return []
      return {
        at: ['image', 'source'],
        message: `${String(nodes)} nodes are to be made from an image of ${what}, which does not scale to many hundreds`,
        help: 'give os-snapshot, or publish the image through a gallery',
      }
    }),
  },
  {
    id: 'pool/managed-image-made-by-packer',
    title:
      'an image that Packer made itself: Batch may refuse it outside of user-subscription mode',
    // Guessed from the name.
    severity: 'notice',
    check: ofManagedImage(({ properties }, { image }) => {
      const own = ownImageId(properties)
      const name = parseArmId(own ?? image?.id ?? '')?.name
      if (name === undefined || !/packer/i.test(name)) return []
      return {
        at: own === undefined ? ['image', 'id'] : vmPath('imageReference', 'id'),
        message: `managed image ${showValue(name)} seems to be made by Packer, and an account in Batch-service mode takes no image that Packer made directly`,
        help: 'let Packer keep its snapshots (managed_image_os_disk_snapshot_name) and give them as os-snapshot, or let it publish to a gallery',
      }
    }),
  },
  {
    id: 'pool/managed-image-nat-pools',
    title: 'a pool of many nodes from a managed image has inbound NAT pools',
    // The page gives no number.
    severity: 'notice',
    check: ofManagedImage((_pool, config) => {
      const nodes = nodesAskedFor(config)
      if (nodes <= manyNodes || natPools(config).length === 0) return []
      return {
        at: poolPath('networkConfiguration', 'endpointConfiguration', 'inboundNatPools'),
        message: `with inbound NAT pools Batch makes fewer nodes from a managed image than the usual 2500 dedicated and 1000 low-priority ones, and the pool asks for ${String(nodes)}`,
        help: 'leave out NAT pools that are not needed, or publish the image through a gallery',
      }
    }),
  },
  {
    id: 'pool/managed-image-sources-stay',
    title: 'the pool needs what its image was made from for as long as it exists',
    // Nothing here can tell; it has to be said.
    severity: 'notice',
    check: ofManagedImage(({ properties }, { image }) => {
      if (image === undefined || image.id !== undefined || hasOwnImage(properties)) return []
      return {
        at: ['image', image.osSnapshot === undefined ? 'source' : 'osSnapshot'],
        message:
          'a pool made straight from a managed image needs the image and its sources whenever it grows',
        help: 'keep them until the pool is deleted, or publish the image through a gallery',
      }
    }),
  },
  {
    id: 'pool/managed-image-subscription',
    title: 'the managed image and the Batch account are in different subscriptions',
    check: isElsewhere,
  },
])
