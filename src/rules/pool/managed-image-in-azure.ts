import { nodeKinds } from '../../model/node-counts.js'
import type { Facts } from '../../model/facts.js'
import { hasOtherImage } from '../../model/given-image.js'
import { ownImageId } from '../../model/pool-body.js'
import { imageOfPool } from '../../plan/pool-image.js'
import { parseArmId } from '../../shared/arm-id.js'
import { isSameText } from '../../shared/same-text.js'
import { normaliseRegion, sameRegion } from '../../shared/region.js'
import { type OtherPool, otherPoolsOnImage } from '../kit/pools-on-image.js'
import type { Found, Violation } from '../rule.js'
import { listOf, rulesOn } from '../kit/rules-on.js'
import {
  managedImageDocs as docs,
  managedImageLimits,
  ofManagedImage,
} from '../kit/managed-image.js'
import { formulaPath, nodeCountsOf, nodeWords, targetPath } from '../kit/nodes.js'
import { isElsewhere } from './managed-image.js'

export const poolManagedImageInAzureRules = rulesOn({ needs: 'facts', docs }, [
  {
    id: 'pool/managed-image-is-near',
    title: 'the managed image and the Batch account are in different subscriptions or regions',
    check: ofManagedImage((pool, config, facts: Facts) => {
      if (facts.pool === undefined) return []
      const image = hasOtherImage(config) ? undefined : imageOfPool(config, facts)
      const imageId = parseArmId(image?.id ?? ownImageId(pool.properties) ?? '')
      const account = parseArmId(facts.pool.accountId)
      const problems: Violation[] = []
      const at = ['pool', 'account']
      const [theirs, ours] = [imageId?.subscriptionId, account?.subscriptionId]
      const isReported = listOf(isElsewhere(config)).length > 0
      if (!isReported && theirs !== undefined && !isSameText(theirs, ours)) {
        const message = `the managed image is in subscription ${theirs}, the Batch account in ${ours ?? ''}`
        problems.push({ at, message, help: 'publish the image through a gallery' })
      }
      const [from, to] = [image?.traits?.location, facts.pool.account?.location]
      if (from !== undefined && to !== undefined && !sameRegion(from, to)) {
        const message = `the managed image is in ${normaliseRegion(from)}, the Batch account in ${normaliseRegion(to)}`
        const help = `publish the image through a gallery with a replica in ${normaliseRegion(to)}`
        problems.push({ at, message, help })
      }
      return problems
    }),
  },
  {
    id: 'pool/formula-within-managed-image',
    title: 'a formula can ask for more nodes than Batch makes from one managed image',
    severity: 'warning',
    check: ofManagedImage((_pool, _config, { formula }: Facts) =>
      nodeKinds.flatMap((kind): Found => {
        const [reached = 0, most] = [formula?.sweep.most[kind], managedImageLimits[kind]]
        if (reached <= most) return []
        return {
          at: formulaPath,
          message: `the formula can ask for ${String(reached)} ${nodeWords[kind]} nodes; Batch makes ${String(most)} from one managed image`,
          help: `publish the image through a gallery, or write min(${String(most)}, ...) around the target`,
        }
      }),
    ),
  },
  {
    id: 'pool/managed-image-purchase-plan',
    title: 'a pool is made from a managed image of an image with a purchase plan',
    // The page on custom images rules them out; the one on galleries, which is newer, takes them.
    severity: 'warning',
    check: ofManagedImage((_pool, config, facts: Facts) => {
      const plan = imageOfPool(config, facts)?.traits?.purchasePlan
      if (plan === undefined) return []
      const shown = [plan.publisher, plan.product, plan.name].join(':')
      return {
        at: ['image'],
        message: `the source has the purchase plan ${shown}, and Batch takes no managed images of such`,
        help: 'publish the image through a gallery, in an image definition with that plan',
      }
    }),
  },
  {
    id: 'pool/managed-image-has-one-pool',
    title: 'another pool uses the managed image',
    severity: 'warning',
    reads: ['pools'],
    check: (config, facts) => {
      const names = otherPoolsOnImage(config, facts)
        .filter(({ shares }) => shares === 'image')
        .map(({ name }) => name)
      if (names.length === 0) return []
      return {
        at: ['image'],
        message: `the managed image serves pool ${names.join(', ')} already: their nodes get in each other's way`,
        help: 'publish the image through a gallery, or make another image for this pool',
      }
    },
  },
  {
    id: 'pool/managed-image-nodes-in-total',
    title:
      'all pools on one managed image, or on images from one snapshot, together ask for more nodes than Batch makes from it',
    severity: 'warning',
    reads: ['pools'],
    check: (config, facts) => {
      const others = otherPoolsOnImage(config, facts)
      if (others.length === 0) return []
      return nodeKinds.flatMap((kind) => {
        const [wanted, most] = [nodeCountsOf(config)[kind], managedImageLimits[kind]]
        const total = others.reduce((sum, other) => sum + other[kind], wanted)
        if (wanted === 0 || wanted > most || total <= most) return []
        return {
          at: targetPath(kind),
          message: `with ${describe(others)} there would be ${String(total)} ${nodeWords[kind]} nodes, Batch makes ${String(most)} from one ${isOneImage(others) ? 'image' : 'snapshot'}`,
          help: `publish the image through a gallery, or make ${isOneImage(others) ? 'another image' : 'an image from another snapshot'} for this pool`,
        }
      })
    },
  },
])

function isOneImage(others: readonly OtherPool[]): boolean {
  return others.every(({ shares }) => shares === 'image')
}

function describe(others: readonly OtherPool[]): string {
  const places = [
    ['image', 'on the same managed image'],
    ['snapshot', 'on an image from the same snapshot'],
  ] as const
  return places
    .flatMap(([what, where]) => {
      const names = others.filter(({ shares }) => shares === what).map(({ name }) => name)
      return names.length === 0 ? [] : [`pool ${names.join(', ')} ${where}`]
    })
    .join(' and ')
}
