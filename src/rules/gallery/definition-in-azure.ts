import { isSameText } from '../../shared/same-text.js'
import { givenImagePath } from '../../model/given-image.js'
import { securityTypeOf } from '../../plan/image-definition.js'
import { resolveGallery } from '../../plan/resolve-gallery.js'
import { resolvePool } from '../../plan/resolve-pool.js'
import type { PurchasePlan } from '../../ports/azure.js'
import { parentId, parseArmId } from '../../shared/arm-id.js'
import { inSubscription } from '../../shared/az-command.js'
import { didYouMean, isInMissingPlace } from '../kit/missing.js'
import { poolPath, poolValue } from '../kit/values.js'
import { sameRegion } from '../../shared/region.js'
import { showValue } from '../../shared/show-value.js'
import { rulesOn } from '../kit/rules-on.js'

const docs = 'https://learn.microsoft.com/azure/virtual-machines/troubleshooting-shared-images'

/** The strict types: such a definition holds such images and no others, and such a source fits no other definition. */
const strict = ['TrustedLaunch', 'ConfidentialVM'] as const
const path = ['networkConfiguration', 'enableAcceleratedNetworking'] as const

export const galleryDefinitionInAzureRules = rulesOn({ needs: 'facts', docs }, [
  {
    id: 'gallery/definition-architecture',
    title: 'image definition and source have different architectures',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries',
    check: (config, facts) => {
      const { definition, traits } = resolveGallery(config, facts) ?? {}
      if (definition === undefined || traits?.architecture === undefined) return []
      const wanted = definition.architecture ?? 'x64' // Azure's default
      if (isSameText(wanted, traits.architecture)) return []
      return {
        at: ['gallery', 'imageDefinition'],
        message: `image definition ${definition.id} is for ${wanted}, the source is for ${traits.architecture}`,
        help: `give an image definition for ${traits.architecture}`,
      }
    },
  },
  {
    id: 'gallery/definition-exists',
    title: 'the image definition does not exist, or its gallery does not',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/create-gallery',
    check: (config, allFacts) => {
      const { gallery: facts } = allFacts
      if (facts === undefined || facts.definition !== undefined) return []
      if (isInMissingPlace(facts.definitionId, allFacts)) return []
      const near = didYouMean([facts.definitionId], allFacts)
      const isNear = near?.startsWith('did you mean') === true
      const at = ['gallery', 'imageDefinition']
      const id = parseArmId(facts.definitionId)
      const galleryId = (id && parentId(id)) ?? ''
      const galleryName = parseArmId(galleryId)?.name ?? ''
      const group = id?.resourceGroup ?? ''
      if (facts.gallery === undefined) {
        const message = `gallery ${galleryName} of image definition ${facts.definitionId} does not exist`
        const help = isNear
          ? near
          : `create it: az sig create --resource-group ${group} --gallery-name ${galleryName}${inSubscription(facts.definitionId)}`
        return { at, message, help }
      }
      if (config.gallery?.createImageDefinition === true) return []
      const message = `image definition ${facts.definitionId} does not exist`
      const help = isNear
        ? near
        : 'check the id, or set create-image-definition: true with gallery.hyperVGeneration and gallery.securityType'
      return { at, message, help }
    },
  },
  {
    id: 'gallery/definition-generation',
    title: 'image definition and source have different Hyper-V generations',
    check: (config, facts) => {
      const { definition, traits } = resolveGallery(config, facts) ?? {}
      const stated = traits?.hyperVGeneration
      if (definition === undefined || stated === undefined) return []
      if (stated === definition.hyperVGeneration) return []
      const isNew = facts.gallery?.definition === undefined
      return {
        at: ['gallery', isNew ? 'createImageDefinition' : 'imageDefinition'],
        message: `image definition ${definition.id} ${isNew ? 'would be' : 'is'} of generation ${definition.hyperVGeneration}, the source is ${stated}`,
        help: isNew
          ? `set gallery.hyperVGeneration to ${stated}`
          : `give an image definition of generation ${stated}`,
      }
    },
  },
  {
    id: 'gallery/definition-os-state',
    title: 'the image definition holds specialized images',
    docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
    check: (config, { gallery, given }) => {
      const isGiven = given?.kind === 'gallery'
      const definition = gallery?.definition ?? (isGiven ? given.definition : undefined)
      if (definition?.osState !== 'Specialized') return []
      return {
        at: gallery === undefined ? givenImagePath(config) : ['gallery', 'imageDefinition'],
        message: `image definition ${definition.id} is for specialized images, Batch takes generalized ones only`,
        help: 'generalize the VM, take its snapshot again, and give a definition whose OS state is Generalized',
      }
    },
  },
  {
    id: 'gallery/definition-os-type',
    title: 'image definition and source have different OS types',
    check: (config, facts) => {
      const { definition, traits } = resolveGallery(config, facts) ?? {}
      if (definition === undefined) return []
      if (traits?.osType === undefined || traits.osType === definition.osType) return []
      return {
        at: ['gallery', 'imageDefinition'],
        message: `image definition ${definition.id} is for ${definition.osType}, the source holds ${traits.osType}`,
        help: `give an image definition for ${traits.osType}`,
      }
    },
  },
  {
    id: 'gallery/definition-purchase-plan',
    title: 'the image definition does not carry the purchase plan of the source',
    docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
    check: (config, facts) => {
      const { definition, traits } = resolveGallery(config, facts) ?? {}
      if (definition === undefined || traits === undefined) return []
      const [theirs, ours] = [definition.purchasePlan, traits.purchasePlan].map(show)
      if (theirs === ours) return []
      const at = ['gallery', 'imageDefinition']
      if (ours === undefined) {
        const message = `image definition ${definition.id} carries the purchase plan ${theirs ?? ''}, the source states none`
        const help = 'unless the base image has that plan, give a definition without one'
        return { at, message, help, severity: 'warning' }
      }
      const carried = theirs === undefined ? 'no purchase plan' : `the purchase plan ${theirs}`
      const message = `the source has the purchase plan ${ours}, image definition ${definition.id} carries ${carried}`
      return { at, message, help: 'give an image definition with that plan' }
    },
  },
  {
    id: 'gallery/definition-security-type',
    title: 'image definition and source have different security types',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/trusted-launch',
    check: (config, facts) => {
      const { definition, traits, from } = resolveGallery(config, facts) ?? {}
      if (definition === undefined || traits === undefined || from === undefined) return []
      if (facts.given?.kind === 'gallery') return [] // a version of its own definition, judged by Azure
      const held = securityTypeOf(definition)
      const wanted = strict.find((type) => isSameText(type, held))
      // A snapshot states `ConfidentialVM_DiskEncryptedWithPlatformKey` and the like.
      const had = strict.find((type) => isKindOf(traits.securityType, type))
      if (wanted === had) return []
      return {
        at: ['gallery', 'imageDefinition'],
        message: `image definition ${definition.id} has the security type ${held}, the source ${traits.securityType ?? 'Standard'}`,
        help:
          had === undefined
            ? 'give an image definition with the security type Standard'
            : `give an image definition with the security type ${had}, and gallery-source: snapshots`,
      }
    },
  },
  {
    id: 'gallery/definition-takes-accelerated-networking',
    title: 'an image for accelerated networking is in a definition that does not allow it',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries',
    check: (config, facts) => {
      const definition = resolvePool(config, facts)?.definition
      if (poolValue(config, ...path) !== true || definition === undefined) return []
      const feature = definition.features.find(
        ({ name }) => name.toLowerCase() === 'isacceleratednetworksupported',
      )
      if (feature?.value.toLowerCase() !== 'false') return []
      return {
        at: poolPath(...path),
        message: `image definition ${definition.id} says IsAcceleratedNetworkSupported=False`,
        help: 'leave enableAcceleratedNetworking out, or use a definition that allows it',
      }
    },
  },
  /** Azure makes a version only where its source is. For images that are made here, image rules see to it. */
  {
    id: 'gallery/location-agrees',
    title: 'the version is made in another region than the image that it is made from',
    check: (config, facts) => {
      const given = facts.gallery?.givenLocation
      const there = resolveGallery(config, facts)?.traits?.location
      if (facts.given === undefined || given === undefined || there === undefined) return []
      if (sameRegion(given, there)) return []
      return {
        at: config.image?.location === undefined ? ['gallery'] : ['image', 'location'],
        message: `location ${showValue(given)} is not that of the source, ${facts.given.id} is in ${there}`,
        help: `leave location out, or give ${there}; other regions go into target-regions`,
      }
    },
  },
])

/** `publisher:product:name`, lower case: Azure does not mind the case. */
function show(plan: PurchasePlan | undefined): string | undefined {
  if (plan === undefined) return undefined
  return [plan.publisher, plan.product, plan.name].join(':').toLowerCase()
}

function isKindOf(stated: string | undefined, type: string): boolean {
  return stated?.split('_')[0]?.toLowerCase() === type.toLowerCase()
}
