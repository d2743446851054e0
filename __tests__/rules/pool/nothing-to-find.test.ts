import { expect, test } from '@jest/globals'
import {
  existingPool,
  legacyConfig,
  legacyFacts,
  poolConfig,
  poolFacts,
} from '../../support/pool-facts.js'
import { azureRule, offlineRule } from '../../support/rules.js'
import { facts, withQuota, inSubnet } from '../../support/check-facts.js'

const apiVersionKnowsProperties = offlineRule('pool/api-version-knows-properties')
const managedImageNatPools = offlineRule('pool/managed-image-nat-pools')
const managedImageNodeLimit = offlineRule('pool/managed-image-node-limit')
const managedImagesHaveRetired = offlineRule('pool/managed-images-have-retired')
const nodeAgentIsGiven = offlineRule('pool/node-agent-is-given')
const oneKindOfNodes = offlineRule('pool/one-kind-of-nodes')
const resizeTimeoutSuitsSize = offlineRule('pool/resize-timeout-suits-size')
const ofConfig = [
  apiVersionKnowsProperties,
  managedImageNatPools,
  managedImageNodeLimit,
  managedImagesHaveRetired,
  nodeAgentIsGiven,
  oneKindOfNodes,
  resizeTimeoutSuitsSize,
]
const accountIsReady = azureRule('pool/account-is-ready')
const poolRights = azureRule('pool/caller-has-rights')
const checksWerePossible = azureRule('pool/checks-were-possible')
const dataPlaneIsReachable = azureRule('pool/data-plane-is-reachable')
const dedicatedCoreQuota = azureRule('pool/dedicated-core-quota')
const familyCoreQuota = azureRule('pool/family-core-quota')
const managedImageHasOnePool = azureRule('pool/managed-image-has-one-pool')
const managedImageNodesInTotal = azureRule('pool/managed-image-nodes-in-total')
const poolCountQuota = azureRule('pool/pool-count-quota')
const spotCoreQuota = azureRule('pool/spot-core-quota')
const subnetExists = azureRule('pool/subnet-exists')
const subnetHasAddresses = azureRule('pool/subnet-has-addresses')
const subnetIsNear = azureRule('pool/subnet-is-near')
const subnetIsNotDelegated = azureRule('pool/subnet-is-not-delegated')
const subscriptionCoreQuota = azureRule('pool/subscription-core-quota')
const userSubscriptionCommunicationCap = azureRule('pool/user-subscription-communication-cap')
const vmSizeBootsGeneration = azureRule('pool/vm-size-boots-generation')
const vmSizeFitsArchitecture = azureRule('pool/vm-size-fits-architecture')
const vmSizeFitsDiskController = azureRule('pool/vm-size-fits-disk-controller')
const vmSizeIsOffered = azureRule('pool/vm-size-is-offered')
const vmSizeTakesDataDisks = azureRule('pool/vm-size-takes-data-disks')
const vmSizeTakesAcceleratedNetworking = azureRule('pool/vm-size-takes-accelerated-networking')
const vmSizeTakesEphemeralDisk = azureRule('pool/vm-size-takes-ephemeral-disk')
const vmSizeTakesSpot = azureRule('pool/vm-size-takes-spot')
const vmSizeTakesTaskSlots = azureRule('pool/vm-size-takes-task-slots')
const withAzure = [
  ...[accountIsReady, poolRights, checksWerePossible, dataPlaneIsReachable, dedicatedCoreQuota],
  ...[familyCoreQuota, managedImageHasOnePool, managedImageNodesInTotal, poolCountQuota],
  ...[spotCoreQuota, subnetExists, subnetHasAddresses, subnetIsNear, subnetIsNotDelegated],
  ...[subscriptionCoreQuota, userSubscriptionCommunicationCap, vmSizeBootsGeneration],
  ...[vmSizeFitsArchitecture, vmSizeFitsDiskController, vmSizeIsOffered, vmSizeTakesDataDisks],
  ...[vmSizeTakesAcceleratedNetworking, vmSizeTakesEphemeralDisk, vmSizeTakesSpot],
  ...[vmSizeTakesTaskSlots],
]
const accountExists = azureRule('pool/account-exists')
const existingPoolCanBecomeIt = azureRule('pool/existing-pool-can-become-it')
const existingPoolIsUsable = azureRule('pool/existing-pool-is-usable')
const imageReferenceAgrees = azureRule('pool/image-reference-agrees')
const managedImageIsNear = azureRule('pool/managed-image-is-near')
const managedImagePurchasePlan = azureRule('pool/managed-image-purchase-plan')
const nodeAgentFitsOs = azureRule('pool/node-agent-fits-os')
const nodeAgentIsChosen = azureRule('pool/node-agent-is-chosen')
const nodeAgentResolves = azureRule('pool/node-agent-resolves')
const securityProfileFits = azureRule('pool/security-profile-fits')
const withFacts = [
  accountExists,
  existingPoolCanBecomeIt,
  existingPoolIsUsable,
  imageReferenceAgrees,
  managedImageIsNear,
  managedImagePurchasePlan,
  nodeAgentFitsOs,
  nodeAgentIsChosen,
  nodeAgentResolves,
  securityProfileFits,
]

test.each(ofConfig.map((rule) => [rule.id, rule] as const))(
  '%s has nothing against a sound pool, or none',
  (_id, rule) => {
    expect(rule.check(poolConfig())).toEqual([])
    expect(rule.check({})).toEqual([])
  },
)

test.each(withAzure.map((rule) => [rule.id, rule] as const))(
  '%s has nothing against a sound pool, none, and one of which nothing could be read',
  (_id, rule) => {
    const quotas = { dedicatedCoreQuota: 40, lowPriorityCoreQuota: 0, poolQuota: 1 }
    expect(rule.check(poolConfig(), facts({}, withQuota(quotas)))).toEqual([])
    expect(rule.check(inSubnet('POOLS'), facts({ subnet: {} }))).toEqual([])
    expect(rule.check(poolConfig(), facts({}, { existing: existingPool() }))).toEqual([])
    expect(rule.check(poolConfig(), poolFacts(withQuota({ dedicatedCoreQuota: 0 })))).toEqual([])
    expect(rule.check({}, {})).toEqual([])
  },
)

test.each(withFacts.map((rule) => [rule.id, rule] as const))(
  '%s has nothing against a sound pool, or none',
  (_id, rule) => {
    expect(rule.check(poolConfig(), poolFacts())).toEqual([])
    expect(rule.check(poolConfig(), poolFacts({ existing: existingPool() }))).toEqual([])
    expect(rule.check(legacyConfig(), legacyFacts())).toEqual([])
    expect(rule.check({}, {})).toEqual([])
  },
)
