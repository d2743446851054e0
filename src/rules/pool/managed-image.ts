import { goalCounts, totalOf } from '../../model/node-counts.js'
import type { Config } from '../../inputs/config.js'
import { readSource } from '../../model/image-source.js'
import { hasOwnImage, nodeGoal, ownImageId, vmConfigurationPath } from '../../model/pool-body.js'
import { routeOf } from '../../plan/pool-image.js'
import { parseArmId } from '../../shared/arm-id.js'
import { showValue } from '../../shared/show-value.js'
import { natPools } from '../kit/nat-pools.js'
import { poolPath, vmPath } from '../kit/values.js'
import type { OfflineRule, Rule, Violation } from '../rule.js'

/** https://learn.microsoft.com/azure/batch/batch-custom-images */
const limits = [
  ['targetDedicatedNodes', 'dedicated', 2500],
  ['targetLowPriorityNodes', 'low-priority', 1000],
] as const
/** The page on quotas says 2,000 where the page on custom images says 2,500. */
const doubtful = 2000
/** Batch's page says "many hundreds"; from 300 nodes on it wants longer timeouts. */
const manyNodes = 300
const called = { disk: 'a managed disk', vm: 'a virtual machine', vhd: 'a VHD' } as const

/** What only Azure knows, where something is given by name, `pool/managed-image-is-near` tells. */
export const managedImageSubscription: OfflineRule = {
  id: 'pool/managed-image-subscription',
  title: 'the managed image and the Batch account are in different subscriptions',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
  needs: 'config',
  check: (config) => {
    if (config.pool === undefined || routeOf(config) !== 'managed-image') return []
    const own = ownImageId(config.pool.properties)
    const theirs = parseArmId(own ?? config.image?.id ?? '')?.subscriptionId
    const ours = parseArmId(config.pool.account ?? '')?.subscriptionId
    if (theirs === undefined || ours === undefined) return []
    if (theirs.toLowerCase() === ours.toLowerCase()) return []
    return [
      {
        at: own === undefined ? ['image', 'id'] : vmPath('imageReference', 'id'),
        message: `the managed image is in subscription ${theirs}, the Batch account in ${ours}`,
        help: 'publish the image through a gallery',
      },
    ]
  },
}

export const poolManagedImageRules: readonly Rule[] = [
  {
    id: 'pool/managed-image-node-limit',
    title: 'a pool asks for more nodes than Batch makes from one managed image',
    severity: 'error',
    docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
    needs: 'config',
    check: (config) => {
      const { pool, rollout } = config
      if (pool === undefined || routeOf(config) !== 'managed-image') return []
      const goal = nodeGoal(pool, rollout)
      return limits.flatMap(([property, kind, most]): readonly Violation[] => {
        const at = ['pool', 'properties', 'scaleSettings', 'fixedScale', property]
        if (goal[property] <= most) {
          if (goal[property] <= doubtful) return []
          const message = `${String(goal[property])} ${kind} nodes are within the ${String(most)} that one page of Batch allows for a managed image, and over the ${String(doubtful)} of another`
          const help = `publish the image through a gallery, or write at most ${String(doubtful)}`
          return [{ at, severity: 'warning', message, help }]
        }
        return [
          {
            at,
            message: `${String(goal[property])} ${kind} nodes are more than the ${String(most)} that Batch makes from one managed image`,
            help: `publish the image through a gallery, or write at most ${String(most)}`,
          },
        ]
      })
    },
  },
  {
    id: 'pool/managed-images-have-retired',
    title: 'a pool is made from a managed image, which Batch has retired',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-custom-image-pools-to-azure-compute-gallery-migration-guide',
    needs: 'config',
    check: (config) => {
      const { pool } = config
      if (pool === undefined || routeOf(config) !== 'managed-image') return []
      return [
        {
          at: hasOwnImage(pool.properties)
            ? ['pool', 'properties', ...vmConfigurationPath, 'imageReference']
            : ['image'],
          message:
            'pools made straight from a managed image retired on 2026-03-31: Azure may refuse the pool, or give it no nodes',
          help: 'publish the image through a gallery: give gallery-image-definition (a gallery section), and the pool is made from the version',
        },
      ]
    },
  },
  {
    id: 'pool/managed-image-from-snapshot',
    title: 'a managed image for hundreds of nodes is not made from snapshots',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
    needs: 'config',
    check: (config) => {
      const { pool, rollout } = config
      const kind = sourceKind(config)
      if (pool === undefined || kind === undefined || routeOf(config) !== 'managed-image') return []
      const goal = nodeGoal(pool, rollout)
      const nodes = totalOf(goalCounts(goal))
      if (nodes <= manyNodes || hasOwnImage(pool.properties)) return []
      const message = `${String(nodes)} nodes are to be made from an image of ${called[kind]}, which does not scale to many hundreds`
      const help = 'give os-snapshot, or publish the image through a gallery'
      return [{ at: ['image', 'source'], message, help }]
    },
  },
  {
    id: 'pool/managed-image-made-by-packer',
    title:
      'an image that Packer made itself: Batch may refuse it outside of user-subscription mode',
    // Guessed from the name.
    severity: 'notice',
    docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
    needs: 'config',
    check: (config) => {
      const { image, pool } = config
      if (pool === undefined || routeOf(config) !== 'managed-image') return []
      const own = ownImageId(pool.properties)
      const name = parseArmId(own ?? image?.id ?? '')?.name
      if (name === undefined || !/packer/i.test(name)) return []
      return [
        {
          at: own === undefined ? ['image', 'id'] : vmPath('imageReference', 'id'),
          message: `managed image ${showValue(name)} seems to be made by Packer, and an account in Batch-service mode takes no image that Packer made directly`,
          help: 'let Packer keep its snapshots (managed_image_os_disk_snapshot_name) and give them as os-snapshot, or let it publish to a gallery',
        },
      ]
    },
  },
  {
    id: 'pool/managed-image-nat-pools',
    title: 'a pool of many nodes from a managed image has inbound NAT pools',
    // The page gives no number.
    severity: 'notice',
    docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
    needs: 'config',
    check: (config) => {
      const { pool, rollout } = config
      if (pool === undefined || routeOf(config) !== 'managed-image') return []
      const goal = nodeGoal(pool, rollout)
      const nodes = totalOf(goalCounts(goal))
      if (nodes <= manyNodes || natPools(config).length === 0) return []
      return [
        {
          at: poolPath('networkConfiguration', 'endpointConfiguration', 'inboundNatPools'),
          message: `with inbound NAT pools Batch makes fewer nodes from a managed image than the usual 2500 dedicated and 1000 low-priority ones, and the pool asks for ${String(nodes)}`,
          help: 'leave out NAT pools that are not needed, or publish the image through a gallery',
        },
      ]
    },
  },
  {
    id: 'pool/managed-image-sources-stay',
    title: 'the pool needs what its image was made from for as long as it exists',
    // Nothing here can tell; it has to be said.
    severity: 'notice',
    docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
    needs: 'config',
    check: (config) => {
      const { image, pool } = config
      if (pool === undefined || routeOf(config) !== 'managed-image') return []
      if (image === undefined || image.id !== undefined || hasOwnImage(pool.properties)) return []
      return [
        {
          at: ['image', image.osSnapshot === undefined ? 'source' : 'osSnapshot'],
          message:
            'a pool made straight from a managed image needs the image and its sources whenever it grows',
          help: 'keep them until the pool is deleted, or publish the image through a gallery',
        },
      ]
    },
  },
  managedImageSubscription,
]

function sourceKind({ image }: Config): keyof typeof called | undefined {
  if (image?.source === undefined || image.id !== undefined) return undefined
  const { kind } = readSource(image.source, 'os')
  return kind === 'disk' || kind === 'vm' || kind === 'vhd' ? kind : undefined
}
